"""Reviews describe real families: nothing leaves the machine, and no log quotes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import thememiner

# Loaded by every Python of the run, its workers included: whoever asks for an address or a line is told no.
_WALL = """
import sys
def forbid(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"thememiner tried to reach {args!r}")
sys.addaudithook(forbid)
"""


def test_a_run_reaches_for_no_other_machine_and_logs_no_text(small_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_WALL)
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [
        sys.executable,
        "-m",
        "thememiner",
        "run",
        str(small_corpus),
        "--output",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert done.returncode == 3, done.stderr  # 3: one of the files is broken on purpose
    report = thememiner.Report(tmp_path / "out")
    assert list(report.table("failures")["path"]) == ["page.pdf"]
    said = " ".join((done.stdout + done.stderr).split())
    passages = report.table("passages")
    long = passages[passages["n_words"] > 6]
    assert len(long) > 20
    assert [text for text in long["text"] if " ".join(text.split()) in said] == []
