"""How sure the numbers are: the request under other assumptions than the stated ones.

A ``Request``, its inputs and a seeded generator come in; floating point is allowed, since no published number hangs on it.
"""
