"""The annual report on how many refugees each Norwegian municipality is asked to settle."""

__version__ = "0.1.0"
