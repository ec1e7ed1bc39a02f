"""The open data as a workbook, in XLSX and ODS, with the check of every number as formulas.

Tables and their description come in, and the request for what the check rests on; bytes go out.
"""
