"""How faults are said: where, what, what was expected, what to do; safe to show in a terminal.

Nothing comes in.
"""
