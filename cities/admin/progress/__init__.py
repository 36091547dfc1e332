"""Progress in the admin: the list, the form, what waits for a coordinator, replies, a baseline for one theme."""
