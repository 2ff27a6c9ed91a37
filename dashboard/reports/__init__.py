"""A report of what the desk shows → the bytes of a file."""
