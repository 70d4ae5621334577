"""Runs a command again whenever a file changes."""

from __future__ import annotations

import os
from collections.abc import Callable

from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, clear_screen, complain
from voxml.errors import MissingExtraError, VoxmlError


def watch(paths: tuple[str, ...], run: Callable[[], int]) -> int:
    """Run now and after every change below `paths`, until interrupted.

    Raises:
        MissingExtraError: watchfiles is not installed.
    """
    try:
        from watchfiles import DefaultFilter
        from watchfiles import watch as changes
    except ImportError:
        raise MissingExtraError("--watch", "watch") from None
    code = _run(run)
    there = [path for path in paths if os.path.exists(path)]  # noqa: PTH110 - pathlib costs start-up time
    if not there:
        return code
    try:
        for _ in changes(*there, watch_filter=DefaultFilter(ignore_dirs=(*DefaultFilter.ignore_dirs, ".voxml_cache"))):
            clear_screen()
            _run(run)
    except KeyboardInterrupt:
        pass
    return EXIT_CLEAN


def _run(run: Callable[[], int]) -> int:
    try:
        code = run()
    except VoxmlError as error:
        # Settings that are being edited are wrong now and then.
        complain(str(error))
        return EXIT_FAILURE
    return code
