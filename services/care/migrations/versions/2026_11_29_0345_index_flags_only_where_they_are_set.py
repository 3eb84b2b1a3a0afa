"""Index flags only where they are set.

Revision ID: 72732ec833f3
Revises: e7d243cca602
"""

import sqlalchemy as sa
from alembic import op

revision = "72732ec833f3"
down_revision = "e7d243cca602"

FLAGS = (
    ("complaint", "escalated"),
    ("complaint", "near_promise"),
    ("complaint", "promise_broken"),
    ("complaint", "to_verify"),
    ("support_case", "escalated"),
    ("support_case", "near_promise"),
    ("support_case", "promise_broken"),
)


def upgrade() -> None:
    """The index of a flag had every row in it, and no question could use it.

    Processes of the previous release do not need it either.
    """
    for table, flag in FLAGS:
        op.drop_index(f"{table}_{flag}", table_name=table)
        op.create_index(f"{table}_{flag}", table, ["id"], postgresql_where=sa.column(flag, sa.Boolean()))
