"""The page on which a reader moves the rules and sees the numbers follow, without a server.

Blocks and the computation come in; ``engine.js`` computes anew in the reader's browser with the same steps as
``allocation``, and a test holds the two against each other.
"""
