"""Know how far what was settled had been dunned.

The snapshots of dunning cases go: they do not say which level an instalment had reached, nor how far the cases had come
that were resolved. Folded from its facts a case says both.

Revision ID: 8b5d20f3c6e1
Revises: 738436cf0e02
"""

from alembic import op

revision = "8b5d20f3c6e1"
down_revision = "738436cf0e02"


def upgrade() -> None:
    """know how far dunning came"""
    op.execute(r"DELETE FROM snapshots WHERE stream LIKE 'dunning\_case-%'")
