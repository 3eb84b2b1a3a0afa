"""Create the event store.

Revision ID: 0001
"""

from alembic import op

from shared.event_store import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The store's tables and functions, step 1."""
    for statement in schema.step_1():
        op.get_bind().exec_driver_sql(statement)
