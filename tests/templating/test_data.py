from __future__ import annotations

import io
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from voxml.errors import InputError, VoxmlError
from voxml.templating.data import Row, read_rows


def rows(tmp_path: Path, name: str, data: str | bytes) -> list[Row]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_rows(str(path)))


def test_one_object(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.json", '{"a": 1.10, "b": ["c"]}')[0].values == {"a": Decimal("1.10"), "b": ["c"]}
    assert rows(tmp_path, "a.toml", "a = 1.10\n[b]\nc = 2026-11-24\n")[0].values["a"] == Decimal("1.10")
    assert rows(tmp_path, "a.yaml", "a: 1.10\nb:\n  - c: 2026-11-24\n")[0].values["a"] == Decimal("1.10")
    assert rows(tmp_path, "a.yml", "a: no")[0].values == {"a": False}


def test_rows_of_an_array_and_of_lines(tmp_path: Path) -> None:
    found = rows(tmp_path, "a.json", '[{"a": 1}, 5, {"a": 2}]')
    assert [(row.number, row.values, row.problem is None) for row in found] == [
        (1, {"a": 1}, True),
        (2, {}, False),
        (3, {"a": 2}, True),
    ]
    found = rows(
        tmp_path,
        "a.jsonl",
        b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": \n[]\n{"a": 2, "a": 3}\n{"b": "\xff"}\n{"a": NaN}\n{"a": 4}',
    )
    assert [(row.number, row.line) for row in found] == [(1, 1), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8)]
    problems = [row.problem or "" for row in found]
    assert problems[0] == problems[6] == ""
    assert "not JSON" in problems[1]
    assert "found an array" in problems[2]
    assert 'found "a" twice' in problems[3]
    assert "UTF-8" in problems[4]
    assert "NaN" in problems[5]


def test_csv(tmp_path: Path) -> None:
    found = rows(
        tmp_path, "a.csv", '\ufeffname,n\r\nAnn,1\r\n"two\nlines, and a comma",2\r\n\r\n,3\r\n"unclosed,4\r\nx'
    )
    assert [(row.number, row.line, row.values) for row in found[:3]] == [
        (1, 2, {"name": "Ann", "n": "1"}),
        (2, 3, {"name": "two\nlines, and a comma", "n": "2"}),
        (3, 6, {"n": "3"}),
    ]
    assert found[3].line == 7
    assert "not CSV" in (found[3].problem or "")
    assert found[0].columns == ("name", "n")


def test_csv_rows_of_another_length_and_other_bytes(tmp_path: Path) -> None:
    found = rows(tmp_path, "a.csv", b"a;b\n1;2\n1\n1;2;3\n\xff;2\n3;4\n")
    assert [row.problem is None for row in found] == [True, False, False, False, True]
    assert found[1].problem == "found 1 cells; expected 2, as in the first line"
    assert "UTF-8" in (found[3].problem or "")
    assert rows(tmp_path, "a.tsv", "a\tb\n1,5\t2\n")[0].values == {"a": "1,5", "b": "2"}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.json", "[", "not JSON"),
        ("a.json", "5", "found a number; expected an object"),
        ("a.json", '"x"', "found text; expected an object"),
        ("a.json", '{"a": 1, "a": 2}', 'found "a" twice'),
        ("a.json", "[" * 100_000, "nested too deep"),
        ("a.json", b"\xff{}", "UTF-8"),
        ("a.toml", "a =", "not TOML"),
        ("a.yaml", "a: [", "not YAML"),
        ("a.yaml", "a: 1\na: 2", 'found "a" twice'),
        ("a.yaml", "!!python/object/apply:os.system ['true']", "not YAML"),
        ("a.csv", "", "found nothing"),
        ("a.csv", "a,a\n", 'found the column "a" twice'),
        ("a.csv", "a,,b\n", "empty name"),
        ("a.txt", "a", "found no known ending"),
    ],
)
def test_files_that_can_not_be_used(tmp_path: Path, name: str, data: str | bytes, says: str) -> None:
    with pytest.raises(InputError) as caught:
        rows(tmp_path, name, data)
    assert says in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    for name in ("nothing.csv", "nothing.json", "", "a\0.csv"):
        with pytest.raises(VoxmlError):
            list(read_rows(str(tmp_path / name) if name else name))
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(InputError, match="directory"):
        list(read_rows(str(tmp_path / "d.csv")))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(b'{"a": 1}')

    monkeypatch.setattr(sys, "stdin", Input())
    assert next(read_rows("-")).values == {"a": 1}
    Input.buffer = io.BytesIO(b"a\n1\n")
    assert next(read_rows("-", "csv")).values == {"a": "1"}


def test_a_line_without_end_is_refused_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line of more than"):
        rows(tmp_path, "a.jsonl", b"x" * (5 * 1024 * 1024))
    with pytest.raises(InputError, match="line of more than"):
        rows(tmp_path, "a.csv", b"a\n" + b"x" * (5 * 1024 * 1024))
