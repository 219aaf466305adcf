"""Who is helped, and how to reach her safely."""
