"""Where chunks of rows are worked on: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from voxml.errors import MissingExtraError, WorkerError

#: How long a scheduler may take to answer at first, in seconds.
_PATIENCE = 15


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(count: int) -> Callable[[], Executor]:
    """Starts pools of `count` processes of this machine.

    They are new processes and no copies of this one, which may have threads and holds the index.
    """
    # forkserver would keep one more process; a spawned worker starts in a tenth of a second.
    context = multiprocessing.get_context("spawn")
    return partial(ProcessPoolExecutor, count, mp_context=context, initializer=_follow_the_parent)


def _follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it does: a pool's workers would wait for its work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def dask_cluster(address: str, *, patience: float = _PATIENCE) -> Iterator[tuple[Callable[[], Executor], int]]:
    """The executor of a Dask cluster, and how many threads its workers have in all.

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
