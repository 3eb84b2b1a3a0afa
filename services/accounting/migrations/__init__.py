"""Dated migrations of the accounting database; run by `o2c migrate`."""
