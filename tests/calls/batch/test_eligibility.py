from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest

from voxml.calls.batch import eligibility
from voxml.calls.batch.call_rows import Row
from voxml.calls.batch.eligibility import (
    deferral,
    holder,
    keep_rules,
    make_rules,
    read_do_not_call,
    read_quiet_hours,
    zone_named,
)
from voxml.calls.batch.journal import Journal
from voxml.errors import ConfigError


def row(to: str, **more: str) -> Row:
    return Row(1, 2, {"to": to}, more)


def test_quiet_hours_within_a_day_and_past_midnight() -> None:
    night = read_quiet_hours("21:00-08:00")
    assert [time(hour) in night for hour in (20, 21, 23, 0, 7, 8)] == [False, True, True, True, True, False]
    noon = read_quiet_hours(" 12:00-13:30 ")
    assert [time(12), time(13, 29), time(13, 30)] == [time(12), time(13, 29), time(13, 30)]
    assert [moment in noon for moment in (time(12), time(13, 29), time(13, 30))] == [True, True, False]
    assert time(23, 59) in read_quiet_hours("22:00-24:00")
    assert str(night) == "21:00-08:00"


@pytest.mark.parametrize("text", ["", "21-8", "25:00-08:00", "21:00-21:00", "21:60-08:00", "21:00", "20:00-24:30"])
def test_what_are_no_quiet_hours(text: str) -> None:
    with pytest.raises(ConfigError, match="21:00-08:00"):
        read_quiet_hours(text)


def test_held_by_the_clock_of_the_callee() -> None:
    moment = [datetime(2026, 1, 15, 12, 30, tzinfo=UTC)]
    hold = holder(quiet=read_quiet_hours("21:00-08:00"), now=lambda: moment[0])
    # 7:30 in New York, 13:30 in Berlin, 18:00 in Kolkata, 21:30 in Tokyo.
    assert "it is 07:30 in America/New_York" in str(hold(row("+12125550100")))
    assert hold(row("+4915112345678")) is None
    assert hold(row("+919876543210")) is None
    assert "Asia/Tokyo" in str(hold(row("+819012345678")))
    # Quiet in any of a country's zones is quiet.
    assert "in Australia/" in str(hold(row("+61412345678")))
    assert hold(row("+61412345678", time_zone="Europe/Paris")) is None
    moment[0] = datetime(2026, 7, 15, 12, 30, tzinfo=UTC)
    assert hold(row("+12125550100")) is None


def test_an_unknown_zone_is_not_dialled_by_guess() -> None:
    hours = read_quiet_hours("21:00-08:00")
    now = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)
    assert "time zone is not known" in str(holder(quiet=hours, now=lambda: now)(row("+99912345678")))
    assert holder(quiet=hours, now=lambda: now, time_zone="Europe/Berlin")(row("+99912345678")) is None
    for wrong in ("Mars/Olympus", "", "../etc/passwd"):
        with pytest.raises(ConfigError, match="no time zone"):
            holder(quiet=hours, time_zone=wrong)


@pytest.mark.parametrize(
    ("zone", "meant"),
    [
        ("EST", "America/New_York"),
        ("MST", "America/Denver"),
        ("US/Pacific", "America/Los_Angeles"),
        ("GMT", "Europe/London"),
        ("Factory", "Europe/Berlin"),
        ("localtime", "Europe/Berlin"),
        ("Etc/GMT+5", "Europe/Berlin"),
        ("posixrules", "Europe/Berlin"),
        ("right/America/New_York", "Europe/Berlin"),
        ("America", "Europe/Berlin"),
        ("America/Argentina", "Europe/Berlin"),
    ],
)
def test_a_zone_is_a_region_and_a_city(zone: str, meant: str) -> None:
    with pytest.raises(ConfigError, match=f"no time zone.*such as {meant}"):
        zone_named(zone)


def test_zones_with_a_region_and_a_city() -> None:
    for zone in ("America/New_York", "America/Argentina/Buenos_Aires", "Pacific/Port_Moresby"):
        assert zone_named(zone).key == zone


def test_a_machine_without_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_name: str) -> Any:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(eligibility, "ZoneInfo", nothing)
    with pytest.raises(ConfigError, match="this machine has no time zone data; install the package tzdata"):
        zone_named("Europe/Berlin")


def test_the_rules_of_a_run_hold_for_later_ones(tmp_path: Path) -> None:
    noon = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)  # 13:30 in Berlin, 07:30 in New York
    with Journal(tmp_path / "j", account="AC1", base_url="https://api.tryvox.io", resume=False) as journal:
        salt = journal.salt

        def run(
            numbers: tuple[str, ...] = (), quiet: str | None = None, zone: str | None = None, *, replace: bool = False
        ) -> tuple[dict[str, str | None], list[str]]:
            hours = None if quiet is None else read_quiet_hours(quiet)
            given = make_rules(numbers, hours, zone, salt=salt)
            rules, notes = keep_rules(journal, given, replace=replace)
            hold = deferral(rules, salt=salt, now=lambda: noon)
            return {to: hold(row(to)) for to in ("+12125550100", "+4915112345678", "+99912345678")}, notes

        reasons, notes = run(("+4915112345678",), "21:00-08:00", "Europe/Berlin")
        assert notes == [] and reasons["+99912345678"] is None
        assert "07:30" in str(reasons["+12125550100"]) and "do-not-call" in str(reasons["+4915112345678"])
        for weaker in ({}, {"quiet": "03:00-03:01"}, {"numbers": ("+14155550100",)}):
            later, notes = run(**weaker)
            assert later == reasons
            assert any("quiet hours 21:00-08:00: still kept from an earlier run" in note for note in notes)
        assert any("1 number of an earlier run's do-not-call list" in note for note in notes)
        # Another zone for numbers that tell nothing is added, too.
        assert "20:30" not in str(run(zone="Asia/Tokyo")[0]["+99912345678"]) and run(zone="Asia/Tokyo")[1]
        later, notes = run(quiet="13:00-14:00", replace=True)
        assert notes == [] and later["+12125550100"] is None and "13:30" in str(later["+4915112345678"])


def test_do_not_call() -> None:
    text = '\ufeff# never again\n+1 (415) 555-0101  # asked on Monday\n\n"+14155550102",\n'
    text += "+44 (0)20 7946 0123\n+7 (8) 495 123-45-67\n+4908912345678\n"
    never = read_do_not_call("dnc.txt", text.encode())
    assert never == {"+14155550101", "+14155550102", "+442079460123", "+74951234567", "+498912345678"}
    hold = holder(do_not_call=never)
    assert hold(row("+14155550101")) == "on the do-not-call list"
    assert hold(row("+14155550103")) is None


@pytest.mark.parametrize("line", [b"4155550101", b"Ann", b"+1415555010x", b"\xff"])
def test_a_line_that_is_no_number_is_refused(line: bytes) -> None:
    with pytest.raises(ConfigError, match=r"dnc\.txt"):
        read_do_not_call("dnc.txt", b"+14155550101\n" + line + b"\n")
