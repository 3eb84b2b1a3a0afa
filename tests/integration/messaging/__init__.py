"""Messaging over real brokers and databases."""
