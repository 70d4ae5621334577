"""Processes of this machine that work for this one."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it does: a pool's workers would wait for its work for ever."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
