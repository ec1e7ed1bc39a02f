"""The reference becomes the tables of a year folder, on the municipal structure of its 1 January.

``draw.toml`` in the year folder says which figures; what people decide (rules, forecasts, statements) is left alone.
"""
