"""Every table of the contract, in its order."""

from dashboard.tables.declared_alerts import DECLARED_ALERTS
from dashboard.tables.enterprises import ENTERPRISES
from dashboard.tables.events import EVENTS
from dashboard.tables.filings import FILINGS
from dashboard.tables.funds import FUNDS
from dashboard.tables.headcounts import HEADCOUNTS
from dashboard.tables.help_tasks import HELP_TASKS
from dashboard.tables.indicators import INDICATORS
from dashboard.tables.insured import INSURED
from dashboard.tables.layoff_plans import LAYOFF_PLANS
from dashboard.tables.people import PEOPLE
from dashboard.tables.regions import REGIONS
from dashboard.tables.registrations import REGISTRATIONS
from dashboard.tables.risks import RISKS
from dashboard.tables.services import SERVICES
from dashboard.tables.table import Table
from dashboard.tables.targets import TARGETS
from dashboard.tables.visits import VISITS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        REGIONS,
        INDICATORS,
        TARGETS,
        ENTERPRISES,
        HEADCOUNTS,
        EVENTS,
        PEOPLE,
        SERVICES,
        RISKS,
        DECLARED_ALERTS,
        LAYOFF_PLANS,
        FUNDS,
        REGISTRATIONS,
        FILINGS,
        INSURED,
        VISITS,
        HELP_TASKS,
    )
}
