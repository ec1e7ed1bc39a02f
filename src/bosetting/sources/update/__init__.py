"""Brings the reference up to date: fetched from a publisher or read from a file a person saved, checked, compared, written.

The reference's folder and its ``sources.toml`` come in; the folder is written whole or not at all.
"""
