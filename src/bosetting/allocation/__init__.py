"""Who is asked, for how many, and why: pure functions from ``Inputs`` to a ``Request``."""
