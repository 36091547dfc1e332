"""What a primary key from a form may look like."""

LONGEST_KEY = 18
"""Digits of a primary key that every database can hold."""
