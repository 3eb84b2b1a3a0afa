"""Know each invoice's own level of dunning.

The snapshots of dunning cases go: they do not say when an instalment was owed again, nor which charges a third party
was given. Folded from its facts a case says both. Documents that are older: `o2c rebuild accounting dunning_case`.

Revision ID: 6d0b92f7a4c3
Revises: 4ae3808193c7
"""

from alembic import op

revision = "6d0b92f7a4c3"
down_revision = "4ae3808193c7"


def upgrade() -> None:
    """know each invoice's own level"""
    op.execute(r"DELETE FROM snapshots WHERE stream LIKE 'dunning\_case-%'")
