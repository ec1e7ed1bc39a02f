"""Pure: request and history become expected participants in the introduction programme, and grants.

This floor holds what is asked of it: load, national, municipal, grants. ``model`` is the life of a cohort, ``fit`` what is learnt
from what was known, ``checked`` how far it can be trusted. ``inputs`` and a ``Request`` come in.
"""
