"""All that differs by language: words, numbers, dates, prose and labels, one folder a language.

Adding a language is adding a folder; a test lists what it lacks.
"""
