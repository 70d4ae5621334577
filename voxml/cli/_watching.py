"""Runs a command again whenever a file changes."""

from __future__ import annotations

import sys
from collections.abc import Callable

from voxml import cli
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
    _run(run)
    try:
        for _ in changes(*paths, watch_filter=DefaultFilter(ignore_dirs=(*DefaultFilter.ignore_dirs, ".voxml_cache"))):
            if sys.stdout.isatty():
                sys.stdout.write("\x1b[2J\x1b[H")
            _run(run)
    except KeyboardInterrupt:
        pass
    return cli.EXIT_CLEAN


def _run(run: Callable[[], int]) -> None:
    try:
        run()
        sys.stdout.flush()
    except VoxmlError as error:
        # Settings that are being edited are wrong now and then.
        cli.complain(str(error))
