"""A batch that everything happens to, and an independent count of who was called.

Runs are killed, resumed with weaker rules, with edited CSV files and with copied journals, and rows are decided by hand,
while the API misbehaves. In the suite a short one with a seed; `VOXML_TORTURE_ROWS=10000 VOXML_TORTURE_SEED=1` is the
long one.
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from voxml.calls.batch.call_rows import Row

ROWS = int(os.environ.get("VOXML_TORTURE_ROWS", "150"))
SEED = int(os.environ.get("VOXML_TORTURE_SEED", "7"))
#: Kills, each with an edited file, other options, and now and then a copied journal or a decision.
ROUNDS = 4 if ROWS < 1000 else 30
QUIET = "21:00-08:00"
#: Where numbers are: how they begin, how many digits follow, how people write them, and the clock there.
PLACES = [
    ("+1212", 7, "+1 (212) {}", "America/New_York"),
    ("+1415", 7, "+1 415 {}", "America/Los_Angeles"),
    ("+1306", 7, "+1-306-{}", "America/Regina"),
    ("+4420", 8, "+44 (0)20 {}", "Europe/London"),
    ("+4989", 7, "+49 (0)89 {}", "Europe/Berlin"),
    ("+9122", 8, "+91 (0)22 {}", "Asia/Kolkata"),
    ("+813", 8, "+81 (0)3 {}", "Asia/Tokyo"),
    ("+612", 8, "+61 (0)2 {}", "Australia/Sydney"),
]


class Person(NamedTuple):
    number: str
    written: str
    zone: str

    def sleeps(self) -> bool:
        """Whether it is quiet there, by a reckoning of the test's own."""
        hour = datetime.now(ZoneInfo(self.zone)).hour
        return hour >= 21 or hour < 8


class Torture:
    """The folder of a batch, and what is done to it."""

    def __init__(self, folder: Path, server: Any) -> None:
        self.random = random.Random(SEED)
        self.folder, self.server = folder, server
        self.people = [self._person(place) for place in range(ROWS)]
        self.listed = {each.number for each in self.random.sample(self.people, ROWS // 10)}
        self.asleep = {each.number for each in self.people if each.sleeps()}
        self.journal = folder / "calls.csv.journal"
        self.environment = os.environ | server.settings()
        self.refusals: list[str] = []
        self.ends = 0
        listed = [each.written for each in self.people if each.number in self.listed]
        (folder / "do-not-call.txt").write_text("\n".join(listed))

    def _person(self, place: int) -> Person:
        begin, size, written, zone = PLACES[place % len(PLACES)]
        # No 0 or 1 in front: those begin no number of North America.
        rest = f"{2 * 10 ** (size - 1) + place * 7:0{size}d}"
        return Person(begin + rest, written.format(rest), zone)

    def write_rows(self, *, all_of_them: bool = False) -> None:
        """Write the CSV file anew: another order, other spellings, some rows missing for now."""
        people = list(self.people)
        self.random.shuffle(people)
        kept = people if all_of_them else people[: self.random.randint(len(people) // 2, len(people))]
        with (self.folder / "calls.csv").open("w", newline="") as file:
            writer = csv.writer(file, delimiter=self.random.choice(",;"))
            writer.writerow(["name", "to"])
            for each in kept:
                writer.writerow(["Ann", self.random.choice([each.number, each.written])])

    def run(self, *more: str, calls: int | None = None) -> int:
        """Run the batch; kill it once so many calls were made in all."""
        options = ["--batch", str(self.folder / "calls.csv"), "--live", "--from", "+14155550100", "--no-preflight"]
        options += ["--answer-url", "http://127.0.0.1:1/a.json", "--stop-after", "0", "--show-numbers"]
        options += ["--concurrency", str(self.random.choice([1, 4, 24]))]
        process = subprocess.Popen(
            [sys.executable, "-m", "voxml", "call", *options, *more],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        while calls is not None and process.poll() is None and self.server.counts()["calls"] < calls:
            time.sleep(0.005)
        if calls is not None and process.poll() is None:
            # Most are killed; some are asked to end, and get the time for it.
            process.send_signal(self.random.choice([signal.SIGKILL] * 4 + [signal.SIGINT, signal.SIGHUP]))
            self.ends += 1
        _out, err = process.communicate(timeout=1200)
        if process.returncode == 2:
            self.refusals.append(err)
        return process.returncode

    def decide(self, *, is_over: bool = False) -> None:
        """Decide rows as a person who looked, by what the server counts; some by number, some by key."""
        shown = self._voxml("calls", "decide", str(self.journal), "--json")
        with closing(sqlite3.connect(self.journal)) as base:
            salt = bytes.fromhex(base.execute("SELECT value FROM meta WHERE name = 'salt'").fetchone()[0])
        called = {Row(0, 0, {"to": number}, {}).key(salt) for number in self.server.counts()["counts"]}
        for entry in json.loads(shown.stdout or "[]"):
            if entry["key"] not in called and (is_over or self.random.random() < 0.5):
                name = (
                    ["--key", entry["key"]] if is_over or self.random.random() < 0.5 else ["--row", str(entry["row"])]
                )
                self._voxml("calls", "decide", str(self.journal), *name, "--not-called")

    def copy_journal(self) -> None:
        """Go on with a copy of the one file, without anything that may be beside it."""
        copied = self.folder / "copied"
        shutil.copyfile(self.journal, copied)
        code = self.run("--resume", "--journal", str(copied), calls=self.server.counts()["calls"] + 3)
        if code == 2 and re.search("damaged|empty", self.refusals[-1]):
            return  # killed in the middle of a write; the original knows
        for each in self.folder.glob("calls.csv.journal*"):
            each.unlink()
        for each in list(self.folder.glob("copied*")):
            each.rename(self.folder / each.name.replace("copied", "calls.csv.journal"))

    def try_an_older_copy(self, older: Path) -> None:
        before = self.server.counts()["posts"]
        assert self.run("--resume", "--journal", str(older)) == 2
        assert "older copy" in self.refusals[-1] and self.server.counts()["posts"] == before

    def _voxml(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "voxml", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_nobody_twice_nobody_lost_nobody_of_the_list_nobody_at_night(
    tmp_path: Path, fault_server: Callable[..., Any]
) -> None:
    torture = Torture(tmp_path, fault_server("--faults", "0.1", "--slow", "0.05", "--seed", str(SEED)))
    chance = torture.random
    awake = [each for each in torture.people if each.number not in torture.asleep]
    callable_ = {each.number for each in awake} - torture.listed
    torture.write_rows(all_of_them=True)
    rules = ["--do-not-call", str(tmp_path / "do-not-call.txt"), "--quiet-hours", QUIET]
    torture.run(*rules, calls=max(1, len(callable_) // (ROUNDS + 2)))
    assert torture.journal.exists()
    older = tmp_path / "older"
    shutil.copyfile(torture.journal, older)
    for _ in range(ROUNDS):
        torture.write_rows()
        made = torture.server.counts()["calls"]
        weaker = chance.choice([[], [], ["--quiet-hours", "03:00-03:01"], ["--time-zone", "Asia/Tokyo"], rules])
        torture.run("--resume", *weaker, calls=made + chance.randint(1, max(1, len(callable_) // ROUNDS)))
        if chance.random() < 0.3:
            torture.decide()
        if chance.random() < 0.5:
            torture.copy_journal()
    torture.write_rows(all_of_them=True)
    torture.try_an_older_copy(older)
    report = tmp_path / "report.csv"
    for _ in range(20):
        torture.run("--resume", "--report", str(report))
        called = set(torture.server.counts()["counts"])
        if callable_ <= called:
            break
        torture.decide(is_over=True)

    counts = torture.server.counts()["counts"]
    # Who fell asleep or woke up during the test may or may not have been called.
    always_awake = {each.number for each in awake if not each.sleeps()}
    always_asleep = {each.number for each in torture.people if each.number in torture.asleep and each.sleeps()}
    figures = {
        "rows": ROWS, "runs ended": torture.ends, "called": len(counts), "asleep": len(always_asleep),
        "listed": len(torture.listed), "called twice": sum(count > 1 for count in counts.values()),
        "lost": len(always_awake - torture.listed - counts.keys()),
        "of the list": len(torture.listed & counts.keys()), "at night": len(always_asleep & counts.keys()),
    }  # fmt: skip
    print(figures)
    assert [figures[name] for name in ("called twice", "lost", "of the list", "at night")] == [0, 0, 0, 0], figures
    with report.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS and torture.ends >= ROUNDS // 2
    assert {row["to"] for row in rows if row["outcome"] == "accepted"} >= always_awake - torture.listed
