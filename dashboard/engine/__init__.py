"""The engine: figures as arrays in, tiers out. Pure: no clock, no file, no session."""
