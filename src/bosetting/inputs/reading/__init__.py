"""From bytes to typed rows: encodings, Excel's habits, TOML, and the schema of each table.

Every file that a person gives comes through here. Only ``told`` comes in.
"""
