from __future__ import annotations

import io
import os
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from voxml.errors import InputError, VoxmlError
from voxml.templating.rows import Row, read_rows


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
        ("a.csv", ",,\n", "found nothing"),
        ("a.toml", "a" + ".a" * 60_000 + " = 1", "a key of more than 10 parts"),
        ("a.toml", "a = " + "[" * 60_000, "nested too deep"),
        ("a.toml", "a = " + "9" * 5000, "not TOML: "),
        ("a.toml", "x" * 300_000, "expected at most"),
        (
            "a.yaml",
            "a: &a [x, x]\n" + "".join(f"{k}: &{k} [*{j}, *{j}, *{j}, *{j}]\n" for j, k in pairwise("abcdefghijkl")),
            "values",
        ),
        (
            "a.yaml",
            "a: &a {x: 1}\n"
            + "".join(f"{k}: &{k} {{<<: [*{j}, *{j}, *{j}, *{j}]}}\n" for j, k in pairwise("abcdefghijkl")),
            "values",
        ),
        ("a.yaml", "a: &a [*a]", "an alias inside its own anchor"),
        ("a.yaml", "[" * 10_000, "nested too deep"),
        ("a.yaml", "[a]: 1", "a list or mapping as a name"),
        ("a.yaml", "a: 2026-13-45", "not YAML: "),
        ("a.yaml", "x" * 300_000, "CSV or JSON lines"),
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
    assert next(iter(read_rows("-"))).values == {"a": 1}
    Input.buffer = io.BytesIO(b"a\n1\n")
    assert next(iter(read_rows("-", "csv"))).values == {"a": "1"}


def test_a_line_without_end_is_refused_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line of more than"):
        rows(tmp_path, "a.jsonl", b"x" * (5 * 1024 * 1024))
    with pytest.raises(InputError, match="line of more than"):
        rows(tmp_path, "a.csv", b"a\n" + b"x" * (5 * 1024 * 1024))


def test_yaml_is_read_as_people_mean_it(tmp_path: Path) -> None:
    found = rows(tmp_path, "a.yaml", "- {at: 14:30, n: 1_000, part: 1:30.5}\n- {at: '9'}\n")
    assert [row.values for row in found] == [{"at": "14:30", "n": 1000, "part": "1:30.5"}, {"at": "9"}]


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\r\nname;desk\r\nAnn;A, B\r\n",
        '\ufeff"sep=;"\nname;desk\nAnn;A, B\n',
        "sep=\t\nname\tdesk\nAnn\tA, B\n",
        "name;desk\nAnn;A, B\n;\n ; \n\n",
        "\n;;\nname;desk;;\nAnn;A, B;;\n",
        "name;desk;;\nAnn;A, B\n",
        ";name;;desk\n;Ann;;A, B\n",
        "name;desk\nAnn;A, B".encode("utf-16"),
        "\ufeffsep=;\nname;desk\nAnn;A, B\n".encode("utf-16-be"),
        "\ufeffname\tdesk\r\nAnn\tA, B\r\n".encode("utf-16-le"),
    ],
)
def test_csv_as_spreadsheets_write_it(tmp_path: Path, data: str | bytes) -> None:
    (row,) = rows(tmp_path, "a.csv", data)
    assert (row.number, row.values, row.problem) == (1, {"name": "Ann", "desk": "A, B"}, None)
    assert row.columns == ("name", "desk")


def test_a_value_without_a_column_is_a_problem(tmp_path: Path) -> None:
    found = rows(tmp_path, "a.csv", "name,,desk\nAnn,,A\nBob,x,B\nCid,,C,,\nDan,,D,y\n")
    assert [row.problem for row in found] == [
        None,
        "found a value in column 2, which has no name",
        None,
        "found 4 cells; expected 3, as in the first line",
    ]


def test_long_utf_16_is_read_in_pieces(tmp_path: Path) -> None:
    text = "name\n" + "".join(f"Ann \U0001f600 {number}\n" for number in range(20_000))
    found = rows(tmp_path, "a.csv", text.encode("utf-16"))
    assert (len(found), found[-1].line, found[-1].values) == (20_000, 20_001, {"name": "Ann \U0001f600 19999"})


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NUL"):
        rows(tmp_path, "a.csv", "name\nAnn\n".encode("utf-16-le"))
    assert "NUL" in (rows(tmp_path, "b.csv", b"name\nA\0nn\n")[0].problem or "")
    (tmp_path / "c.csv").symlink_to("/dev/zero")
    (tmp_path / "c.jsonl").symlink_to("/dev/urandom")
    (tmp_path / "c.yaml").symlink_to("/dev/full")
    for name in ("c.csv", "c.jsonl", "c.yaml"):
        with pytest.raises(InputError, match="is a device"):
            list(read_rows(str(tmp_path / name)))


def test_a_pipe_is_read(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"name\nAnn\n")
    os.close(writer)
    assert [row.values for row in read_rows(f"/dev/fd/{reader}", "csv")] == [{"name": "Ann"}]
    os.close(reader)
