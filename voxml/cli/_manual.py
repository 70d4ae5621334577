"""What `voxml rules` and `voxml explain` know of rules: those of files, and those of whole sites."""

from __future__ import annotations

from typing import Any


def names() -> list[str]:
    """The names of all rules; some judge a file in one way and a whole site in another."""
    from voxml.linting import about

    ours = about.names()
    return [*ours, *(name for name in _of_sites() if name not in ours)]


def manual(name: str) -> dict[str, Any]:
    """A rule as plain data.

    Raises:
        KeyError: there is no such rule.
    """
    from voxml.linting import about

    if name in about.names():
        return about.about(name)
    rule = _of_sites()[name]
    summary, dot, reason = rule.manual.partition(". ")
    return {
        "name": name,
        "severity": rule.severity,
        "category": "site",
        "preset": "default",
        "fix": None,
        "summary": summary.rstrip("."),
        "reason": reason if dot else "",
        "samples": [],
    }


def _of_sites() -> dict[str, Any]:
    from voxml.site.rules import RULES

    return dict(RULES)
