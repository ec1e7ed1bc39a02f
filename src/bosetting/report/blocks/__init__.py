"""What a chapter is made of: prose, tables, charts, key figures; each gives itself as HTML, Typst and text.

All text is escaped here, once. Words and drawings come in.
"""
