"""What the index looks like. Whatever changes here, or in the analyser, gives another version and so another index."""

import hashlib
import json
from typing import Any

from django.conf import settings

from search.analysis.stems import ANALYSER_VERSION

_FACET: dict[str, Any] = {"type": "keyword", "eager_global_ordinals": True}
_ORDER: dict[str, Any] = {"type": "keyword", "index": False}

MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},
    "properties": {
        # Tokens of our own analyser; Elasticsearch only separates them.
        "s": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
        "x": {"type": "text", "analyzer": "whitespace", "norms": False},
        "pk": {"type": "long", "index": False},
        "digest": _ORDER,
        "newest": _ORDER,
        "paragraph": _ORDER,
        "updated": {"type": "long", "index": False},
        "year": {"type": "integer"},
        **{
            name: _FACET
            for name in (
                "mechanism",
                "review",
                "country",
                "kind",
                "position",
                "reach",
                "theme",
                "group",
                "state",
                "sdg",
            )
        },
        # What is said and done where: "city|by|status", "by|status", cities whose assessors differ, "city|status" of
        # actions, their status alone, and cities with anything published.
        **{name: _FACET for name in ("word", "said", "differs", "action", "done", "city")},
    },
}
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Said outright, it holds also while nobody searches.
    "refresh_interval": "1s",
    # How long a delete is remembered, so that an older version coming late does not bring the record back.
    "gc_deletes": "1h",
}
_DOCUMENTS = 1
"""To be raised when ``documents`` makes others of the same record."""


def version() -> str:
    """Return the version of the index that this code reads and writes."""
    what = json.dumps([MAPPING, SETTINGS, _DOCUMENTS, ANALYSER_VERSION], sort_keys=True)
    return hashlib.blake2b(what.encode(), digest_size=5).hexdigest()


def every_index() -> str:
    """Return the pattern of all indexes of this installation, whatever their version."""
    return f"{settings.ELASTICSEARCH_INDEX_PREFIX}-recommendations-*"


def alias() -> str:
    """Return the name under which the index is searched. It holds the version, so old and new code never meet."""
    return f"{settings.ELASTICSEARCH_INDEX_PREFIX}-recommendations-{version()}"
