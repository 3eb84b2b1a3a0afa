"""Tell who did it: the outbox keeps the person.

Revision ID: 0002_actor
Revises: b0def86faf31
"""

from alembic import op

from shared.event_store import schema

revision = "0002_actor"
down_revision = "b0def86faf31"


def upgrade() -> None:
    """The store's step 2: a column that may be empty, and a function that also fills it."""
    for statement in schema.step_2():
        op.get_bind().exec_driver_sql(statement)
