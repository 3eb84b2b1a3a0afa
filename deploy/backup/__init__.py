"""Backups of the departments' databases that fit together, restoring them, and what restored departments forgot."""
