"""Dated migrations of the warehouse database; run by `o2c migrate`."""
