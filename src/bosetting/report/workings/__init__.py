"""What the working notebooks show: inputs, allocation, selection, steps, load, uncertainty, and what if the rules were different.

Each function gives the blocks of one cell, as a chapter does. A ``View`` comes in; what goes out has the reader's
words and numbers, as in the report.
"""

from bosetting.report.workings import allocation, inputs, load, selection, steps, uncertainty, what_if
from bosetting.report.workings.inputs import held

__all__ = ["allocation", "held", "inputs", "load", "selection", "steps", "uncertainty", "what_if"]
