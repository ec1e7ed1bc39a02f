"""A year folder read into frozen, typed values. Every check lives here and nowhere else.

This floor holds what the rest of the program asks for: the year, its rules, its municipalities, decisions. ``reading`` makes typed
rows of bytes, ``weighed`` holds figures against each other, ``told`` says what is wrong. Nothing of the program comes in.
"""
