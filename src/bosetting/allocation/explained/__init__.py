"""Why a number is what it is, for every municipality, asked or not.

Each file answers one question that a mayor asks. A finished ``Request`` comes in; nothing here changes a number.
"""
