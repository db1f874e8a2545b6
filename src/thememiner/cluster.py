"""The same work on the machines of a Dask cluster.

``ClusterPool`` is a ``concurrent.futures.Executor`` like ``WorkerPool``. On the
cluster, too, each document runs in a process of its own with limits on time and
memory, so that a document that crashes costs itself and not a worker of the cluster.
A worker that is lost costs nothing: its documents go to another. When the scheduler
is lost the run ends with a clear error; what had come back is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

from thememiner.cache import fingerprint_code
from thememiner.errors import ClusterError, InputError
from thememiner.workers import WorkerLostError, WorkerPool

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as DaskFuture

_PATIENCE = 30.0
"""Seconds to wait for the scheduler, and for its first worker."""
_ROOMS = ("extraction", "tagging", "records", "codebook")
_RESUME = "What is finished is kept: run the same command again."


class ClusterPool(Executor):
    """Runs tasks on the workers of an existing Dask cluster.

    Args:
        scheduler: its address, such as ``tcp://10.0.0.5:8786``.
        seconds: time a task may take on a worker; then its process is killed.
        memory_mb: address space of a task's process.
        patience: seconds to wait for the scheduler and for its first worker.

    Raises:
        InputError: where Dask is not installed.
        ClusterError: where there is no scheduler or no worker, or where the workers run
            another version of thememiner.
    """

    shares_files = False
    """A path of this machine means nothing to the workers: the cache stays here."""

    def __init__(
        self, scheduler: str, *, seconds: float, memory_mb: int, patience: float = _PATIENCE
    ) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise InputError(
                "The engine dask is not installed. Install it with: pip install 'thememiner[cluster]'"
            ) from error
        self._scheduler = scheduler
        self._limits = (seconds, memory_mb)
        try:
            self._client: Client = Client(scheduler, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"There is no Dask scheduler at {scheduler}. Start one with 'dask scheduler' and give the "
                "address that it prints."
            ) from error
        try:
            self._check_workers(patience)
        except ClusterError:
            self._client.close()
            raise

    def _check_workers(self, patience: float) -> None:
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            raise ClusterError(
                f"The scheduler at {self._scheduler} has no workers. Start some with "
                f"'dask worker {self._scheduler}' where thememiner is installed."
            ) from error
        try:
            versions = self._client.run(fingerprint_code, *_ROOMS)
        except Exception as error:
            raise ClusterError(
                f"The workers at {self._scheduler} cannot run thememiner ({type(error).__name__}: {error}). "
                "Install the same version on every machine."
            ) from error
        others = sorted(address for address, found in versions.items() if found != fingerprint_code(*_ROOMS))
        if others:
            raise ClusterError(
                f"These workers run another version of thememiner, its codebook or its libraries: "
                f"{', '.join(others)}. Install the same version everywhere, so that results do not depend on "
                "where they were made."
            )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future of ``fn(*args, **kwargs)``; all must be picklable."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        task = self._client.submit(_run_guarded, self._limits, fn, args, kwargs, pure=False)
        task.add_done_callback(lambda done: self._settle(done, future))
        return future

    def _settle(self, task: DaskFuture, future: Future[Any]) -> None:
        """Hand over what the cluster answered, in words that the pipeline knows."""
        from distributed import KilledWorker

        try:
            future.set_result(task.result())
        except KilledWorker:
            future.set_exception(
                WorkerLostError("the worker process was lost: the cluster lost every worker that tried it")
            )
        except Exception as error:
            gone = self._client.status != "running" or task.status in {"cancelled", "lost"}
            future.set_exception(
                ClusterError(f"The Dask scheduler at {self._scheduler} was lost. {_RESUME}")
                if gone
                else error
            )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; its workers stay for others."""
        del wait, cancel_futures  # without a client the scheduler drops what was not done
        self._client.close()


_pools = threading.local()


def _run_guarded(
    limits: tuple[float, int],
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """Run a task, on a worker of the cluster, in a process with limits; one for each thread."""
    known = getattr(_pools, "pool", None)
    if known is None or known[0] != limits:
        seconds, memory_mb = limits
        known = _pools.pool = (limits, WorkerPool(1, seconds=seconds, memory_mb=memory_mb))
    return known[1].submit(fn, *args, **kwargs).result()
