"""The criteria: what each measures, the index made of it, and the weight made of them all.

Every index and weight is exact and rounded to six decimals before it is used. Only ``inputs`` comes in.
"""
