"""Runs of thememiner that are killed, interrupted or starved of disk, over and over, and what they leave behind.

A program of its own, so that it can fork: everything is loaded once, and each run is a child that begins at
once and can be killed anywhere. Two corpora take turns at one output folder. Whatever happens to a child,
every file in the folder must be that of the former report or of the new one; once the folder has been opened
again all files must belong together; and the run that is let through must end in the very bytes of a run that
nothing disturbed. The long version: ``make soak``.

Usage: kill_loop.py CORPUS CORPUS FOLDER SEED [kill|interrupt|starve|command ROUNDS]...
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import thememiner
from thememiner import schedule

WRITING = (
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.utime",
    "sqlite3.connect",
    "shutil.rmtree",
)
STOPPED, REFUSED, BROKEN = 130, 1, 70
"""How children end: by Ctrl-C, with an error in words, with anything else."""


class Here(Executor):
    """Does the work on the spot: the child is one process, killed as a whole."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def hash_files(folder: Path) -> dict[str, str]:
    """The report's files; not the cache, the lock, and what is still on its way."""
    hidden = (".cache", ".staging", ".spool", ".lock")
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not set(hidden) & set(file.relative_to(folder).parts)
    }


def start(corpus: Path, output: Path, prepare: Callable[[], None] = lambda: None) -> int:
    """Begin a run in a child and return its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = BROKEN
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        prepare()
        thememiner.run(corpus, output=output, executor=Here())
        code = 0
    except KeyboardInterrupt:
        code = STOPPED
    except thememiner.ReportError as error:
        code = REFUSED if "unchanged" in str(error) or "cannot be written" in str(error) else BROKEN
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def touches(event: str, args: tuple[Any, ...]) -> bool:
    """Whether an audit event of Python's is one that writes to the disk."""
    return event in WRITING and not (event == "open" and args[1] in ("r", "rb"))


def end_at_event(number: int, end: signal.Signals) -> Callable[[], None]:
    """A preparation: the child sends itself a signal at the so-manieth time that it touches the disk."""
    seen = 0

    def watch(event: str, args: tuple[Any, ...]) -> None:
        nonlocal seen
        seen += touches(event, args)
        if seen == number:
            seen += 1
            os.kill(os.getpid(), end)

    return lambda: sys.addaudithook(watch)


def count_events(corpus: Path, output: Path) -> int:
    """How often a run touches the disk."""
    reader, writer = os.pipe()

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if touches(event, args):
            os.write(writer, b".")

    pid = start(corpus, output, lambda: sys.addaudithook(watch))
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        count = len(told.read())
    assert wait(pid) == 0
    return count


class Loop:
    """The folder under fire, and what it may hold.

    Args:
        corpora: two corpora that take turns.
        folder: for everything that is written.
        seed: of the moments at which runs are ended.
    """

    def __init__(self, corpora: tuple[Path, Path], folder: Path, seed: int) -> None:
        self.corpora = corpora
        self.output = folder / "out"
        self.random = random.Random(seed)
        self.wanted: list[dict[str, str]] = []
        for place, corpus in enumerate(corpora):
            undisturbed = folder / f"undisturbed-{place}"  # as deep as the folder: links are relative
            thememiner.run(corpus, output=undisturbed, executor=Here())
            self.wanted.append(hash_files(undisturbed))
        assert self.wanted[0] != self.wanted[1]
        assert wait(start(corpora[0], self.output)) == 0
        begun = time.monotonic()
        self.n_events = count_events(corpora[1], folder / "counted")
        self.seconds = time.monotonic() - begun
        self.turn = 1
        self.told: dict[str, int] = {}

    def begin(self, prepare: Callable[[], None] = lambda: None) -> int:
        return start(self.corpora[self.turn], self.output, prepare)

    def check(self) -> None:
        """Every file is of the former or of the new report, and all belong together once the folder is opened."""
        found = hash_files(self.output)
        strange = [
            name for name, digest in found.items() if digest not in (one.get(name) for one in self.wanted)
        ]
        assert not strange, strange
        self.told["whole" if found in self.wanted else "mixed"] += 1
        report = thememiner.Report(self.output)
        found = hash_files(self.output)
        assert found in self.wanted, "the files do not belong together"
        assert report.run["files"] == {name: digest for name, digest in found.items() if name != "run.json"}

    def let_through(self) -> None:
        """A run that nobody disturbs ends where it should; then it is the other corpus's turn."""
        assert wait(self.begin()) == 0
        assert hash_files(self.output) == self.wanted[self.turn]
        assert not (self.output / ".staging").exists()
        self.told["through"] += 1
        self.turn = 1 - self.turn
        shutil.rmtree(self.output / ".cache")

    def end_runs(self, rounds: int, end: signal.Signals) -> None:
        """End runs at random moments of time and at random touches of the disk."""
        for number in range(rounds):
            if number % 2:
                # The last touches but a few are those that put the files in place.
                back = (
                    self.random.randrange(8, 30) if number % 4 == 3 else self.random.randrange(self.n_events)
                )
                pid = self.begin(end_at_event(self.n_events - back, end))
            else:
                pid = self.begin()
                time.sleep(self.random.uniform(0, self.seconds))
                os.kill(pid, end)
            code = wait(pid)
            assert code in (0, -end, STOPPED), f"the run ended with {code}"
            self.check()
            if number % 3 == 2:
                self.let_through()
        self.let_through()

    def kill_commands(self, rounds: int) -> None:
        """Kill the command itself, with workers of its own, at random moments; its workers end with it."""
        command = [sys.executable, "-m", "thememiner", "run", "--output", str(self.output)]
        for number in range(rounds):
            self.turn = number % 2
            shutil.rmtree(self.output / ".cache", ignore_errors=True)
            run = subprocess.Popen([*command, str(self.corpora[self.turn])], stderr=subprocess.PIPE)
            time.sleep(self.random.uniform(0, 6 * self.seconds))  # it has to load everything first
            run.kill()
            run.communicate(timeout=60)  # until the last of its workers has let go of stderr
            self.check()
        self.let_through()

    def starve(self, rounds: int) -> None:
        """Runs whose files may not grow beyond a size, as on a disk that is full."""
        files = [file for file in sorted(self.output.rglob("*")) if file.is_file()]
        largest_first = sorted((file.stat().st_size for file in files), reverse=True)
        # Each of the largest files in turn is the one for which there is no room; at last, any file.
        for size in [*(size - 1 for size in largest_first[: rounds - 1]), 0]:
            code = wait(self.begin(lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))))
            assert code == REFUSED, f"with files of {size} bytes the run ended with {code}"
            self.told["refused"] += code == REFUSED
            self.check()
        self.let_through()


def main() -> None:
    codebook = schedule.load_codebook()
    schedule.load_codebook = lambda *_, **__: codebook  # read once for all the children
    one, other, folder, seed, *plan = sys.argv[1:]
    loop = Loop((Path(one), Path(other)), Path(folder), int(seed))
    told = {}
    for mode, rounds in zip(plan[::2], map(int, plan[1::2]), strict=True):
        loop.told = {"whole": 0, "mixed": 0, "through": 0, "refused": 0}
        if mode in ("starve", "command"):
            (loop.starve if mode == "starve" else loop.kill_commands)(rounds)
        else:
            loop.end_runs(rounds, {"kill": signal.SIGKILL, "interrupt": signal.SIGINT}[mode])
        told[mode] = loop.told
    print(json.dumps(told))


if __name__ == "__main__":
    main()
