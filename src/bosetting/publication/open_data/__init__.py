"""The request as open data: its tables, what each column holds, and results as plain values.

A computation comes in; bytes go out.
"""
