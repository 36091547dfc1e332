"""The one analyser: from a text to the tokens that every engine indexes, and from a search to the tokens it looks for.

``words`` finds and folds words, ``stems`` gives what their forms have in common, ``indexed_text`` makes a record's
tokens, ``terms`` those of a search, ``highlight`` says which words of a text a search found. Engines only compare the
tokens, which consist of ``[a-z0-9_]``; so they all give the same answer.
"""
