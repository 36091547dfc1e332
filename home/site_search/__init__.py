"""The search of the whole site: a few words, and what fits them of each kind, with a way to all of it.

``page_words`` knows the words of the editors' pages, ``page_search`` finds pages by them, ``view`` puts the kinds
together.
"""
