"""The facet store: every public recommendation by each of its values, in memory, one bitmap a value.

store = current_store()              # as of now, in this process (see ``keeper``)
hits = Narrowing(store, selection)   # the selection's conditions as bitmaps (see ``conditions``)
counts(hits, ["theme", "city"])      # what each value of a facet would find (see ``counting``)
store.orders.page(hits.found, "newest", 0, 25)
"""

from search.store.conditions import Narrowing
from search.store.counting import counts
from search.store.keeper import current_store
from search.store.store import Store

__all__ = ["Narrowing", "Store", "counts", "current_store"]
