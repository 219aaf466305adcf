"""Entremise: the working tool of the social workers of French police stations."""
