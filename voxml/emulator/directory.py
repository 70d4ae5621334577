"""Numbers and voice applications of the emulator: which application answers a number, with which URLs and secret."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

from voxml.emulator.facts import stamp

#: The one number that no account owns; every other one belongs to the account that asks, until it is released.
NOT_OWNED = "+15005550005"
#: How many numbers and how many applications are remembered; the oldest are forgotten first.
KEEP = 10_000


class Number:
    """A number that an account owns."""

    def __init__(self, e164: str) -> None:
        self.e164 = e164
        self.application_id: str | None = None
        self.is_released = False
        self.created_at = self.updated_at = stamp(datetime.now(UTC))

    def link(self, application_id: str | None) -> None:
        """Let an application answer the number, or none."""
        self.application_id = application_id
        self.updated_at = stamp(datetime.now(UTC))


class Directory:
    """All numbers that were asked about, and all applications that were set."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[tuple[str, str], Number] = OrderedDict()
        #: The members of each application, by its id; its webhook_secret is among them.
        self._applications: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def number(self, account_id: str, e164: str) -> Number | None:
        """Return a number of an account, or None where it is not the account's."""
        if e164 == NOT_OWNED:
            return None
        found = self._numbers.get((account_id, e164))
        if found is None:
            found = self._numbers[account_id, e164] = Number(e164)
            if len(self._numbers) > KEEP:
                self._numbers.popitem(last=False)
        return None if found.is_released else found

    def numbers(self, account_id: str) -> list[Number]:
        """Return the numbers of an account that were asked about, oldest first."""
        return [
            number for (account, _), number in self._numbers.items() if account == account_id and not number.is_released
        ]

    def set_application(self, application_id: str, members: dict[str, Any]) -> dict[str, Any]:
        """Change members of an application, which need not be known, and return all of them."""
        found = self._applications.setdefault(application_id, {})
        found.update(members)
        if len(self._applications) > KEEP:
            self._applications.popitem(last=False)
        return found

    def defaults_of(self, account_id: str, e164: str) -> dict[str, Any]:
        """Return what the application of a number sets for its calls, which what the call says itself overrides."""
        number = self._numbers.get((account_id, e164))
        if number is None or number.application_id is None:
            return {}
        return dict(self._applications.get(number.application_id, {}))
