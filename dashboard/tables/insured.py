"""Who paid unemployment insurance: a person with a contribution in a month."""

from dashboard.tables.matching import person_month

INSURED = person_month(
    "insured", "参保缴费", "Insured", "One row is a person for whom contributions were paid in a month."
)
