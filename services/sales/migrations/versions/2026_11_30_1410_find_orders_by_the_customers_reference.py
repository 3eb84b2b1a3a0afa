"""Find orders by the reference that the customer gave them.

Revision ID: 5d1f0c7b93ae
Revises: 0004_set_by
"""

import sqlalchemy as sa
from alembic import op

revision = "5d1f0c7b93ae"
down_revision = "0004_set_by"


def upgrade() -> None:
    """find orders by the reference that the customer gave them"""
    op.add_column("order", sa.Column("customer_reference", sa.Text(), nullable=True))
    op.create_index("order_customer_reference", "order", ["customer_reference", "id"], unique=False)
    op.execute("SELECT make_view_upsert('order')")
