"""The divisor method: exact, with names, before rounding, and many at once.

Pure arithmetic on weights, bounds and a total; nothing of municipalities or rules comes in.
"""
