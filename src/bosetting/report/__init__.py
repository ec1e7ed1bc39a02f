"""What a reader sees, in the order a number passes: chapters, blocks, drawing, language, output, and the letter.

This floor holds what the notebooks ask for: the view, the letter, the work as frames. A computation comes in; no number is
made here, and nothing of ``publication`` comes in.
"""
