"""Whether a search finds first what people look for; ``python -m benchmarks.relevance --help``."""
