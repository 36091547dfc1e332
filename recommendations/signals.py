"""What this room tells the rooms above it. Whoever writes sends them inside the transaction.

Saving or deleting one record speaks for itself (Django's own signals); these are for what is written in bulk, and for
what has a meaning of its own.
"""

from django.dispatch import Signal

recommendation_changed = Signal()
"""Sent with ``recommendations``: ids of records that were written in bulk, or whose labels or texts were."""

recommendations_merged = Signal()
"""Sent with ``recommendations`` (ids of both), ``kept`` and ``gone``: one record stands for the other from now on.

Receivers move what their room keeps about ``gone`` to ``kept``.
"""

recommendations_imported = Signal()
"""Sent with ``batch``: an ImportBatch that was just applied or taken back."""
