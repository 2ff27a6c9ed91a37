"""The register of the unemployed and the employed: who is registered in a month."""

from dashboard.tables.matching import person_month

REGISTRATIONS = person_month(
    "registrations", "就业失业登记", "Registrations", "One row is a person registered in a month."
)
