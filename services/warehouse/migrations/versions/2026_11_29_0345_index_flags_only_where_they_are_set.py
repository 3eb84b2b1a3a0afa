"""Index flags only where they are set.

Revision ID: e0e8788880b7
Revises: b05a74be3efc
"""

import sqlalchemy as sa
from alembic import op

revision = "e0e8788880b7"
down_revision = "b05a74be3efc"

FLAGS = (
    ("expected_receipt", "overdue"),
    ("reservation", "is_blocked"),
    ("reservation", "is_short"),
    ("stock_count", "opening"),
    ("stock_item", "has_backlog"),
)


def upgrade() -> None:
    """The index of a flag had every row in it, and no question could use it.

    Processes of the previous release do not need it either.
    """
    for table, flag in FLAGS:
        op.drop_index(f"{table}_{flag}", table_name=table)
        op.create_index(f"{table}_{flag}", table, ["id"], postgresql_where=sa.column(flag, sa.Boolean()))
