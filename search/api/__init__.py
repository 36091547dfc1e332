"""The public API, version 1 (DESIGN.md §6): what the public pages show, as data. It only reads.

One module a subject; each has the shape of its records as functions, and its addresses. ``urls.py`` puts them together.
"""
