"""Show which payables are held.

None could be before, so documents that are older than this need no rebuild: their column says so here, since what is
due is what is due and not held.

Revision ID: 1b39245da4ba
Revises: c2a7e4d9035b
"""

import sqlalchemy as sa
from alembic import op

revision = "1b39245da4ba"
down_revision = "c2a7e4d9035b"


def upgrade() -> None:
    """show held payables"""
    op.add_column("payable", sa.Column("held", sa.Boolean(), nullable=True))
    op.execute("UPDATE payable SET held = false")
    op.execute("SELECT make_view_upsert('payable')")
