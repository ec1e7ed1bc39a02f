"""Figures and names held against each other: what cannot be true beside the row next to it is a fault.

Typed tables come in; faults and notes go out.
"""
