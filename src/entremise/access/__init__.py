"""Who asks, what they may, the database wall, and the journal of what was done."""
