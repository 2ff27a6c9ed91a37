"""One broken folder for each fault, in tests/bad/folders, with the lines that it must bring."""

from pathlib import Path

import pytest
import yaml

from dashboard.tables import read_folder
from dashboard.tables.faults import FAULT_CODES

BROKEN = Path(__file__).parents[1] / "bad" / "folders"
# These need a folder that is not there, a formula, hundreds of rows or a plan: they are tested where they arise.
TESTED_ELSEWHERE = {"no_folder", "cell_error", "more_faults", "foreign_tier"}


def folders():
    return sorted(BROKEN.iterdir())


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_broken_folder_brings_exactly_its_lines(folder):
    expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    read = read_folder(folder)
    assert [str(fault) for fault in read.faults] == expected["faults"]
    assert [str(warning) for warning in read.warnings] == expected["warnings"]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_every_fault_is_one_line_and_names_file_finding_rule_and_remedy(folder):
    read = read_folder(folder)
    for fault in (*read.faults, *read.warnings):
        assert str(fault).isprintable()
        assert "/" not in fault.file
        assert fault.found
        assert fault.allowed
        assert fault.fix


def test_every_kind_of_fault_has_a_broken_folder():
    seen = {fault.code for folder in folders() for fault in _faults(folder)}
    assert seen | TESTED_ELSEWHERE == set(FAULT_CODES)


def _faults(folder):
    read = read_folder(folder)
    return (*read.faults, *read.warnings)
