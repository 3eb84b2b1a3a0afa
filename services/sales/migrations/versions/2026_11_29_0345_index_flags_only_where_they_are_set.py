"""Index flags only where they are set.

Revision ID: c8626daad6bc
Revises: 98e16e2ccda8
"""

import sqlalchemy as sa
from alembic import op

revision = "c8626daad6bc"
down_revision = "98e16e2ccda8"

FLAGS = (
    ("customer", "is_credit_stopped"),
    ("order", "is_alarmed"),
    ("order", "is_held"),
    ("order", "is_irregular"),
)


def upgrade() -> None:
    """The index of a flag had every row in it, and no question could use it.

    Processes of the previous release do not need it either.
    """
    for table, flag in FLAGS:
        op.drop_index(f"{table}_{flag}", table_name=table)
        op.create_index(f"{table}_{flag}", table, ["id"], postgresql_where=sa.column(flag, sa.Boolean()))
