"""Backups of real databases, restored beside a broker that lost everything."""
