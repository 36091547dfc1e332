"""One module a format; each is a :class:`recommendations.importers.parsed.Reader`."""
