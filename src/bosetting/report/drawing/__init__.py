"""Charts as SVG that is the same on every machine, the look they share, and the font they are measured in.

Frames and words come in; no file but the font is read.
"""
