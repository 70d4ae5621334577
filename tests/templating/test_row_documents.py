from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from voxml import loads
from voxml.errors import ConfigError, InputError
from voxml.templating import Templates
from voxml.templating.name_patterns import NamePattern, checked_name
from voxml.templating.row_documents import Done, RowRenderer
from voxml.templating.row_index import Index, index_path
from voxml.templating.rows import Row, read_rows

TEMPLATE = "{# voxml\n[parameters.name]\n[parameters.n]\ntype = 'integer'\nmin = 1\n#}<Response><Say>{{ name }}</Say><Pause length='{{ n }}'/></Response>"


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "t.xml.j2"
    path.write_text(TEMPLATE)
    return path


def run(template: Path, rows: list[Row] | Iterator[Row], out: Path, **options: object) -> list[Done]:
    fail_fast = bool(options.pop("is_fail_fast", False))
    with Index(index_path(out)) as index:
        renderer = RowRenderer(Templates().get(template), out, index, **options)  # type: ignore[arg-type]
        return list(renderer.run(rows, is_fail_fast=fail_fast))


def some(count: int, start: int = 1) -> list[Row]:
    return [Row(each, each + 1, {"name": f"Ann {each}", "n": each}) for each in range(start, start + count)]


def test_each_row_becomes_a_document_under_a_name_nobody_can_guess(template: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(template, some(20), out)
    names = [each.file or "" for each in done]
    assert len(set(names)) == 20
    assert all(re.fullmatch(r"[0-9a-f]{32}\.json", name) for name in names)
    assert sorted(names_in(out)) == sorted(names)
    first = loads((out / names[0]).read_bytes())
    assert first.instructions[0].text == "Ann 1"  # type: ignore[attr-defined]
    # Another index has another secret, and so other names.
    assert not set(names) & {each.file for each in run(template, some(20), tmp_path / "other")}


def test_again_gives_the_same_names_and_does_nothing_twice(template: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(template, some(10), out)
    stamps = {name: (out / name).stat().st_mtime_ns for name in names_in(out)}
    again = run(template, some(10)[::-1], out)
    assert {each.status for each in again} == {"kept"}
    assert {each.file for each in again} == {each.file for each in first}
    assert stamps == {name: (out / name).stat().st_mtime_ns for name in names_in(out)}
    more = run(template, some(12), out)
    assert [each.status for each in more].count("written") == 2


def test_what_changed_is_rendered_again_under_its_name(template: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(template, some(3), out)
    template.write_text(TEMPLATE.replace("<Say>", "<Say loop='2'>"))
    again = run(template, some(3), out)
    assert [(each.status, each.file) for each in again] == [("written", each.file) for each in first]
    assert '"loop":2' in (out / str(first[0].file)).read_text()
    lost = out / str(first[1].file)
    lost.write_text("half")
    assert [each.status for each in run(template, some(3), out)] == ["kept", "written", "kept"]
    # A changed row is another document: who knows the old name learns nothing.
    changed = run(template, [Row(1, 2, {"name": "Ann 1", "n": 9})], out)
    assert changed[0].file not in {each.file for each in first}
    assert [each.status for each in run(template, some(3), out, settings={"n": 5})] == ["written"] * 3


def test_equal_rows_are_told_apart_by_their_order(template: Path, tmp_path: Path) -> None:
    rows = [Row(each, each, {"name": "Ann", "n": 1}) for each in (1, 2, 3)]
    first = run(template, rows, tmp_path / "out")
    assert len({each.file for each in first}) == 3
    assert {each.status for each in run(template, rows, tmp_path / "out")} == {"kept"}


def test_bad_rows_are_told_and_the_others_rendered(template: Path, tmp_path: Path) -> None:
    rows = [*some(2), Row(3, 4, {"name": "", "n": 0}), Row(4, 5, {}, "not CSV"), *some(2, 5)]
    done = run(template, rows, tmp_path / "out")
    assert [each.status for each in done] == ["written", "written", "failed", "failed", "written", "written"]
    assert len(done[2].problems) == 2
    assert done[3].problems == ("not CSV",)
    done = run(template, rows, tmp_path / "out", is_fail_fast=True)
    assert [each.status for each in done] == ["kept", "kept", "failed"]


def test_names_from_a_pattern(template: Path, tmp_path: Path) -> None:
    rows = [
        Row(each, each, {"name": f"Ann {each}", "n": 1, "id": name})
        for each, name in enumerate(["a-1", "b", "A-1", "../x", ""], 1)
    ]
    done = run(template, rows, tmp_path / "out", pattern=NamePattern("{{ id|lower }}_{{ n }}"))
    assert [each.file for each in done] == ["a-1_1.json", "b_1.json", None, None, None]
    assert "an earlier row has" in done[2].problems[0]
    assert sorted(names_in(tmp_path / "out")) == ["a-1_1.json", "b_1.json"]
    assert not (tmp_path / "x_1.json").exists()


@pytest.mark.parametrize("name", ["a", "A1", "a-b_c.d~e", "0", "x" * 120])
def test_names_that_every_host_takes(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/x",
        "C:x",
        ".hidden",
        "a.",
        "a..b",
        "a b",
        "ä",
        "a\n",
        "a\0",
        "x" * 121,
        "con",
        "NUL.json",
        "com1",
        "lpt9.x",
        "-x",
        "_x",
        "a?b",
        "a#b",
        "a%2f",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="found the name"):
        checked_name(name)


@pytest.mark.parametrize("pattern", ["", "same", "{{ id", "{% x %}", "{{ 1 }}"])
def test_patterns_that_are_none(pattern: str) -> None:
    with pytest.raises(ConfigError, match="--name"):
        NamePattern(pattern)


def test_a_pattern_that_fails_is_the_rows_fault() -> None:
    with pytest.raises(ValueError, match="--name"):
        NamePattern("{{ id }}").name({"x": 1})
    with pytest.raises(ValueError, match="--name"):
        NamePattern("{{ id * 10**9 }}").name({"id": "x"})


def test_unknown_columns_are_told_once_before_the_first_row(template: Path, tmp_path: Path) -> None:
    data = tmp_path / "rows.csv"
    data.write_text("nmae,n,id\nAnn,1,x\nBen,2,y\n")
    with pytest.raises(InputError, match='"nmae"; did you mean "name"\\?, "id"'):
        run(template, read_rows(str(data)), tmp_path / "out")
    data.write_text("name,n,id\nAnn,1,x\nBen,2,y\n")
    done = run(template, read_rows(str(data)), tmp_path / "out", is_extra_ignored=True)
    assert [each.status for each in done] == ["written"] * 2
    done = run(template, read_rows(str(data)), tmp_path / "named", pattern=NamePattern("{{ id }}"))
    assert [each.file for each in done] == ["x.json", "y.json"]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite3"
    with Index(path), pytest.raises(InputError, match="another render"):
        Index(path)
    Index(path).close()


def test_a_file_that_is_no_index_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite3"
    path.write_text("my notes " * 200)
    with pytest.raises(InputError, match="not an index"):
        Index(path)
    assert path.read_text().startswith("my notes")
    with pytest.raises(InputError):
        Index(tmp_path)


def test_xml_too(template: Path, tmp_path: Path) -> None:
    done = run(template, some(1), tmp_path / "out", form="xml")
    assert str(done[0].file).endswith(".xml")
    assert (tmp_path / "out" / str(done[0].file)).read_text().startswith("<Response")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "voxml", "render", *map(str, arguments)]


@pytest.mark.slow
def test_killed_at_any_moment_and_run_again_it_comes_to_the_same_end(template: Path, tmp_path: Path) -> None:
    data = tmp_path / "rows.csv"
    data.write_text("name,n\n" + "".join(f"Ann {each},{each}\n" for each in range(1, 3001)))
    out = tmp_path / "out"
    for wait in (0.3, 0.45, 0.6, 0.75):
        process = subprocess.Popen(command(template, "--data", data, "-o", out), stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name in names_in(out) if out.is_dir() else ():
            if name.endswith(".json"):
                json.loads((out / name).read_bytes())
    finished = subprocess.run(
        command(template, "--data", data, "-o", out, "--output-format", "json"), capture_output=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["rows"] == 3000
    whole = [name for name in names_in(out) if name.endswith(".json")]
    assert len(whole) == 3000
    assert len(names_in(out)) <= 3004  # at most one part of a file for each kill


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(template: Path, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        data = tmp_path / f"{count}.csv"
        data.write_text("name,n\n" + "".join(f"Ann {each},1\n" for each in range(count)))
        code = "import resource, sys; from voxml.cli import run; run(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        finished = subprocess.run(
            [sys.executable, "-c", code, "render", str(template), "--data", str(data), "-o", str(tmp_path / f"o{count}")],
            capture_output=True, check=True,
        )  # fmt: skip
        return int(finished.stdout.split()[-1])

    small, large = peak(500), peak(10_000)
    assert large < small * 1.3
