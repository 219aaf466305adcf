"""What she needs and what she lives through, at a date, by a grid that says its version."""
