"""Makes a year folder's tables from a folder of source figures.

``python -m bosetting.sources.figures FOLDER data/2018`` reads the figures as they were collected from the
publishers and writes every table of the year folder, with ``datapackage.json``. The result depends on the
figures alone: the same folder gives the same bytes. The computation never imports this package; it knows only
what stands in ``data/``.
"""
