"""Show which purchase orders are to be amended.

Orders that are older than this are none of them: nothing has to be rebuilt.

Revision ID: 7c1d52e9a0b4
Revises: 1fa20975d93b
"""

import sqlalchemy as sa
from alembic import op

revision = "7c1d52e9a0b4"
down_revision = "1fa20975d93b"


def upgrade() -> None:
    """show what is to be amended"""
    op.add_column("purchase_order", sa.Column("is_amending", sa.Boolean(), nullable=True))
    op.execute("SELECT make_view_upsert('purchase_order')")
