"""Who is not called, and when: a do-not-call file and quiet hours by the callee's clock.

A number names its country, and often its region. Where the time zone is not certain, an hour is quiet when it is quiet
in any of the zones that the number may be in. The rules of one run of a batch hold for all later runs of its journal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from voxml.calls.batch.call_rows import TIME_ZONE, BatchError, Row
from voxml.calls.batch.journal import number_key
from voxml.calls.batch.zones import zones_of
from voxml.errors import ConfigError
from voxml.language.texts import quote
from voxml.net.phone_numbers import PhoneNumberError, parse_phone_number

if TYPE_CHECKING:
    from voxml.calls.batch.journal import Journal

T = TypeVar("T")
_HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-4]):([0-5][0-9])")
#: Regions of the IANA database; what is in no region (EST, Factory, localtime) is no clock that people live by.
_REGIONS = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)
#: What people write in place of a zone, and the zone whose summer time it lacks.
_ABBREVIATIONS = {
    "EST": "America/New_York", "EST5EDT": "America/New_York", "EDT": "America/New_York",
    "US/Eastern": "America/New_York", "CST": "America/Chicago", "CST6CDT": "America/Chicago",
    "US/Central": "America/Chicago", "MST": "America/Denver", "MST7MDT": "America/Denver",
    "US/Mountain": "America/Denver", "PST": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
    "US/Pacific": "America/Los_Angeles", "HST": "Pacific/Honolulu", "GMT": "Europe/London", "BST": "Europe/London",
    "WET": "Europe/Lisbon", "CET": "Europe/Paris", "MET": "Europe/Berlin", "EET": "Europe/Helsinki",
    "IST": "Asia/Kolkata", "AEST": "Australia/Sydney",
}  # fmt: skip


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


class Rules(NamedTuple):
    """Whom a batch does not call, and when."""

    #: Keys of numbers, as `number_key` makes them of the journal's salt.
    do_not_call: frozenset[str] = frozenset()
    #: Nobody is called when it is quiet by any of these.
    quiet_hours: tuple[QuietHours, ...] = ()
    #: Where the number and its row name no time zone, nobody is called when it is quiet in any of these.
    time_zones: tuple[str, ...] = ()


def read_quiet_hours(text: str) -> QuietHours:
    """Read `21:00-08:00`.

    Raises:
        ConfigError: it is not two times of a day, or nothing lies between them.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is not None:
        begin = time(int(found[1]), int(found[2]))
        end = time(int(found[3]) % 24, int(found[4]))
        if begin != end and (found[3] != "24" or found[4] == "00"):
            return QuietHours(begin, end)
    raise ConfigError(f"quiet hours: found {quote(text)}; expected two times of a day such as 21:00-08:00")


def read_do_not_call(path: str, data: bytes) -> frozenset[str]:
    """Read the numbers of a do-not-call file: one a line as people write them, `#` begins a comment.

    Raises:
        ConfigError: a line is not a number; to skip it could mean to call a person who must not be called.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8") from None
    numbers: set[str] = set()
    for place, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip().strip('",;')
        if not text:
            continue
        try:
            numbers.add(parse_phone_number(text))
        except PhoneNumberError as error:
            raise ConfigError(f"{path}:{place}: {error}") from None
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


def make_rules(
    do_not_call: Iterable[str] = (), quiet_hours: QuietHours | None = None, time_zone: str | None = None, *, salt: bytes
) -> Rules:
    """Return the rules that a run was given.

    Raises:
        ConfigError: there is no time zone of that name.
    """
    if time_zone is not None:
        zone_named(time_zone)
    return Rules(
        frozenset(number_key(number, salt) for number in do_not_call),
        () if quiet_hours is None else (quiet_hours,),
        () if time_zone is None else (time_zone,),
    )


def keep_rules(journal: Journal, given: Rules, *, replace: bool = False) -> tuple[Rules, list[str]]:
    """Keep the rules of a run in its journal; return those that hold, and a note for each that is an earlier run's.

    Rules only become stricter from run to run, unless `replace` says that the earlier ones are given up.
    """
    earlier = Rules() if replace else _read_rules(journal)
    rules = Rules(
        earlier.do_not_call | given.do_not_call,
        _joined(earlier.quiet_hours, given.quiet_hours),
        _joined(earlier.time_zones, given.time_zones),
    )
    journal.set_do_not_call(rules.do_not_call)
    kept = {"quiet_hours": [str(each) for each in rules.quiet_hours], "time_zones": rules.time_zones}
    journal.set_meta("rules", msgspec.json.encode(kept).decode())
    notes: list[str] = []
    if numbers := len(earlier.do_not_call - given.do_not_call):
        notes.append(f"{numbers} number{'s' * (numbers != 1)} of an earlier run's do-not-call list")
    notes += [f"quiet hours {each}" for each in earlier.quiet_hours if each not in given.quiet_hours]
    notes += [f"time zone {each}" for each in earlier.time_zones if each not in given.time_zones]
    return rules, [f"{note}: still kept from an earlier run; --replace-rules gives it up" for note in notes]


def holder(
    *,
    do_not_call: Iterable[str] = (),
    quiet: QuietHours | None = None,
    time_zone: str | None = None,
    now: Callable[[], datetime] | None = None,
) -> Callable[[Row], str | None]:
    """Return `deferral` for rules that no journal keeps.

    Raises:
        ConfigError: there is no time zone of that name.
    """
    return deferral(make_rules(do_not_call, quiet, time_zone, salt=b""), now=now)


def deferral(
    rules: Rules, *, salt: bytes = b"", now: Callable[[], datetime] | None = None
) -> Callable[[Row], str | None]:
    """Return a function that returns why a row must not be dialled now, or None.

    Args:
        rules: whom not to call, and when.
        salt: what the keys of `rules.do_not_call` were made with.
        now: an aware moment; the clock's when not set.
    """

    def reason(row: Row) -> str | None:
        if rules.do_not_call and number_key(row.to, salt) in rules.do_not_call:
            return "on the do-not-call list"
        if not rules.quiet_hours:
            return None
        own = row.more.get(TIME_ZONE)
        names = (own,) if own else zones_of(row.to) or rules.time_zones
        if not names:
            return "quiet hours: the callee's time zone is not known; give --time-zone, or a column time_zone"
        for name in names:
            try:
                zone = zone_named(name)
            except ConfigError as error:
                return f"quiet hours: {error}"
            here = datetime.now(zone) if now is None else now().astimezone(zone)
            for quiet in rules.quiet_hours:
                if here.time() in quiet:
                    return f"quiet hours: it is {here:%H:%M} in {name}; --resume after {quiet.end:%H:%M} there"
        return None

    return reason


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of that name, which is a region and a city.

    Raises:
        ConfigError: there is none, or this machine has no time zone data.
    """
    meant = _ABBREVIATIONS.get(name, "Europe/Berlin")
    try:
        if name.partition("/")[0] in _REGIONS and "/" in name:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if not _has_zones():
            problem = "this machine has no time zone data; install the package tzdata"
        else:
            problem = f"no time zone {quote(name)} is known here; expected a region and a city such as {meant}"
    else:
        why = ", which has no summer time" if name in _ABBREVIATIONS and "/" not in name else ""
        problem = f"no time zone: found {quote(name)}{why}; expected a region and a city such as {meant}"
    raise ConfigError(problem)


def _has_zones() -> bool:
    try:
        ZoneInfo("Europe/London")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _read_rules(journal: Journal) -> Rules:
    kept = msgspec.json.decode(journal.meta("rules") or '{"quiet_hours": [], "time_zones": []}')
    hours = tuple(read_quiet_hours(each) for each in kept["quiet_hours"])
    return Rules(frozenset(journal.do_not_call()), hours, tuple(kept["time_zones"]))


def _joined(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
