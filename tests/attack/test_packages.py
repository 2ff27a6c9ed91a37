"""The offline audit of what is installed finds a changed, missing, foreign or planted file, and another version."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.errors import DeskError
from dashboard.packages import LOCKS, audit


def environment(home: Path, *, name: str = "Some_Thing", version: str = "1.0") -> Path:
    """Locks of one package, and a folder where it is installed."""
    site = home / "site"
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    module = site / "some_thing.py"
    module.write_bytes(b"x = 1\n")
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
    )
    told = base64.urlsafe_b64encode(hashlib.sha256(b"x = 1\n").digest()).rstrip(b"=").decode()
    (info / "RECORD").write_text(f"some_thing.py,sha256={told},6\n{info.name}/RECORD,,\n", encoding="utf-8")
    (home / LOCKS[0]).write_text(
        "some-thing==1.0\nonly-elsewhere==2.0 ; sys_platform == 'win32'\n", encoding="utf-8"
    )
    (home / LOCKS[1]).write_text("some-thing==1.0\n", encoding="utf-8")
    return site


def faults(home: Path, site: Path) -> str:
    with pytest.raises(DeskError) as found:
        audit(home, site)
    return "\n".join(found.value.faults)


def test_what_is_installed_here_is_what_is_locked_and_has_not_been_changed() -> None:
    result = CliRunner().invoke(main, ["audit-packages"])
    # A package that is being tried, and is not locked yet, is told; it does not fail the tests.
    told = [line for line in result.output.splitlines() if "which is in no lock" not in line]
    assert [line for line in told if "as locked and installed" not in line] == []


def test_the_same_packages_have_the_same_digest(tmp_path: Path) -> None:
    one, two = (audit(home, environment(home)) for home in (tmp_path / "one", tmp_path / "two"))
    assert one == two
    assert (one.packages, one.files) == (1, 1)


def test_a_changed_file_is_told(tmp_path: Path) -> None:
    site = environment(tmp_path)
    (site / "some_thing.py").write_bytes(b"x = 2\n")
    assert "some_thing.py was changed" in faults(tmp_path, site)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    site = environment(tmp_path)
    (site / "some_thing.py").unlink()
    assert "some_thing.py is missing" in faults(tmp_path, site)


@pytest.mark.parametrize("planted", ["evil.pth", "evil.py", "evil/__init__.py", "evil.so"])
def test_a_planted_file_is_told(tmp_path: Path, planted: str) -> None:
    site = environment(tmp_path)
    (site / planted).parent.mkdir(exist_ok=True)
    (site / planted).write_bytes(b"import os\n")
    assert f"{planted}: no package wrote this file" in faults(tmp_path, site)


def test_another_version_is_told(tmp_path: Path) -> None:
    site = environment(tmp_path, version="1.1")
    assert "found 1.1; the lock has 1.0" in faults(tmp_path, site)


def test_a_package_in_no_lock_is_told_and_so_is_one_that_is_not_there(tmp_path: Path) -> None:
    site = environment(tmp_path, name="other")
    told = faults(tmp_path, site)
    assert "other: found 1.0, which is in no lock" in told
    assert "some-thing: not installed" in told
    assert "only-elsewhere" not in told
