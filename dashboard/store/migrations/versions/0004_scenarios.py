"""Scenarios that were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TEXTS = ("name", "month", "scenario", "scope", "actor", "kept_at", "withdrawn_at")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "store_scenarios",
        sa.Column("id", WORDS, primary_key=True, nullable=False),
        *(sa.Column(name, WORDS, nullable=False) for name in _TEXTS),
    )
