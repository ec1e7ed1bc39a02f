"""An edition's folder: where it may lie, what it lists, how it is compared and replaced whole.

Folders may come from anybody; nothing in them is run or followed.
"""
