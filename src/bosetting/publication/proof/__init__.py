"""The program that lies in every published folder, and the digest of its numbers.

``verify.py`` stands alone: it imports the standard library and nothing of this project.
"""
