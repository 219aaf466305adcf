"""Probes of the whole product from outside: which page shows what to whom, and bad input.

Everything is derived from the code: routes from the addresses, fields from the pages. A probe
goes through a `send` callable, so that the same ones run through the test client, where each is
rolled back, and over HTTP against a server that runs.
"""
