"""Tell who did it: the outbox keeps the person.

Revision ID: 0002_actor
Revises: 81a42b3c97b2
"""

from alembic import op

from shared.event_store import schema

revision = "0002_actor"
down_revision = "81a42b3c97b2"


def upgrade() -> None:
    """The store's step 2: a column that may be empty, and a function that also fills it."""
    for statement in schema.step_2():
        op.get_bind().exec_driver_sql(statement)
