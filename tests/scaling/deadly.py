"""A store that ends the process that writes to it, in the middle of a chunk; workers import it from here."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from voxml.templating.stores import Folder


class Deadly(Folder):
    """A folder; the first `times` processes to write the document `victim` are killed when they have written half."""

    def __init__(self, path: Path, marks: Path, victim: str, times: int) -> None:
        super().__init__(path)
        self.marks, self.victim, self.times = marks, victim, times

    def write(self, documents: Mapping[str, bytes]) -> None:
        names = list(documents)
        if self.victim in names and len(list(self.marks.iterdir())) < self.times:
            super().write({name: documents[name] for name in names[: len(names) // 2]})
            (self.marks / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        super().write(documents)
