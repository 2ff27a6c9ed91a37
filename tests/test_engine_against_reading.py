"""The engine and the reference reading, two programs from the same documents, must tell the same story."""

import json

import pytest

from dashboard.evaluate import evaluate_folder
from tests.reference.compare import differences
from tests.reference.reading import PLAN, evaluate
from tests.reference.worlds import world, write_folder

MODES = ["published", "detected"]


def batches(first, count, size):
    return [
        pytest.param(range(seed, seed + size), id=f"{seed}+") for seed in range(first, first + count, size)
    ]


def disagreements(seeds, mode, tmp_path):
    found = []
    for seed in seeds:
        tables, month = world(seed)
        folder = tmp_path / str(seed)
        write_folder(tables, folder)
        ours = json.loads(json.dumps(evaluate_folder(folder, PLAN, month, mode), allow_nan=False))
        found += [f"world {seed}: {line}" for line in differences(ours, evaluate(tables, month, mode))]
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seeds", batches(0, 300, 10))
def test_the_engine_tells_what_the_reading_tells(seeds, mode, tmp_path):
    assert disagreements(seeds, mode, tmp_path) == []


@pytest.mark.proof
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seeds", batches(1000, 3000, 50))
def test_the_engine_tells_what_the_reading_tells_over_thousands_of_worlds(seeds, mode, tmp_path):
    assert disagreements(seeds, mode, tmp_path) == []
