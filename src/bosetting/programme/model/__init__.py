"""The life of one year's settled persons in the programme: arrival, start, stay, end.

Numbers in, numbers out: nothing of inputs, editions or fitting comes in.
"""
