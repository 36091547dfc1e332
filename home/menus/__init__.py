"""What stands around every page: the menus that editors arrange, kept in the process by data version.

``models`` is what editors fill in, ``kept`` answers for one site and language, ``changes`` says when it is out of date.
"""
