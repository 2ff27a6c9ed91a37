"""Measurements, run by ``make bench``; each module measures one thing and says how."""
