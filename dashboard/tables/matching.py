"""What the three sources that are matched against each other have in common: a person in a month."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table


def person_month(name: str, label_zh: str, label_en: str, doc: str) -> Table:
    """A table of persons by month, known by the number kept here or by their ID number."""
    return Table(
        name=name,
        label_zh=label_zh,
        label_en=label_en,
        doc=doc,
        keys=(("person_id", "month"), ("id_number", "month")),
        one_of=(("person_id", "id_number"),),
        is_personal=True,
        columns=(
            c.person_id("The person, by the number kept here."),
            c.identifier(
                "id_number",
                "身份证号 公民身份号码 身份证号码 证件号码 身份证 居民身份证号 居民身份证号码 证件号",
                "ID number",
                "The person, by the resident identity number.",
            ),
            c.month("The month the record is about."),
            c.enterprise_id("The firm named in the record."),
            c.region_code("The place where the record was made.", required=False),
        ),
    )
