"""The admin of this room, and what the admin of every room is built from."""
