"""The admin of recommendations, their vocabularies and imports."""
