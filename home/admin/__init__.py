"""What this room changes in Wagtail's admin."""
