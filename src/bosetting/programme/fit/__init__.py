"""What was known on a day, and the model's parameters learnt from it.

An edition's inputs come in; nothing published after its date does.
"""
