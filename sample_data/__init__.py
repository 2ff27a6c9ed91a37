"""The synthetic county and city with the script that makes them, and a real state in the same tables."""
