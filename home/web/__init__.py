"""What machines read of the site: caches, search engines, feed readers, whoever draws a preview of a link.

``caching`` and ``compressing`` are middleware, ``closed`` answers while the site is closed for work, ``sitemap`` and
``robots`` tell engines what there is, ``sharing`` and ``schema_org`` what a page is.
"""
