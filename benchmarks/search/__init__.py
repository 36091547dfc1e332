"""How fast a search is beside Datasette, over the same records; ``python -m benchmarks.search --help``."""
