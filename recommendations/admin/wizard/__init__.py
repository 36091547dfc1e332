"""Importing in the admin, without a terminal: bring a file, see what it would change, approve, take back."""
