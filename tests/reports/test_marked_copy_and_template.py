"""The file back with its faults marked, and an empty one to send out; both are read again by the reader."""

from dashboard.intake.check import check_file
from dashboard.intake.worker import grids_of
from dashboard.reports.marked_copy import marked_copy
from dashboard.reports.template import template_of
from dashboard.tables import TABLES
from tests.bad.files.made import MADE


def test_the_marked_copy_has_every_cell_as_it_was_and_no_formula():
    for name in ("stacked.xlsx", "injected.csv", "ids.csv"):
        read = check_file(name, MADE[name]())
        (grid, *_) = grids_of("marked.xlsx", marked_copy(read))
        assert grid.top == read.entries[0].grid.top


def test_each_template_is_read_as_its_own_table_without_an_unknown_column():
    for name, table in TABLES.items():
        for is_english in (False, True):
            read = check_file(f"{name}.xlsx", template_of(table, is_english=is_english), name)
            assert read.refusal is None
            assert not read.entries[0].unmatched
