"""A run may be ended at any moment: the old report stays whole, and the next run ends in the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from make_reviews import write_tiny_corpus

LOOP = Path(__file__).parent / "kill_loop.py"
PLAN = os.environ.get("THEMEMINER_KILLS", "kill 12 interrupt 5 starve 5 command 1")
"""How often; more with ``make soak``."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """What came of each kind of end; whatever must not be ends the program, and is in what it says."""
    folder = tmp_path_factory.mktemp("kills")
    one = write_tiny_corpus(folder / "one")
    other = write_tiny_corpus(folder / "other")
    (other / "page.pdf").unlink()
    command = [sys.executable, str(LOOP), str(one), str(other), str(folder / "work"), "1", *PLAN.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def count(told: dict[str, dict[str, int]], mode: str) -> int:
    """How many runs were to be ended in this way."""
    words = PLAN.split()
    assert told[mode]["whole"] + told[mode]["mixed"] == int(words[words.index(mode) + 1])
    return int(words[words.index(mode) + 1])


def test_runs_killed_at_random_moments_leave_a_whole_report_and_end_in_the_same_bytes(told) -> None:
    assert told["kill"]["through"] == count(told, "kill") // 3 + 1
    assert told["kill"]["mixed"] > 0, "no run was killed while it put its files in place"


def test_ctrl_c_at_random_moments_leaves_a_whole_report(told) -> None:
    assert told["interrupt"]["through"] == count(told, "interrupt") // 3 + 1


def test_a_full_disk_leaves_the_old_report_and_says_what_to_do(told) -> None:
    assert told["starve"]["refused"] == count(told, "starve")
    assert told["starve"]["mixed"] == 0


def test_a_killed_command_takes_its_workers_with_it_and_the_next_goes_on(told) -> None:
    assert count(told, "command") > 0
    assert told["command"]["through"] == 1
