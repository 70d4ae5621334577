"""The score of an import: how many documents come across, and what is missing by frequency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from voxml.importers.model import Imported, Status

_STATUSES: tuple[Status, ...] = ("whole", "lossy", "impossible", "unusable")
_MEANINGS = {
    "whole": "nothing of them is lost",
    "lossy": "come across with losses",
    "impossible": "have a verb that VoxML lacks",
    "unusable": "are no document of a known language",
}


class Score:
    """What was counted over the documents of a run."""

    def __init__(self, results: Iterable[Imported] = ()) -> None:
        self.statuses: Counter[Status] = Counter()
        self._documents: list[dict[str, Any]] = []
        #: By what is lost: in how many documents, how often, and how bad.
        self._lost: dict[tuple[str, str], list[int]] = {}
        for each in results:
            self.add(each)

    def add(self, result: Imported) -> None:
        """Count one document."""
        self.statuses[result.status] += 1
        counts = Counter(each.severity for each in result.diagnostics)
        self._documents.append(
            {
                "path": result.path,
                "dialect": result.dialect,
                "status": result.status,
                "errors": counts["error"],
                "warnings": counts["warning"],
                "infos": counts["info"],
            }
        )
        seen: Counter[tuple[str, str]] = Counter((loss.name, loss.severity) for loss in result.losses)
        for key, times in seen.items():
            row = self._lost.setdefault(key, [0, 0])
            row[0] += 1
            row[1] += times

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self._documents)

    @property
    def percent(self) -> int:
        """The share of documents that come across, whole or with losses, in percent."""
        across = self.statuses["whole"] + self.statuses["lossy"]
        return round(100 * across / self.documents) if self.documents else 0

    def lost(self) -> list[tuple[str, str, int, int]]:
        """Return what is lost as (name, severity, documents, times), the most frequent first."""
        rows = [(name, severity, counts[0], counts[1]) for (name, severity), counts in self._lost.items()]
        return sorted(rows, key=lambda row: (-row[2], -row[3], row[0]))

    def plain(self) -> dict[str, Any]:
        """Return the score as plain data."""
        return {
            "documents": self.documents,
            "percent": self.percent,
            **{status: self.statuses[status] for status in _STATUSES},
            "lost": [
                {"name": name, "severity": severity, "documents": documents, "times": times}
                for name, severity, documents, times in self.lost()
            ],
            "files": self._documents,
        }

    def text(self) -> str:
        """Return the score for people."""
        lines = [f"{each['status']:<10}  {each['path']}  {_counts(each)}".rstrip() for each in self._documents]
        if self.documents > 1:
            lines += ["", f"{self.percent} % of {self.documents:,} documents come across"]
            lines += [
                f"{self.statuses[status]:>7,}  {status:<10}  {_MEANINGS[status]}"
                for status in _STATUSES
                if self.statuses[status]
            ]
        if rows := self.lost():
            lines += ["", "lost, by the number of documents:"]
            lines += [f"{documents:>7,}  {severity:<7}  {name}" for name, severity, documents, _ in rows]
        return "\n".join(lines) + "\n"


def _counts(document: dict[str, Any]) -> str:
    found = [
        f"{document[name]} {name[:-1] if document[name] == 1 else name}"
        for name in ("errors", "warnings", "infos")
        if document[name]
    ]
    return f"({', '.join(found)})" if found else ""
