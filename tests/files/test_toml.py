"""TOML is read within bounds, and what people write is read as ever."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from voxml.errors import InputError
from voxml.files.toml import MAX_LENGTH, MAX_PARTS, parse_toml, read_toml


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" + ".a" * 60_000 + " = 1", "a key of more than 10 parts"),
        ("x = 1\n[" + "a." * MAX_PARTS + "a]", "(at line 2, column 22)"),
        ("\"a\" . 'b' . " * MAX_PARTS + "c = 1", "a key of more than"),
        ("x = {" + "a." * 60_000 + "a = 1}", "a key of more than"),
        ("a = " + "[" * 60_000, "nested too deep"),
        ("a = " + "{a=" * 40_000, "nested too deep"),
        ("a = " + "9" * 5000, "too many digits"),
        ("x" * (MAX_LENGTH + 1), "expected at most 262,144"),
        ('a = "', "(at "),
        ("a = 1\na = 2", "(at "),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_toml(text)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "piece", ['\\"', '"""\\"', "'''", '"', "'", ".", "a.", "a . ", "[", "]\n", "\\", "\t", "\u00e9", '""']
)
def test_repeating_texts_end(piece: str) -> None:
    with pytest.raises(ValueError):
        parse_toml(piece * (200_000 // len(piece)) + " = = ")


def test_strings_and_comments_hold_what_they_want() -> None:
    long = "a." * 100 + "a"
    text = f'# {long}\na = "{long}"\nb = \'{long}\'\nc = """{long}\n{long}"""\nd = \'\'\'{long}\'\'\'\n[e."f.g".h]\ni = 1.50\n'
    found = parse_toml(text, parse_float=Decimal)
    assert found["a"] == found["b"] == found["d"] == long
    assert found["c"] == f"{long}\n{long}"
    assert found["e"] == {"f.g": {"h": {"i": Decimal("1.50")}}}


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert read_toml(path) == {"a": 1}
    for data, says in ((b"a = 1\n\xff", ":2: found bytes that are not UTF-8"), (b"a =", "found text that is not TOML")):
        path.write_bytes(data)
        with pytest.raises(InputError) as caught:
            read_toml(path)
        assert says in str(caught.value) and str(path) in str(caught.value)
