"""What the reference and the years share: what a table is, who published it, how the source figures are read.

With the country's figures, grants and rules of the programme, which are the same in both. The computation never
imports this package; it knows only what stands in ``data/``.
"""
