"""Functions over pandas and Arrow data."""
