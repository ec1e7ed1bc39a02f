"""The rule against the world: what was published, what simpler rules would have given, what the counts prove.

A ``Request`` comes in, and what its year's folder holds of what was really asked.
"""
