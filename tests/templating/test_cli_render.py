from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from voxml import Response, loads
from voxml.cli import run

APPOINTMENT = ["--set", "clinic=AT&T <Hangup/>", "--set", "at=2026-11-24T14:30"]


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def test_to_json_and_xml(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["render", "appointment-reminder", *APPOINTMENT]) == 0
    wire = capsysbinary.readouterr().out
    assert run(["render", "appointment-reminder", *APPOINTMENT, "--to", "xml"]) == 0
    xml = capsysbinary.readouterr().out
    assert loads(wire) == loads(xml)
    assert wire.endswith(b"}\n") and xml.endswith(b"</Response>\n")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("d.json", '{"clinic": "Acme", "at": "2026-11-24T14:30"}'),
        ("d.toml", 'clinic = "Acme"\nat = 2026-11-24T14:30:00\n'),
        ("d.yaml", "clinic: Acme\nat: 2026-11-24T14:30:00\n"),
        ("d.csv", "clinic,at,name\nAcme,2026-11-24T14:30,\n"),
        ("d.jsonl", '{"clinic": "Acme", "at": "2026-11-24T14:30"}\n'),
    ],
)
def test_the_same_from_every_kind_of_data(
    name: str, data: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / name).write_text(data)
    assert run(["render", "appointment-reminder", "--data", str(tmp_path / name)]) == 0
    out = capsysbinary.readouterr().out
    assert run(["render", "appointment-reminder", "--set", "clinic=Acme", "--set", "at=2026-11-24T14:30"]) == 0
    assert capsysbinary.readouterr().out == out


def test_set_wins_and_lists_may_be_given_one_by_one(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"agents": ["+14155550199"], "action_url": "https://example.com/r"}')
    given = ["--set", "agents=+14155550100", "--set", "agents=+14155550101", "--data", str(tmp_path / "d.json")]
    assert run(["render", "agent-handover", *given]) == 0
    numbers = json.loads(capsysbinary.readouterr().out)["instructions"][1]["numbers"]
    assert numbers == [{"number": "+14155550100"}, {"number": "+14155550101"}]


def test_every_fault_of_the_parameters_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "appointment-reminder", "--set", "clinc=x", "--set", "at=soon"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    for words in ("clinic: missing", 'at: found "soon"', 'did you mean "clinic"?'):
        assert words in captured.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["appointment-remindr"], 2, 'did you mean "appointment-reminder"'),
        (["voicemail", "--set", "x"], 2, "expected NAME=VALUE"),
        (["voicemail", "--data", "nothing.json"], 2, "no such file"),
        (["voicemail", "--name", "{{ id }}"], 2, "are for rows"),
        (["voicemail", "--to", "yaml"], 2, "yaml"),
        ([], 2, "Missing argument"),
    ],
)
def test_wrong_use(arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", *arguments]) == code
    assert says in capsys.readouterr().err


def test_faults_in_the_template_are_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.xml.j2").write_text("<Response>\n  <Saay/>\n</Response>")
    assert run(["render", "t.xml.j2"]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("t.xml.j2:2:3: error[unknown-verb]")
    assert captured.out == ""
    assert run(["render", "t.xml.j2", "-o", "out.json"]) == 1
    assert not Path("out.json").exists()


def test_output_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run(["render", "appointment-reminder", *APPOINTMENT, "-o", str(out)]) == 0
    assert isinstance(loads(out.read_bytes()), Response)


def test_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "rows.csv"
    data.write_text('clinic,at,name\nAcme,2026-11-24T14:30,Ann\n"Two\nlines",soon,\nBeta,2026-11-25T09:00,Ben\n')
    out = tmp_path / "out"
    arguments = ["render", "appointment-reminder", "--data", str(data), "-o", str(out)]
    assert run([*arguments, "--output-format", "json"]) == 1
    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert (summary["rows"], summary["written"], summary["failed"]) == (3, 2, 1)
    assert summary["failures"] == [{"row": 2, "line": 3, "problems": [summary["failures"][0]["problems"][0]]}]
    assert captured.err.startswith(f'{data}:3: at: found "soon"')
    assert json.loads((tmp_path / "out.summary.json").read_text())["written"] == 2
    with (tmp_path / "out.index.csv").open(newline="") as file:
        listed = list(csv.DictReader(file))
    assert [(each["row"], each["line"]) for each in listed] == [("1", "2"), ("3", "5")]
    assert sorted(each["document"] for each in listed) == sorted(names_in(out))
    data.write_text("clinic,at,name\nAcme,2026-11-24T14:30,Ann\nBeta,2026-11-25T09:00,Ben\n")
    assert run(arguments) == 0
    assert "0 written, 2 unchanged" in capsys.readouterr().err
    assert sorted(names_in(out)) == sorted(each["document"] for each in listed)


def test_rows_by_name_and_fail_fast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "rows.jsonl"
    data.write_text('{"id": 1, "clinic": "A", "at": "2026-11-24T14:30"}\n{"id": 2}\n{"id": 3}\n')
    out = tmp_path / "out"
    arguments = [
        "render",
        "appointment-reminder",
        "--data",
        str(data),
        "-o",
        str(out),
        "--name",
        "r{{ id }}",
        "--fail-fast",
    ]
    assert run(arguments) == 1
    assert names_in(out) == ["r1.json"]
    assert "1 written, 1 bad row" in capsys.readouterr().err


def test_no_rows_and_an_index_in_the_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "rows.csv"
    data.write_text("clinic,at\n")
    arguments = ["render", "appointment-reminder", "--data", str(data), "-o", str(tmp_path / "out")]
    assert run(arguments) == 3
    assert run([*arguments, "--index", str(tmp_path / "out" / "i.sqlite3")]) == 2
    assert "published" in capsys.readouterr().err


def test_settings_of_all_rows_are_judged_once_and_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.csv").write_text("clinic,at,id\nA,2026-11-24T14:30,1\nB,2026-11-24T14:30,2\n")
    rows = ["--data", str(tmp_path / "r.csv"), "-o", str(tmp_path / "out"), "--ignore-extra"]
    assert run(["render", "appointment-reminder", *rows, "--set", "method=PUT", "--set", "nmae=Ann"]) == 2
    said = capsys.readouterr().err
    assert said.count('method: found "PUT"') == 1 and said.count('nmae: unknown parameter (given "Ann")') == 1
    assert [each.name for each in tmp_path.iterdir()] == ["r.csv"]
    named = ["--name", "{{ id }}{{ year }}", "--set", "year=2026"]
    assert run(["render", "appointment-reminder", *rows, *named]) == 0
    assert sorted(names_in(tmp_path / "out")) == ["12026.json", "22026.json"]


def test_extra_data_may_be_ignored_but_not_extra_settings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"clinic": "Acme", "at": "2026-11-24T14:30", "more": 1}')
    one = ["render", "appointment-reminder", "--data", str(tmp_path / "d.json"), "--ignore-extra"]
    assert run(one) == 0
    assert run([*one, "--set", "nmae=Ann"]) == 2
    assert 'did you mean "name"?' in capsys.readouterr().err


def test_a_run_that_ends_early_leaves_no_part_of_a_listing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.csv").write_text("clinic,at,extra\nA,2026-11-24T14:30,x\n")
    rows = ["--data", str(tmp_path / "r.csv"), "-o", str(tmp_path / "out")]
    assert run(["render", "appointment-reminder", *rows]) == 2
    assert 'no parameter for the column "extra"' in capsys.readouterr().err
    assert not list(tmp_path.glob("*.part"))


def test_where_no_folder_can_be_nothing_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.csv").write_text("clinic,at\nA,2026-11-24T14:30\n")
    (tmp_path / "file").write_text("mine")
    for place, says in (("file", "file exists"), ("file/out", "not a directory")):
        output = str(tmp_path / place)
        assert run(["render", "appointment-reminder", "--data", str(tmp_path / "r.csv"), "-o", output]) == 2
        assert f"{output}: can't be made: {says}" in capsys.readouterr().err
    assert sorted(names_in(tmp_path)) == ["file", "r.csv"]


def test_many_rows_need_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "rows.csv"
    data.write_text("clinic,at\nA,2026-11-24T14:30\nB,2026-11-24T14:30\n")
    assert run(["render", "appointment-reminder", "--data", str(data)]) == 2
    assert "-o DIR" in capsys.readouterr().err


def test_search_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.xml.j2").write_text("<Response><Hangup/></Response>")
    assert run(["render", "mine", "--search-path", str(tmp_path)]) == 0
    assert "Hangup" in capsys.readouterr().out
