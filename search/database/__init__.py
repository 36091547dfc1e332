"""The database engines of Django, with a moment before each commit. They load before any model does."""
