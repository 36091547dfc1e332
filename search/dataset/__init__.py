"""The whole public dataset as one file: a zip of CSV tables with a ``datapackage.json`` (docs/taking-data-away.md).

``tables`` says what is in it, ``package`` describes it to programs, ``build`` writes it, ``keeping`` decides when and
which file is the current one. Anonymous readers see all of it on the site's pages as well; nothing else is in it.
"""
