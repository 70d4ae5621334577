"""The report of a batch as a page: how it went, what to do next, and the rows, grouped by reason.

One file without scripts, with nothing from elsewhere; `report_page.html` is its template.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment

from voxml.calls.batch.batch_report import summary
from voxml.calls.batch.runner import OUTCOMES, RowOutcome, RowResult
from voxml.calls.masking import mask_number

#: Rows of one reason that the page lists; the CSV report has them all.
_MOST_LISTED = 300
_MEANING: Mapping[RowOutcome, str] = {
    "accepted": "the API took the call",
    "rejected": "the API said no",
    "not-sent": "nothing was dialled",
    "unknown": "may have been dialled",
}
#: What needs a person comes first.
_ORDER: tuple[RowOutcome, ...] = ("unknown", "rejected", "not-sent", "accepted")
#: Numbers and ids, by which otherwise equal reasons differ.
_VARIABLE = re.compile(r"\+[0-9*]{5,15}|\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\b|\b[A-Za-z_]{0,12}[0-9]{6,}\w*")


class Run(NamedTuple):
    """The run that a report is about."""

    csv: str
    journal: str
    callers: Sequence[str]
    ended_at: datetime
    #: Seconds from the first request to the last response; None where nothing was dialled on purpose.
    seconds: float | None
    #: Rows whose request went out in this run.
    dialled: int


class Step(NamedTuple):
    """What to do next: a sentence, and the command that does it."""

    text: str
    command: str | None = None


@dataclass(frozen=True)
class _Share:
    outcome: RowOutcome
    meaning: str
    count: int
    percent: float
    left: float


@dataclass(frozen=True)
class _Reason:
    outcome: RowOutcome
    text: str
    rows: list[RowResult]
    percent: float

    @property
    def listed(self) -> list[RowResult]:
        return self.rows[:_MOST_LISTED]

    @property
    def has_details(self) -> bool:
        """Whether the rows differ in what the heading leaves out."""
        return any(each.detail != self.text for each in self.rows)


def to_html(results: Sequence[RowResult], run: Run, *, show_numbers: bool = False) -> str:
    """Return the page; numbers show their last four digits unless `show_numbers` is set."""
    counts: dict[RowOutcome, int] = dict.fromkeys(OUTCOMES, 0)
    for result in results:
        counts[result.outcome] += 1
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"number": _shown if show_numbers else mask_number}
    template = environment.from_string(files("voxml.calls.batch").joinpath("report_page.html").read_text("utf-8"))
    return template.render(
        title=f"Batch {run.csv}",
        run=run,
        duration=None if run.seconds is None else _duration(run.seconds),
        rate=None if not run.seconds or run.dialled < 2 else _rate(run.dialled / run.seconds),
        total=len(results),
        counts=counts,
        summary=summary(counts),
        shares=_shares(counts),
        steps=next_steps(counts, run),
        reasons=_reasons(results),
    )


def next_steps(counts: Mapping[RowOutcome, int], run: Run) -> list[Step]:
    """Return what is left to do after a run, the most urgent first."""
    csv, journal = shlex.quote(run.csv), shlex.quote(run.journal)
    steps: list[Step] = []
    if run.seconds is None:
        return [Step("Nothing was dialled: the rows were only checked. Dial them:", f"voxml batch {csv} … --live")]
    if counts["unknown"]:
        what = f"Find out what became of {_rows(counts['unknown'])} that may have been dialled: look in the vendor's"
        steps.append(Step(f"{what} console, or ask the callee. Then write it down for each row (--called or --not-called):",
                          f"voxml calls decide {journal} --row N --called"))  # fmt: skip
    if counts["rejected"]:
        what = f"Correct {_rows(counts['rejected'])} that the API refused, by the reasons below. Then dial"
        steps.append(
            Step(
                f"{what} {'it' if counts['rejected'] == 1 else 'them'} as a batch of its own:",
                "voxml batch corrected.csv … --live",
            )
        )
    if counts["not-sent"]:
        what = f"Go on with {_rows(counts['not-sent'])} that were not sent. Nobody is dialled twice:"
        steps.append(Step(what, f"voxml batch {csv} … --live --resume"))
    if not steps:
        steps.append(Step("Nothing: every row was accepted. See how the calls went:", "voxml calls list"))
    return steps


def _rows(count: int) -> str:
    return "the row" if count == 1 else f"the {count:,} rows"


def _shares(counts: Mapping[RowOutcome, int]) -> list[_Share]:
    total = max(sum(counts.values()), 1)
    shares: list[_Share] = []
    left = 0.0
    for outcome in OUTCOMES:
        percent = 100 * counts[outcome] / total
        shares.append(_Share(outcome, _MEANING[outcome], counts[outcome], percent, left))
        left += percent
    return shares


def _reasons(results: Sequence[RowResult]) -> list[_Reason]:
    """Return the rows by outcome and reason, where reasons that differ in a number or an id are one."""
    groups: dict[tuple[RowOutcome, str], list[RowResult]] = defaultdict(list)
    for result in results:
        groups[result.outcome, _VARIABLE.sub("…", result.detail)].append(result)
    total = max(len(results), 1)
    reasons = [
        _Reason(
            outcome, rows[0].detail if len({each.detail for each in rows}) == 1 else text, rows, 100 * len(rows) / total
        )
        for (outcome, text), rows in groups.items()
    ]
    return sorted(reasons, key=lambda reason: (_ORDER.index(reason.outcome), -len(reason.rows), reason.text))


def _rate(calls: float) -> str:
    return f"{calls:,.0f}" if calls >= 10 else f"{calls:.2g}"


def _duration(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _shown(number: str) -> str:
    return number
