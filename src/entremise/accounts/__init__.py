"""Who can log in, and how."""
