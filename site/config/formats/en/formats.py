"""Formats for English pages; Django's own abbreviates months ("Sept. 30, 2026")."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
