import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT, clean_environment

ONE_PASSED_ONE_SKIPPED = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="as an example")
def test_is_skipped():
    pass
"""


def run(folder: Path, *, ci: str, workers: int) -> subprocess.CompletedProcess[str]:
    (folder / "test_example.py").write_text(ONE_PASSED_ONE_SKIPPED, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-n", str(workers), str(folder)]
    environment = clean_environment({"CI": ci, "PYTEST_ADDOPTS": "", "PYTHONPATH": str(ROOT)})
    environment = {name: text for name, text in environment.items() if not name.startswith("PYTEST_")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_skipped_test_fails_the_run_under_ci(tmp_path: Path, workers: int) -> None:
    ran = run(tmp_path, ci="true", workers=workers)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "skipped tests: 1: not allowed under CI" in ran.stdout
    assert "1 passed, 1 skipped" in ran.stdout.splitlines()[-1]


def test_a_skipped_test_is_counted_and_allowed_elsewhere(tmp_path: Path) -> None:
    ran = run(tmp_path, ci="", workers=0)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "skipped tests: 1\n" in ran.stdout
