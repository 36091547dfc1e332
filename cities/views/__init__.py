"""What this room shows outside the admin."""
