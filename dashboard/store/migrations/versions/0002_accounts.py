"""Accounts and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def text_column(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    """A text that is always there."""
    return sa.Column(name, WORDS, primary_key=primary_key, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "store_accounts",
        text_column("name", primary_key=True),
        *(text_column(name) for name in ("role", "scope", "password", "identity")),
        sa.Column("is_disabled", sa.Boolean, nullable=False),
        sa.Column("failed_tries", sa.Integer, nullable=False),
        text_column("locked_until"),
    )
    op.create_table(
        "store_sessions",
        text_column("token_sha256", primary_key=True),
        *(text_column(name) for name in ("account", "way", "began_at", "seen_at", "ended_at", "ended_by")),
    )
