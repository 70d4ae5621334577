"""Executors that render chunks of rows: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from voxml.errors import MissingExtraError, WorkerError
from voxml.processes import follow_the_parent

#: How long a scheduler may take to answer at first, in seconds.
_PATIENCE = 15


def processes(count: int) -> Callable[[], Executor]:
    """Return a function that starts pools of `count` processes of this machine.

    They are new processes and no copies of this one, which may have threads and holds the index.
    """
    # forkserver would keep one more process; a spawned worker starts in a tenth of a second.
    context = multiprocessing.get_context("spawn")
    return partial(ProcessPoolExecutor, count, mp_context=context, initializer=follow_the_parent)


@contextmanager
def dask_cluster(address: str, *, patience: float = _PATIENCE) -> Iterator[tuple[Callable[[], Executor], int]]:
    """Yield the executor of a Dask cluster, and how many threads its workers have in all.

    A worker that is lost is no loss: the scheduler gives its tasks to others.

    Raises:
        MissingExtraError: Dask is not installed.
        WorkerError: no scheduler answers at `address`, or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtraError("--scheduler", "distributed") from None
    try:
        connect: Any = Client
        client = connect(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkerError(f"{address}: no Dask scheduler answers: {str(error) or type(error).__name__}") from error
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise WorkerError(f"{address}: the scheduler has no workers; start some with: dask worker {address}")
        yield partial(_tasks_of, client), threads
    finally:
        client.close()


def _tasks_of(client: Any) -> Executor:
    # Not pure: a chunk that was rendered yesterday may be gone from its folder today.
    executor: Executor = client.get_executor(pure=False)
    return executor
