"""What is in the dataset: every table with its columns and the rows that are public."""

from search.dataset.tables.done import DONE
from search.dataset.tables.said import SAID

TABLES = (*SAID, *DONE)
"""In the order in which they stand in the file."""
