"""Dated migrations of the care database; run by `o2c migrate`."""
