"""All that differs by language: words, numbers, dates, prose and labels, one folder a language.

``<language>/words.toml`` has the words of the page and the forms of numbers and dates, ``labels/`` what is short, a
file a chapter, and the templates what is long. Adding a language is adding a folder; a test lists what it lacks.
"""
