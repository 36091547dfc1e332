"""English: months in full, as people say them (“March 3, 2026”)."""
