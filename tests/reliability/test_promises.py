"""docs/reliability.md says what is promised and names the test that holds it: each is there, and none is left out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)


def list_tests(file: Path) -> set[str]:
    return set(re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 60
    assert [(file, name) for file, name in NAMED if name not in list_tests(ROOT / file)] == []


def test_every_row_of_promises_names_a_test() -> None:
    promises = PAGE.partition("## Figures")[0]
    rows = [
        line for line in promises.splitlines() if line.startswith("| ") and not line.startswith("| promise")
    ]
    assert [row for row in rows if "::test_" not in row] == []


def test_every_fault_that_is_tested_is_told() -> None:
    told = {name for _, name in NAMED}
    here = [file for file in Path(__file__).parent.glob("test_*.py") if file != Path(__file__)]
    tested = {name for file in here for name in list_tests(file)}
    inner = {
        "test_ctrl_c_on_the_terminal_does_not_reach_the_workers",
        "test_an_answer_that_cannot_be_unpacked_costs_its_task_alone",
        "test_a_damaged_entry_is_as_good_as_none",
        "test_what_is_strange_is_strange_and_the_rest_of_it_sound",
        "test_the_same_nasty_texts_give_the_same_bytes",
    }
    assert tested - told == inner


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/reliability.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
