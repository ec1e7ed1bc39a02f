"""What catalogues, search engines and archives read of an edition: one value, written in each of their forms.

A computation and the finished files come in; text goes out. Nothing here computes a number.
"""
