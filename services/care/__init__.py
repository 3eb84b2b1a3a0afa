"""Customer care: warranty, support cases, surveys."""
