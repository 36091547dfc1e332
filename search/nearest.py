"""The records nearest to a search that no record meets whole: those that hold most of its words.

A word counts the more the fewer records hold it, so "of" counts for next to nothing. Records that are level stand as
the text index of the database ranks them, or by the newest review where they are too many to rank.
"""

import numpy as np

from search.engines.text import database_text_engine
from search.query import All, Either, Node, Words
from search.selection import Selection
from search.store import Narrowing, current_store
from search.store.reading import ids_of

MOST_WORDS = 8
"""Words that are looked up: the longest, which tell most."""


def nearest(selection: Selection, limit: int) -> list[int]:
    """Return at most ``limit`` ids, the nearest first; none where the words are fewer than two.

    Three queries: what each word finds, and how the records that hold any of them rank.
    """
    node = selection.understood.node if selection.understood else None
    if not isinstance(node, All):
        return []
    store, engine = current_store(), database_text_engine()
    among = Narrowing(store, selection.without("q")).found
    weights = np.zeros(len(store.orders.review))
    words = sorted(node.nodes, key=_length)[-MOST_WORDS:]
    for everywhere in engine.ids_of_each(words):
        if everywhere:
            weights[ids_of(everywhere & among)] += np.log(len(store.public) / len(everywhere))
    level = np.array(engine.ranked(Either(tuple(words))) or store.orders.all(among, "newest"))
    heaviest = level[np.argsort(-weights[level], kind="stable")]
    return [int(pk) for pk in heaviest[:limit] if weights[pk] > 0]


def _length(node: Node) -> int:
    """Return how many letters a word has; of one that was widened, as it was typed."""
    if isinstance(node, Words):
        return sum(map(len, node.pieces))
    return _length(node.nodes[0]) if isinstance(node, All | Either) else 0
