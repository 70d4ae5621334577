"""A line on standard error that counts files, on a terminal and when it takes long enough to wonder."""

from __future__ import annotations

import os
import sys
from time import monotonic

from voxml.cli._output import write_text
from voxml.reporters import Summary


class Progress:
    """The line, shown after half a second and ten times a second from then on."""

    def __init__(self, *, is_quiet: bool) -> None:
        is_seen = sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
        self._is_on = is_seen and not is_quiet
        self._next = monotonic() + 0.5
        self._is_shown = False

    def step(self, summary: Summary) -> None:
        """Count one more file."""
        if self._is_on and summary.files % 64 == 0 and monotonic() >= self._next:
            self._next = monotonic() + 0.1
            found = summary.counts["error"] + summary.counts["warning"]
            write_text(sys.stderr, f"\r{summary.files:,} files, {found:,} problems …\x1b[K")
            self._is_shown = True

    def clear(self) -> None:
        """Take the line away, before anything else is written."""
        if self._is_shown:
            write_text(sys.stderr, "\r\x1b[K")
            self._is_shown = False
