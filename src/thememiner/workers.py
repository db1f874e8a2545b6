"""Worker processes in which a document can do no harm.

``WorkerPool`` is a ``concurrent.futures.Executor``: the pipeline does not know
whether its work runs here or on a cluster. Each worker is a fresh Python of its own
(``python -m thememiner.workers``), so a script needs no ``__main__`` guard; it lives
for many tasks, is limited in memory, and is killed and replaced when a task crashes
it or takes too long. Only that task's future fails, with ``WorkerLostError``. A worker
that grew large is replaced when its task is done.

No worker outlives its parent: between tasks it sees its input close; in the middle of
one the system ends it, on Linux at once, on macOS it looks every second whether it still has its parent, on
Windows it ends when its time is up. Time is counted by a clock that nobody can set.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

_LENGTH = struct.Struct(">Q")
_RECYCLE_AFTER = 100
"""Tasks after which a worker is replaced, in case a library leaks."""
_HEAVY_MB = 768
"""Memory after which a worker is replaced: what one giant document took must not be held beside the next."""
_GRACE = 30.0
"""Seconds to start in, and beyond the limit until the system ends a worker whose parent did not."""


class WorkerLostError(RuntimeError):
    """A task took its worker down: it crashed, was out of time, or out of memory."""


class WorkerPool(Executor):
    """Runs tasks in processes with limits.

    Args:
        workers: number of processes, from 1.
        seconds: time a task may take; then its process is killed; 0: any.
        memory_mb: address space of a process, where the system can limit it; 0: any.
    """

    shares_files = True
    """A path means the same to the workers as here."""

    def __init__(self, workers: int, *, seconds: float = 0, memory_mb: int = 0) -> None:
        self._seconds = seconds or threading.TIMEOUT_MAX - _GRACE
        self._alarm = seconds + _GRACE if seconds else 0
        self._memory_mb = memory_mb
        self._tasks: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._ready: set[subprocess.Popen[bytes]] = set()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(max(workers, 1))]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future of ``fn(*args, **kwargs)``; all must be picklable."""
        future: Future[Any] = Future()
        self._tasks.put((future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers, after the tasks submitted or (``cancel_futures``) at once."""
        if cancel_futures:
            self._stopping.set()
            for process in tuple(self._processes):
                process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _serve(self) -> None:
        """Feed one worker process with tasks; one thread per process."""
        process: subprocess.Popen[bytes] | None = None
        done = 0
        while (task := self._tasks.get()) is not None:
            future, message = task
            if self._stopping.is_set() or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            try:
                if process is None or process.poll() is not None or done >= _RECYCLE_AFTER:
                    self._end(process)
                    process, done = None, 0
                    process = self._start()
                done += 1
                is_able = self._run(process, future, message)
            except Exception as error:  # no process to be had, an answer that nobody understands
                future.set_exception(WorkerLostError(f"{type(error).__name__}: {error}"))
                is_able = False
            if not is_able:
                self._end(process)
                process = None
        self._end(process)

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "thememiner.workers", str(self._memory_mb), str(self._alarm)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C on the terminal is the parent's to handle, also while the worker is starting.
            process_group=0 if os.name == "posix" else None,
            # One document, one core: a numeric library must not start threads of its own.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        self._processes.add(process)
        if self._stopping.is_set():
            process.kill()  # it was not there yet when the others were killed
        return process

    def _end(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is None:
            return
        self._processes.discard(process)
        self._ready.discard(process)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # The process may be gone, and with it what was still to be sent.
                with suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _run(self, process: subprocess.Popen[bytes], future: Future[Any], message: bytes) -> bool:
        """Do one task; return whether the worker can go on."""
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        def start_clock(seconds: float) -> threading.Timer:
            timer = threading.Timer(seconds, stop)
            timer.daemon = True
            timer.start()
            return timer

        clock = start_clock(self._seconds + _GRACE)
        try:
            if process not in self._ready:
                _receive(process.stdout)
                self._ready.add(process)
            clock.cancel()  # the time limit is the task's, not that of starting Python
            clock = start_clock(self._seconds)
            _send(process.stdin, message)
            good, value, peak_mb = pickle.loads(_receive(process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError):
            process.kill()
            code = process.wait()
            reason = f"it took longer than {self._seconds:.0f} seconds" if late.is_set() else _name_end(code)
            future.set_exception(WorkerLostError(f"the worker process was lost: {reason}"))
            return False
        finally:
            clock.cancel()
        if good:
            future.set_result(value)
            return bool(peak_mb < _HEAVY_MB)
        future.set_exception(value)
        return peak_mb < _HEAVY_MB and not isinstance(value, MemoryError)


def _name_end(code: int) -> str:
    """Return in words how a process ended that was not asked to."""
    try:
        name = signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
    if name == "SIGKILL":
        return f"it was killed, as systems do that run out of memory ({name})"
    return f"it crashed ({name})"


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(header)
    message = stream.read(length)
    if len(message) < length:
        raise EOFError
    return message


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _measure_peak() -> int:
    """Return the most memory that this process has held, in MB; 0 where the system does not tell."""
    # On Linux, where rusage counts what the parent held, too.
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 2**10
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (2**20 if sys.platform == "darwin" else 2**10)


def _tie_to_parent() -> None:
    """Let the system end this process with its parent, and choose it first when memory runs out."""
    if sys.platform != "linux":
        threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
        return
    import ctypes

    with suppress(OSError, AttributeError):
        set_on_death = 1  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(set_on_death, signal.SIGKILL, 0, 0, 0)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def _watch_parent(parent: int) -> None:
    """End this process when its parent has gone; where the system tells it, which Windows does not."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _set_alarm(seconds: float) -> None:
    """Let the system end this process after so many seconds, even in the middle of a call to C; 0: never."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _work() -> None:
    """Do tasks from stdin until it closes; answers go to what was stdout."""
    _tie_to_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    seconds = float(sys.argv[2])
    _limit_memory(int(sys.argv[1]))
    _send(answers, b"ready")
    while True:
        try:
            message = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _set_alarm(seconds)
        try:
            fn, args, kwargs = pickle.loads(message)
            answer = pickle.dumps((True, fn(*args, **kwargs), _measure_peak()))
        except Exception as error:
            answer = _pickle_error(error)
        _set_alarm(0)
        _send(answers, answer)


def _pickle_error(error: Exception) -> bytes:
    try:
        message = pickle.dumps((False, error, _measure_peak()))
        pickle.loads(message)  # some exceptions can be packed but not unpacked
    except Exception:
        message = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}"), _measure_peak()))
    return message


if __name__ == "__main__":
    _work()
