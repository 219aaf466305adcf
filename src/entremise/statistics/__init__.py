"""Counts without names: what came in, how fast, what became of it."""
