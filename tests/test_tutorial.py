"""The tutorial runs as it is written, from the PDFs to the figures."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from thememiner.api import Report

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_tutorial_runs_from_pdfs_to_figures(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same corpus in the same place; what the session's report has read already is not read again.
    shutil.copytree(ROOT / "corpora" / "sample", tmp_path / "corpora" / "sample")
    shutil.copytree(report.folder / ".cache", tmp_path / "reports" / "sample" / ".cache")
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))
    assert len(blocks) > 10
    names: dict[str, object] = {}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"docs/tutorial.md, block {number}", "exec"), names)
    for figure in ("themes.svg", "network.svg"):
        assert "<svg" in (tmp_path / figure).read_text(encoding="utf-8")
    for figure in ("themes.png", "network.png"):
        assert (tmp_path / figure).read_bytes().startswith(b"\x89PNG")
    for found in ("table", "reading", "changes", "pairs", "evidence", "lineages", "unasked"):
        assert len(names[found]) > 0, found  # type: ignore[arg-type]
    assert names["groups"]
