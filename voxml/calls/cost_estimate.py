"""Estimates what calls will cost, from the prices that the API reported for calls that are over.

The vendor publishes no prices that could be seen. A finished call has `price` and `price_unit`
(https://docs.tryvox.io/voice/get-call); what a call to the same country cost on average is the best that is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from voxml.net.phone_numbers import country_code

if TYPE_CHECKING:
    from voxml.calls.results import Call

#: Finished calls that are looked at, the newest first.
SAMPLE = 20


class CostEstimate(NamedTuple):
    """What calls will cost, as far as that can be known."""

    #: None when no price is known.
    amount: Decimal | None
    #: The currency of the API, such as USD.
    unit: str | None
    #: The calls that the amount is for, and all of them.
    covered: int
    calls: int
    #: Finished calls that it is based on.
    sample: int
    #: Why it is not known, or not of all.
    problem: str | None = None

    def __str__(self) -> str:
        if self.amount is None:
            return f"unknown: {self.problem}"
        calls = "1 finished call" if self.sample == 1 else f"{self.sample} finished calls"
        of = "" if self.covered == self.calls else f" for {self.covered:,} of {self.calls:,} calls"
        end = f"; {self.problem}" if self.problem else ""
        # A call costs a fraction of a cent, and so may a small batch.
        amount = f"{self.amount:.2f}" if self.amount >= 1 else f"{self.amount:.4f}"
        return f"about {amount} {self.unit or ''}".rstrip() + f"{of}, by the average of {calls}{end}"


def estimate(finished: Iterable[Call], numbers: Sequence[str]) -> CostEstimate:
    """Return what calls to `numbers` (E.164) will cost, by what finished calls to the same countries cost."""
    prices: dict[str, list[Decimal]] = defaultdict(list)
    units: set[str | None] = set()
    for call in finished:
        price = _price(call)
        if price is not None and call.to is not None:
            prices[_country(call.to)].append(price)
            units.add(call.price_unit)
    sample = sum(map(len, prices.values()))
    wanted = Counter(map(_country, numbers))
    covered = {country: count for country, count in wanted.items() if country in prices}
    problem: str | None
    if len(units) > 1:
        problem = f"the prices of finished calls are in {', '.join(sorted(map(str, units)))}"
    elif not covered:
        problem = "no finished call" + (f" to {_names(wanted)}" if sample else "") + " has a price"
    else:
        means = {country: sum(prices[country], Decimal()) / len(prices[country]) for country in covered}
        amount = sum((means[country] * count for country, count in covered.items()), Decimal())
        missing = [country for country in wanted if country not in covered]
        problem = f"no price of a call to {_names(missing)} is known" if missing else None
        used = sum(len(prices[country]) for country in covered)
        return CostEstimate(amount, units.pop(), sum(covered.values()), len(numbers), used, problem)
    return CostEstimate(None, None, 0, len(numbers), sample, problem)


def unknown(numbers: Sequence[str], problem: str) -> CostEstimate:
    """Return that nothing is known, and why."""
    return CostEstimate(None, None, 0, len(numbers), 0, problem)


def _price(call: Call) -> Decimal | None:
    try:
        price = Decimal(call.price or "")
    except InvalidOperation:
        return None
    # The API reports to some accounts what was taken from their balance.
    return abs(price) if price.is_finite() else None


def _country(number: str) -> str:
    return country_code(number) or ""


def _names(countries: Iterable[str]) -> str:
    names = sorted(f"+{country}" for country in countries)
    return ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
