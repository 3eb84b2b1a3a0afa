"""Messaging in memory: no broker, no database, a driven clock."""
