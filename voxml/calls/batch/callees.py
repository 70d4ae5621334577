"""Whom not to call, and when: a do-not-call file and quiet hours by the callee's time zone.

A number tells its country, and in the United States and Canada its region. Where a country has several time
zones and the number does not tell which, an hour counts as quiet when it is quiet in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING, NamedTuple

from voxml.calls.batch.rows import TIME_ZONE, BatchError, Row
from voxml.calls.batch.zones import zones_of
from voxml.errors import ConfigError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-4]):([0-5][0-9])")
_PUNCTUATION = str.maketrans("", "", " \t-.()/\u00a0\u2011")


class QuietHours(NamedTuple):
    """From `begin` to `end`, past midnight when the first is the later."""

    begin: time
    end: time

    def __contains__(self, moment: object) -> bool:
        if not isinstance(moment, time):
            return False
        if self.begin <= self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


def read_quiet_hours(text: str) -> QuietHours:
    """`21:00-08:00` as hours.

    Raises:
        ConfigError: it is not two times of a day, or nothing lies between them.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is not None:
        begin = time(int(found[1]), int(found[2]))
        end = time(int(found[3]) % 24, int(found[4]))
        if begin != end and (found[3] != "24" or found[4] == "00"):
            return QuietHours(begin, end)
    raise ConfigError(f"quiet hours: found {text!r}; expected two times of a day such as 21:00-08:00")


def read_do_not_call(path: str, data: bytes) -> frozenset[str]:
    """The numbers of a do-not-call file: one a line, `#` begins a comment, spaces and dashes do not count.

    Raises:
        ConfigError: a line is not an E.164 number; to skip it could mean to call somebody who must not be.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8") from None
    numbers: set[str] = set()
    for place, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip().strip('",;').translate(_PUNCTUATION)
        if not text:
            continue
        if not re.fullmatch(r"\+[1-9][0-9]{1,14}", text):
            raise ConfigError(f'{path}:{place}: found "{line.strip()[:40]}"; expected a number such as +14155550100')
        numbers.add(text)
    return frozenset(numbers)


def check_zones(path: str, rows: Iterable[Row]) -> None:
    """Find every row with a time zone that does not exist, before the first is dialled.

    Raises:
        BatchError: naming them.
    """
    problems: list[str] = []
    for row in rows:
        name = row.more.get(TIME_ZONE)
        try:
            if name is not None:
                zone_named(name)
        except ConfigError as error:
            problems.append(f"{path}:{row.line}: row {row.number}: {TIME_ZONE}: {error}")
    if problems:
        raise BatchError(path, problems)


def holder(
    *,
    do_not_call: frozenset[str] = frozenset(),
    quiet: QuietHours | None = None,
    time_zone: str | None = None,
    now: Callable[[], datetime] | None = None,
) -> Callable[[Row], str | None]:
    """A function that says why a row must not be dialled now, or None.

    Raises:
        ConfigError: there is no time zone of that name.
    """
    if time_zone is not None:
        zone_named(time_zone)

    def hold(row: Row) -> str | None:
        if row.to in do_not_call:
            return "on the do-not-call list"
        if quiet is None:
            return None
        own = row.more.get(TIME_ZONE)
        zones = (own,) if own else zones_of(row.to) or ((time_zone,) if time_zone else ())
        if not zones:
            return "quiet hours: the callee's time zone is not known; give --time-zone, or a column time_zone"
        for name in zones:
            zone = zone_named(name)
            here = datetime.now(zone) if now is None else now().astimezone(zone)
            if here.time() in quiet:
                return f"quiet hours: it is {here:%H:%M} in {name}; --resume after {quiet.end:%H:%M} there"
        return None

    return hold


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        ConfigError: there is none, or this machine has no time zones (the package tzdata brings them).
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = f"no time zone {name!r} is known here; expected one such as Europe/Berlin"
    raise ConfigError(problem)
