"""Know what was heard: the inbox keeps a digest of each message, and its cause.

Revision ID: 0003_digest
Revises: 330bd62b2985
"""

from alembic import op

from shared.event_store import schema

revision = "0003_digest"
down_revision = "330bd62b2985"


def upgrade() -> None:
    """The store's step 3: columns that may be empty, and a function that also fills them."""
    for statement in schema.step_3():
        op.get_bind().exec_driver_sql(statement)
