"""The PostgreSQL server of the tests goes when they do, however they end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT, wait_until

ENDLESS = """
from tests.postgres import postgres_server
with postgres_server() as folder:
    print(folder, flush=True)
    input()
"""


def test_the_server_is_gone_after_tests_that_were_killed():
    tests = subprocess.Popen(
        [sys.executable, "-c", ENDLESS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert tests.stdout is not None
    folder = Path(tests.stdout.readline().strip())
    assert (folder / "data" / "postmaster.pid").is_file()
    tests.kill()
    tests.communicate()
    wait_until(lambda: not folder.exists(), "the server and its folder to be gone")
