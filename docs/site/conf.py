"""Sphinx: the documentation as a site that loads nothing from anywhere."""

project = "bosetting"
author = "The bosetting founders"
extensions = ["myst_parser", "sphinx_click"]
exclude_patterns: list[str] = []
root_doc = "index"
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
nitpicky = True
html_theme = "furo"
html_title = "bosetting"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_last_updated_fmt = None
html_extra_path = ["extra"]
