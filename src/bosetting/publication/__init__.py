"""What anyone can download and check: building an edition's folder, and computing it again.

``open_data`` makes the tables, ``folder`` puts a finished folder in place and looks at one from anybody. Everything but the
command line may come in.
"""
