"""Find what a return costs the customer: the return that an invoice is for.

Invoices that are older than this are for none.

Revision ID: 5b1f0f3ad7c2
Revises: 8b5d20f3c6e1
"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f0f3ad7c2"
down_revision = "8b5d20f3c6e1"


def upgrade() -> None:
    """find what a return costs"""
    op.add_column("invoice", sa.Column("return_id", sa.Text(), nullable=True))
    op.create_index("invoice_return_id", "invoice", ["return_id", "id"], unique=False)
    op.execute("SELECT make_view_upsert('invoice')")
