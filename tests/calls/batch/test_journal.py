from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from voxml.calls.batch.journal import Journal
from voxml.calls.batch.journal_file import Entry, JournalError, decide, read_entries

FACTS: dict[str, Any] = {"account": "AC1", "base_url": "https://api.tryvox.io"}


def entry(key: str = "k", row: int = 1, state: Any = "intent", **more: Any) -> Entry:
    return Entry(key, row, "0101", state, intended_at=1.0, **more)


def fill(path: Path, *entries: Entry) -> None:
    async def write() -> None:
        with Journal(path, **FACTS, resume=path.exists()) as journal:
            await asyncio.gather(*(journal.put_now(each) for each in entries))

    asyncio.run(write())


def test_what_was_put_is_there(tmp_path: Path) -> None:
    path = tmp_path / "j"
    fill(path, entry(), entry("l", 2, "accepted", call_uuid="u", detail="d"))
    fill(path, entry(state="rejected", status=400))
    with Journal(path, **FACTS, resume=True) as journal:
        found = journal.entries()
    assert found["k"] == entry(state="rejected", status=400)
    assert found["l"].call_uuid == "u"
    assert [each.row for each in read_entries(str(path))] == [1, 2]


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    fill(tmp_path / "j", entry())
    assert stat.S_IMODE((tmp_path / "j").stat().st_mode) == 0o600


def test_a_second_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    opening = "Journal(sys.argv[1], account='AC1', base_url='x', resume=True)"
    script = f"import sys; from voxml.calls.batch.journal import Journal; {opening}"
    with Journal(path, **FACTS, resume=False):
        for attempt in (
            lambda: Journal(path, **FACTS, resume=True),
            lambda: Journal(os.path.relpath(path), **FACTS, resume=True),
            lambda: read_entries(str(path)),
            lambda: decide(str(path), None, was_called=True),
        ):
            with pytest.raises(JournalError, match="another run"):
                attempt()
        other = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
        assert "another run" in other.stderr
    fill(path, entry())


def test_a_journal_with_rows_wants_resume(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, **FACTS, resume=False) as journal:
        salt = journal.salt
    with Journal(path, **FACTS, resume=False) as journal:
        assert journal.salt == salt
    fill(path, entry())
    with pytest.raises(JournalError, match="--resume"):
        Journal(path, **FACTS, resume=False)
    with pytest.raises(JournalError, match="belongs to account AC1"):
        Journal(path, **FACTS | {"account": "AC2"}, resume=True)
    with pytest.raises(JournalError, match="belongs to"):
        Journal(path, **FACTS | {"base_url": "https://voice.example.com"}, resume=True)


def test_what_is_no_journal(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("not a database, " * 100)
    for path, says in (
        (text, "is not a journal"),
        (tmp_path, "is a directory"),
        (tmp_path / "no" / "j", "no such"),
    ):
        with pytest.raises(JournalError, match=says):
            Journal(path, **FACTS, resume=False)
    with pytest.raises(JournalError, match="no such journal"):
        read_entries(str(tmp_path / "none"))
    other = tmp_path / "later"
    fill(other)
    with sqlite3.connect(other) as base:
        base.execute("UPDATE meta SET value = '9' WHERE name = 'version'")
    base.close()
    with pytest.raises(JournalError, match="version 9"):
        Journal(other, **FACTS, resume=True)


@pytest.mark.parametrize("tables", ["users (a)", "meta (a)", "rows (a)"])
def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path, tables: str) -> None:
    path = tmp_path / "j"
    base = sqlite3.connect(path)
    base.execute(f"CREATE TABLE {tables}")
    base.close()
    before = path.read_bytes()
    for attempt in (lambda: Journal(path, **FACTS, resume=True), lambda: read_entries(str(path))):
        with pytest.raises(JournalError, match="is not a journal of voxml"):
            attempt()
    assert path.read_bytes() == before and [each.name for each in tmp_path.iterdir()] == ["j"]


def test_a_damaged_journal_is_told(tmp_path: Path) -> None:
    path = tmp_path / "j"
    fill(path, *(entry(f"k{n}", n) for n in range(200)))
    path.write_bytes(path.read_bytes()[:8192])
    with pytest.raises(JournalError, match="is damaged; bring back a copy"):
        fill(path)
        read_entries(str(path))


def test_a_full_disk_fails_what_waits_and_all_that_follows(tmp_path: Path) -> None:
    async def write() -> None:
        with Journal(tmp_path / "j", **FACTS, resume=False) as journal:
            (pages,) = journal._base.execute("PRAGMA page_count").fetchone()
            journal._base.execute(f"PRAGMA max_page_count = {pages}")
            results = await asyncio.gather(
                *(journal.put_now(entry(f"k{i}", i, detail="x" * 5000)) for i in range(9)),
                return_exceptions=True,
            )
            assert all(isinstance(each, JournalError) and "full" in str(each) for each in results)
            with pytest.raises(JournalError):
                await journal.put_now(entry())
            assert journal.entries() == {}

    asyncio.run(write())


def test_a_journal_is_whole_in_one_file(tmp_path: Path) -> None:
    """A run is killed, and the file is copied without anything that is beside it."""
    script = (
        "import asyncio, os, sys\n"
        "from voxml.calls.batch.journal import Journal\n"
        "from voxml.calls.batch.journal_file import Entry\n"
        "async def main():\n"
        "    journal = Journal(sys.argv[1], account='AC1', base_url='https://api.tryvox.io', resume=False)\n"
        "    for row in range(65):\n"
        "        await journal.put_now(Entry(f'k{row}', row, '0101', 'intent', intended_at=1.0))\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "j")], check=False, timeout=300)
    copied = tmp_path / "copied"
    copied.write_bytes((tmp_path / "j").read_bytes())
    with Journal(copied, **FACTS, resume=True) as journal:
        assert len(journal.entries()) == 65


def test_a_part_of_a_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    fill(path, entry(), entry("l", 2))
    base = sqlite3.connect(path)
    base.execute("DELETE FROM rows WHERE key = 'l'")
    base.commit()
    base.close()
    for attempt in (lambda: Journal(path, **FACTS, resume=True), lambda: decide(str(path), None, was_called=False)):
        with pytest.raises(JournalError, match="is damaged"):
            attempt()


def test_resume_wants_a_journal(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    base = sqlite3.connect(tmp_path / "wal")
    base.execute("PRAGMA journal_mode = WAL")
    base.close()
    for name in ("none", "empty", "wal"):
        with pytest.raises(JournalError, match="no journal to resume, or it is empty; give the --journal FILE"):
            Journal(tmp_path / name, **FACTS, resume=True)
    assert not (tmp_path / "none").exists()


def test_an_older_copy_is_refused(tmp_path: Path) -> None:
    path, copied = tmp_path / "j", tmp_path / "copied"
    fill(path, entry())
    copied.write_bytes(path.read_bytes())
    fill(path, entry("l", 2, "unknown"))
    for attempt in (lambda: Journal(copied, **FACTS, resume=True), lambda: read_entries(str(copied))):
        with pytest.raises(JournalError, match="is an older copy"):
            attempt()
    copied.write_bytes(path.read_bytes())
    assert decide(str(copied), None, was_called=True) == 2
    with pytest.raises(JournalError, match="is an older copy"):
        fill(path)


def test_a_copy_is_refused_while_a_run_uses_another(tmp_path: Path) -> None:
    path, copied = tmp_path / "j", tmp_path / "copied"
    fill(path, entry())
    copied.write_bytes(path.read_bytes())
    with Journal(path, **FACTS, resume=True):
        for attempt in (lambda: Journal(copied, **FACTS, resume=True), lambda: decide(str(copied), was_called=True)):
            with pytest.raises(JournalError, match="another run is using a copy of this journal"):
                attempt()
    fill(copied, entry())


def test_a_machine_that_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    fill(tmp_path / "j", entry())
    assert decide(str(tmp_path / "j"), was_called=True) == 1


def test_a_journal_of_an_earlier_voxml(tmp_path: Path) -> None:
    path = tmp_path / "j"
    fill(path, entry())

    def set_back(*statements: str) -> None:
        base = sqlite3.connect(path)
        for statement in ("DELETE FROM meta WHERE name IN ('rows', 'writes')", "DROP TABLE do_not_call", *statements):
            base.execute(statement)
        base.execute("UPDATE meta SET value = '1' WHERE name = 'version'")
        base.execute("UPDATE meta SET value = 'ff' WHERE name = 'salt'")
        base.commit()
        base.execute("PRAGMA journal_mode = WAL")
        base.close()

    set_back()
    with Journal(path, **FACTS, resume=True) as journal:
        assert journal.entries() == {"k": entry()} and journal.meta("version") == "2"
    set_back("DELETE FROM rows")
    with pytest.raises(JournalError, match="j-wal is missing, or nothing was dialled"):
        Journal(path, **FACTS, resume=True)


def test_only_unknown_rows_are_decided(tmp_path: Path) -> None:
    """Row numbers repeat once the CSV file is edited."""
    path = str(tmp_path / "j")
    fill(tmp_path / "j", entry("aa", 1, "accepted"), entry("ab", 1, "unknown"), entry("b", 2, "rejected"))
    assert decide(path, [1], was_called=False) == 1
    assert {each.key: each.state for each in read_entries(path)} == {
        "aa": "accepted", "ab": "not-sent", "b": "rejected",
    }  # fmt: skip
    fill(tmp_path / "j", entry("cc1", 3, "unknown"), entry("cc2", 3, "intent"))
    with pytest.raises(JournalError, match=r"row 3 is 2 unknown rows.*give --key, of cc1, cc2"):
        decide(path, [3], was_called=True)
    with pytest.raises(JournalError, match="key cc is 2 unknown rows"):
        decide(path, keys=["cc"], was_called=True)
    for key in ("aa", ""):
        with pytest.raises(JournalError, match="is not unknown"):
            decide(path, keys=[key], was_called=True)
    assert decide(path, keys=["cc2"], was_called=True) == 1
    assert [each.state for each in read_entries(path)][2:] == ["rejected", "unknown", "accepted"]


def test_deciding_by_hand(tmp_path: Path) -> None:
    path = str(tmp_path / "j")
    fill(tmp_path / "j", *(entry(f"k{i}", i, "unknown") for i in range(1, 4)), entry("a", 9, "accepted"))
    with pytest.raises(JournalError, match="row 9 is not unknown"):
        decide(path, [1, 9], was_called=False)
    assert decide(path, [1], was_called=True) == 1
    assert decide(path, None, was_called=False) == 2
    assert [each.state for each in read_entries(path)] == ["accepted", "not-sent", "not-sent", "accepted"]
