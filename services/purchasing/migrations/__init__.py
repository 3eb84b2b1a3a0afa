"""Dated migrations of the purchasing database; run by `o2c migrate`."""
