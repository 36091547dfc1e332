"""The tracker's public pages, one module a page (or a list with its page). Each shows numbers that are searches."""
