"""What employers filed: who works for whom in a month."""

from dashboard.tables.matching import person_month

FILINGS = person_month(
    "filings", "用工备案", "Filings", "One row is a person whom an employer has filed in a month."
)
