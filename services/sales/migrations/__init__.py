"""Dated migrations of the sales database; run by `o2c migrate`."""
