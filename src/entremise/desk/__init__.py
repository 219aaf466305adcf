"""Screens that place several contexts side by side: the day, the case page, the search."""
