"""Know what of a promise went to other charges.

The snapshots of dunning cases go: a promise or a plan in them does not say what had come off other charges when it was
made, and folded from its facts it does.

Revision ID: 4c1e6a0b9d27
Revises: 726030946792
"""

from alembic import op

revision = "4c1e6a0b9d27"
down_revision = "726030946792"


def upgrade() -> None:
    """know what promises paid"""
    op.execute(r"DELETE FROM snapshots WHERE stream LIKE 'dunning\_case-%'")
