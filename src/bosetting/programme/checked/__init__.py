"""How far the load can be trusted: earlier years, outside figures, other assumptions.

Nothing here is ever fitted, and no number of the load hangs on it.
"""
