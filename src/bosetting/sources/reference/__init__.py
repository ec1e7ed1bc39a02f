"""The reference: every figure as its publisher gave it, on its own codes, with the day it became public.

``python -m bosetting.sources.reference FOLDER data/reference`` reads a folder of source figures and writes the
tables, one module a table. Nothing in them belongs to a target year; ``sources.draw`` makes a year folder of them.
"""
