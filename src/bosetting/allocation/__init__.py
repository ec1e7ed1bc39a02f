"""Who is asked, for how many, and why: pure functions from ``Inputs`` to a ``Request``.

The files of this room decide the numbers, in the order a number passes: selection, feasible, counties, request.
``criteria`` gives the weights and ``division`` the divisor method; the other rooms explain, test and compare what
was decided. Only ``inputs`` may come in.
"""
