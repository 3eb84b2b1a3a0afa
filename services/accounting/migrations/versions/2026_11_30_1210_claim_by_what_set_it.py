"""Claim a deadline by what set it: one that was set anew for the moment at which it fired is another.

Revision ID: 0004_set_by
Revises: 0003_digest
"""

from alembic import op

from shared.event_store import schema

revision = "0004_set_by"
down_revision = "0003_digest"


def upgrade() -> None:
    """The store's step 4: a function that also looks at what set it, where it is told."""
    for statement in schema.step_4():
        op.get_bind().exec_driver_sql(statement)
