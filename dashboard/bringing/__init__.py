"""Bringing data into a store: what is on offer, what it would change, who may, and what has come in by when."""
