"""What the headings of an office mean."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "store_names",
        *(sa.Column(name, WORDS, primary_key=True, nullable=False) for name in ("office", "heading")),
        *(sa.Column(name, WORDS, nullable=False) for name in ("meaning", "at", "actor")),
    )
