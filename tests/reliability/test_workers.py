"""A document can do no harm: whatever its reader does, it costs that document and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import thememiner
from thememiner.workers import WorkerLostError, WorkerPool

from .bad_reader import DEEDS, HASTY, BadPool
from .make_reviews import build_review

TOLD = {
    "segfault.pdf": "crashed (SIGSEGV)",
    "hang.pdf": f"longer than {HASTY} seconds",
    "glutton.pdf": "takes more memory than there is",
}


def test_a_reader_that_crashes_hangs_or_eats_memory_costs_that_document_after_one_retry(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in (*DEEDS, "good.pdf", "zz-good.pdf"):
        (corpus / name).write_bytes(build_review(f"the child of {name}"))
    with BadPool() as pool:
        report = thememiner.run(corpus, output=tmp_path / "out", executor=pool)
    status = report.table("reviews").set_index("path")["status"].to_dict()
    assert {name for name, found in status.items() if found == "ok"} == {
        "good.pdf",
        "once.pdf",
        "zz-good.pdf",
    }
    failures = report.table("failures").drop_duplicates("path").set_index("path")
    assert set(failures.index) == set(TOLD)
    for name, words in TOLD.items():
        assert words in failures.loc[name, "error"], name
        assert failures.loc[name, "advice"].endswith(".")
    # What took a worker down is tried once more; what a worker survived need not be.
    once = {"glutton.pdf": 1, "good.pdf": 1, "zz-good.pdf": 1}
    assert pool.tries == {"segfault.pdf": 2, "hang.pdf": 2, "once.pdf": 2, **once}


def test_no_worker_outlives_a_parent_that_was_killed_though_it_hangs() -> None:
    code = (
        "import os, signal, sys\n"
        "from thememiner.workers import WorkerPool\n"
        "from tests.reliability.bad_reader import hang\n"
        "pool = WorkerPool(2, seconds=600, memory_mb=1500)\n"
        "assert pool.submit(pow, 2, 3).result() == 8\n"
        "pool.submit(hang), pool.submit(hang)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # The workers hold the pipe of messages, too: it ends with the last of them.
    done = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == -9, done.stderr


def _take_memory(megabytes: int) -> int:
    bytearray(megabytes * 2**20)[:: 2**12] = b"x" * (megabytes * 2**8)  # touched, page by page
    return os.getpid()


def test_a_worker_that_grew_large_is_replaced_and_none_for_the_size_of_its_parent() -> None:
    _take_memory(1000)
    with WorkerPool(1, seconds=60, memory_mb=4096) as pool:
        one, same, other = (pool.submit(_take_memory, megabytes).result() for megabytes in (1, 1000, 1))
    assert one == same != other


def test_ctrl_c_on_the_terminal_does_not_reach_the_workers() -> None:
    with WorkerPool(1, seconds=60, memory_mb=1500) as pool:
        assert pool.submit(os.getpgrp).result() != os.getpgrp()


def test_where_no_process_can_be_started_each_task_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with WorkerPool(1, seconds=60, memory_mb=1500) as pool:
        futures = [pool.submit(pow, 2, 3) for _ in range(3)]
        for future in futures:
            with pytest.raises(WorkerLostError, match="temporarily unavailable"):
                future.result(timeout=30)


def test_an_answer_that_cannot_be_unpacked_costs_its_task_alone() -> None:
    with WorkerPool(1, seconds=60, memory_mb=1500) as pool:
        bad = pool.submit(Unpackable)
        good = pool.submit(pow, 2, 3)
        with pytest.raises(WorkerLostError, match="not here"):
            bad.result(timeout=60)
        assert good.result(timeout=60) == 8


class Unpackable:
    """Packs itself into something that raises where it is unpacked."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_raise_here, (os.getpid(),))


def _raise_here(packed_in: int) -> None:
    if os.getpid() != packed_in:
        raise LookupError("not here")
