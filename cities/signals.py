"""What this room tells the rooms above it. Receivers run inside the transaction that publishes."""

from django.dispatch import Signal

progress_published = Signal()
"""Sent with ``update``: a ProgressUpdate that was just published and whose current word has been derived."""
