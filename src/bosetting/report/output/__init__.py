"""The executed notebook as a page, as a PDF, and through Quarto.

Blocks come in as the notebook keeps them; nothing is computed anew.
"""
