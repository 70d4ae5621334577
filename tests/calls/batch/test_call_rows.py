from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxml.calls.batch.call_rows import BatchError, Row, check_rows, read_table, unused_columns

COMMON = {"from_": "+14155550100", "answer_url": "https://example.com/a.json"}


def rows(text: str | bytes, common: Any = COMMON, **options: Any) -> list[Row]:
    data = text.encode() if isinstance(text, str) else text
    settings = {"is_template": False, "allow_repeats": False} | options
    return check_rows(read_table("c.csv", data), common, **settings)


def faults(text: str | bytes, common: Any = COMMON, **options: Any) -> list[str]:
    with pytest.raises(BatchError) as caught:
        rows(text, common, **options)
    return list(caught.value.problems)


def test_columns_win_over_what_is_common() -> None:
    found = rows("to,from,answer_method,ring_timeout\n+14155550101,+14155550109,GET,20\n+14155550102,,,\n")
    assert found[0].members == {
        "from": "+14155550109",
        "to": "+14155550101",
        "answer_url": "https://example.com/a.json",
        "answer_method": "GET",
        "ring_timeout": 20,
    }
    assert found[1].members["from"] == "+14155550100" and "ring_timeout" not in found[1].members
    assert [(row.number, row.line) for row in found] == [(1, 2), (2, 3)]


@pytest.mark.parametrize(
    "data",
    [
        "to;name\n+14155550101;Ann\n",
        "to\tname\r\n+14155550101\tAnn\r\n",
        "\ufeffto,name\n\n+14155550101 , Ann\n,,\n".encode(),
        "to,name\n+14155550101,Ann\n".encode("utf-16"),
        'to,name\n"+14155550101","An""n,\nof two lines"\n',
        "to,name\n+14155550101,",
        "sep=;\nto;name\n+14155550101;Ann\n",
        "to,name,,\n+14155550101,Ann,,\n,,,\n",
        "to\n+1 (415) 555-0101\n",
    ],
)
def test_files_as_spreadsheets_write_them(data: Any) -> None:
    (row,) = rows(data)
    assert row.to == "+14155550101"


def test_every_fault_is_told_with_its_line() -> None:
    text = (
        'to,note,ring_timeout\n+14155550101,"two\nlines",5\n14155550102,,0\n1.41556E+10,,\n'
        "+14155550101,,\n,,soon\n+14155550103,,,,x\n"
    )
    with pytest.raises(BatchError) as caught:
        rows(text)
    assert caught.value.problems == ("c.csv:8: found 5 cells; expected 3, as in the first line",)
    found = faults(text.replace("+14155550103,,,,x\n", ""))
    assert [each.partition(": ")[0] for each in found] == [
        "c.csv:4",
        "c.csv:4",
        "c.csv:5",
        "c.csv:6",
        "c.csv:7",
        "c.csv:7",
    ]
    assert "row 2: to:" in found[0] and "dropped the plus sign" in found[0]
    assert "row 2: ring_timeout:" in found[1]
    assert "a spreadsheet has rounded it" in found[2]
    assert "is already in row 1" in found[3]
    assert "to: missing" in found[4] and 'ring_timeout: found "soon"' in found[5]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "found nothing; expected the names of the columns"),
        ("\n\n", "found nothing"),
        ("to\n", "no rows"),
        ("number\n+14155550101\n", "no column `to`"),
        ("to,to\n1,2\n", 'found the column "to" twice'),
        ("from,from_,to\n1,2,3\n", "more than one column from"),
        ("to,anwser_url\n+14155550101,x\n", 'did you mean "answer_url"?'),
        ("to,webhook_secret\n+14155550101,x\n", "a secret is not kept in a file"),
        ('to\n"+14155550101\n', "unexpected end"),
        (b"to\n\xff\xfa\n", "not UTF-8"),
        ("to\n+1415\x005550101\n", "NUL"),
        ("to,answer_url\n+14155550101,menu.json\n", "answer_url: found"),
    ],
)
def test_what_is_refused(text: Any, says: str) -> None:
    assert says in "\n".join(faults(text))


def test_without_an_answer_url() -> None:
    assert "answer_url: missing" in faults("to\n+14155550101\n", {"from_": "+14155550100"})[0]
    (row,) = rows("to,name\n+14155550101,Ann\n", {"from_": "+14155550100"}, is_template=True)
    assert row.more == {"name": "Ann"}
    (row,) = rows("to,document\n+14155550101,menu\n", {"from_": "+14155550100"})
    assert row.more == {"document": "menu"}
    assert "document: missing" in faults("to,document\n+14155550101,\n", {"from_": "+14155550100"})[0]


def test_repeats_on_request() -> None:
    found = rows("to\n+14155550101\n+14155550101\n+14155550102\n", allow_repeats=True)
    assert [row.repeat for row in found] == [0, 1, 0]
    keys = {row.key(b"salt") for row in found}
    assert len(keys) == 3 and not any("5550101" in key for key in keys)
    assert found[0].key(b"salt") != found[0].key(b"other")


def test_columns_of_the_user() -> None:
    table = read_table("c.csv", b"to,name,order_id,time_zone\n+14155550101,Ann,7,Europe/Berlin\n")
    assert unused_columns(table, is_template=False) == ["name", "order_id"]
    assert unused_columns(table, is_template=True) == []


def test_a_long_list_of_faults_is_cut() -> None:
    with pytest.raises(BatchError, match="and 450 more"):
        rows("to\n" + "x\n" * 500)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_one_error(data: bytes) -> None:
    try:
        rows(data)
    except BatchError as error:
        assert error.problems
