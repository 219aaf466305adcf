"""A sheet that somebody kept elsewhere comes in: a worker's cases, or the night of a unit."""
