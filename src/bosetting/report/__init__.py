"""What a reader sees, in the order a number passes: chapters, workings, blocks, drawing, language, output, and the letter.

This floor holds what the notebooks ask for: the view and the letter; what the working notebooks show has a room. A computation comes in; no number is
made here, and nothing of ``publication`` comes in.
"""
