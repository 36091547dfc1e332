"""What editors have to look after: links that lead nowhere, pages that grew old, words and pictures that lack a twin.

``checking`` follows the links of all pages once a week (``fetching``), ``waiting`` lists, ``admin`` shows.
"""
