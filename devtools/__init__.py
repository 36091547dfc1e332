"""The commands behind ./dev. What runs before the packages are installed uses the standard library only."""
