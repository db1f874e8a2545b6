"""The same run on a real Dask cluster: separate processes on this machine, some of them killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.cli import main
from thememiner.cluster import ClusterPool
from thememiner.errors import ClusterError, CorpusError, InputError
from thememiner.workers import WorkerLostError

from .test_run import hash_outputs

pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own while its processes are killed


class Cluster:
    """A scheduler and its workers, each a process of its own that can be killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.folder = folder
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(port))
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> None:
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder))
        self.workers.append(self._start("worker", self.address, *options, "--name", str(len(self.workers))))

    def _start(self, command: str, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", command, "--no-dashboard", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"},
            start_new_session=True,
        )

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            self.kill(process)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    made.add_worker()
    yield made
    made.end()


def pool(cluster: Cluster, seconds: float = 60.0) -> ClusterPool:
    return ClusterPool(cluster.address, seconds=seconds, memory_mb=4096, patience=60.0)


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    cluster: Cluster, small_corpus: Path, tmp_path: Path
) -> None:
    here = thememiner.run(small_corpus, output=tmp_path / "here")
    cluster.add_worker()
    seen: list[str] = []

    def kill_one(finished: int, total: int, path: str, failure: object) -> None:
        seen.append(path)
        if len(seen) == 1:
            cluster.kill(cluster.workers[0])

    there = thememiner.run(
        small_corpus,
        output=tmp_path / "there",
        engine="dask",
        scheduler=cluster.address,
        progress=kill_one,
    )
    assert len(seen) == 4
    assert hash_outputs(here.folder) == hash_outputs(there.folder)


def test_a_lost_scheduler_ends_the_run_in_words_and_the_next_run_goes_on(
    cluster: Cluster, small_corpus: Path, tmp_path: Path
) -> None:
    options = {"output": tmp_path / "out"}
    with pytest.raises(ClusterError, match=r"was lost.* is kept"):
        thememiner.run(
            small_corpus,
            **options,
            engine="dask",
            scheduler=cluster.address,
            progress=lambda *_: cluster.kill(cluster.scheduler),
        )
    assert not (tmp_path / "out" / "run.json").exists()
    read: list[str] = []
    report = thememiner.run(
        small_corpus, **options, progress=lambda n, total, path, failure: read.append(path)
    )
    assert len([path for path in read if path]) < 4, "what the cluster had finished was read again"
    assert len(report.table("reviews")) == 4


def test_a_task_that_hangs_or_crashes_costs_itself_and_no_worker_of_the_cluster(cluster: Cluster) -> None:
    with pool(cluster, seconds=3.0) as executor:
        assert executor.submit(pow, 2, 10).result(60) == 1024
        with pytest.raises(WorkerLostError, match="longer than 3 seconds"):
            executor.submit(time.sleep, 600).result(60)
        with pytest.raises(WorkerLostError, match="exit code"):
            executor.submit(os._exit, 9).result(60)
        assert executor.submit(pow, 2, 3).result(60) == 8
    assert cluster.workers[0].poll() is None


def test_a_codebook_of_ones_own_travels_by_path(cluster: Cluster, small_corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(thememiner.CodebookError):
        thememiner.run(
            small_corpus,
            output=tmp_path / "out",
            codebook=tmp_path / "none",
            engine="dask",
            scheduler=cluster.address,
        )


def test_no_scheduler_is_an_error_in_words(small_corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="dask scheduler"):
        ClusterPool("tcp://127.0.0.1:9", seconds=1.0, memory_mb=1024, patience=0.5)
    with pytest.raises(InputError, match="--scheduler"):
        thememiner.run(small_corpus, output=tmp_path / "out", engine="dask")


def test_a_scheduler_without_workers_is_an_error_in_words(tmp_path: Path) -> None:
    alone = Cluster(tmp_path)
    try:
        with pytest.raises(ClusterError, match="no workers"):
            ClusterPool(alone.address, seconds=1.0, memory_mb=1024, patience=10.0)
    finally:
        alone.end()


def test_a_corpus_behind_a_url_is_the_same_corpus(small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "corpus.toml").write_text(
        '[corpus]\nname = "far"\n[[review]]\nfile = "page.pdf"\ntitle = "A page"'
    )
    here = thememiner.run(small_corpus, output=tmp_path / "here")
    done = CliRunner().invoke(main, ["run", small_corpus.as_uri(), "-o", str(tmp_path / "there"), "-q"])
    assert done.exit_code == 3, done.output
    assert hash_outputs(here.folder) == hash_outputs(tmp_path / "there")


def test_a_url_of_an_unknown_kind_says_what_is_missing() -> None:
    with pytest.raises(CorpusError, match="library of their protocol"):
        thememiner.run("nosuch://bucket/reviews")
