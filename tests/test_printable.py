"""Text of others is escaped before it is printed, whatever command prints it."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from voxml.config import FORMATS
from voxml.diagnostics import Diagnostic, printable, printable_json, printable_lines
from voxml.errors import InputError
from voxml.reporters import Style, Summary, make
from voxml.source import Source

HOSTILE = "b\n::error::pwned\x1b[31m\x7f\x9b\u202e\u2066\u2028\u200b\ufeff\udcff\U000e0041.xml"
ROOT = Path(__file__).parent.parent


def is_harmless(text: str) -> bool:
    """Whether a terminal and a CI log show `text` as it is."""
    return not set(text) & (set(HOSTILE) - set("\nb:eror:pwnd[31m.xml")) and not text.lstrip().startswith(
        ("::", "##[", "##vso[")
    )


@pytest.mark.parametrize("text", ["plain", "grüße", "नमस्ते क्‍ष", "👩‍👩‍👧", "12\u00a0€", "a\\nb", ""])
def test_text_that_can_be_shown_stays(text: str) -> None:
    assert printable(text) == printable_lines(text) == text


def test_what_moves_a_terminal_is_escaped() -> None:
    assert printable(HOSTILE) == (
        r"b\n::error::pwned\x1b[31m\x7f\x9b\u202e\u2066\u2028\u200b\ufeff\udcff\U000e0041.xml"
    )
    assert printable(printable(HOSTILE)) == printable(HOSTILE)


@pytest.mark.parametrize("line", ["::error::x", "  ::warning file=a::x", "##[error]x", "##vso[task]", "\t::stop"])
def test_no_line_is_a_command_of_a_ci_job(line: str) -> None:
    shown = printable_lines(f"one\n{line}\ntwo")
    assert shown.split("\n")[1].lstrip().startswith("\\")
    assert shown.split("\n")[0::2] == ["one", "two"]


def test_json_stays_the_same_value() -> None:
    shown = printable_json({HOSTILE: HOSTILE}, indent=2)
    assert is_harmless(shown)
    assert json.loads(shown) == {HOSTILE: HOSTILE}


def test_messages_and_diagnostics_are_one_line() -> None:
    assert is_harmless(str(InputError(f"{HOSTILE}: no such file")))
    assert is_harmless(str(Diagnostic("r", "error", HOSTILE, HOSTILE, 1, 1, 1, 2, "/")))


@pytest.mark.parametrize("name", FORMATS)
def test_reports_show_no_control_character(name: str) -> None:
    found = Diagnostic("unknown-verb", "error", HOSTILE, HOSTILE, 1, 1, 1, 2, "/")
    report = make(name, Style())
    summary = Summary()
    summary.add([found])
    text = report.file(HOSTILE, [found], Source("<Response/>", HOSTILE)) + report.end(summary)
    lines = text.splitlines()
    assert all(map(is_harmless, lines[1:] if name == "github" else lines))
    text.encode()


@pytest.mark.parametrize("name", ["::warning::x.xml", "##[error]x.xml"])
def test_no_name_at_the_start_of_a_line_is_a_command(name: str) -> None:
    found = Diagnostic("unknown-verb", "error", "m", name, 1, 1, 1, 2, "/")
    for each in ("concise", "full"):
        assert all(map(is_harmless, make(each, Style()).file(name, [found], Source("<R/>", name)).splitlines()))


@pytest.mark.skipif(sys.platform == "win32", reason="no such file names")
@pytest.mark.parametrize(
    "arguments",
    [
        "lint",
        "fmt",
        "convert --to json",
        "build --base-url https://a.example -o out",
        "simulate",
        "render",
        "graph",
        "graph --output-format dot",
    ],
)
@pytest.mark.parametrize(
    "content", ["<Response><Sai/></Response>", "<Response>", "no document", "<Response><Hangup/></Response>"]
)
def test_no_command_prints_a_name_as_it_is(arguments: str, content: str, voxml, tmp_path: Path) -> None:
    name = "b\n::error::pwned\x1b[31m\u202e.xml"
    (tmp_path / name).write_text(content)
    command, *options = arguments.split()
    result = voxml(command, name, *options)
    shown = result.err if command in ("convert", "render") else result.out + result.err
    assert all(map(is_harmless, shown.splitlines())), shown
    assert "this is a bug" not in shown


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
@pytest.mark.parametrize(
    "arguments", ["lint .", "rules", "explain Say", "templates list", "simulate a.xml", "fmt a.xml"]
)
def test_output_in_an_old_encoding_is_no_bug(encoding: str, arguments: str, tmp_path: Path) -> None:
    import os
    import subprocess

    (tmp_path / "a.xml").write_text("<Response><Say>नमस्ते → 👍</Say><Sai/></Response>", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "voxml", *arguments.split()]
    done = subprocess.run(command, check=False, cwd=tmp_path, env=environment, capture_output=True, timeout=120)
    assert b"bug in voxml" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_everything_is_printed_in_one_module() -> None:
    writers = set()
    for path in sorted((ROOT / "voxml").rglob("*.py")):
        name = path.relative_to(ROOT / "voxml").as_posix()
        if (
            name != "cli/_output.py"
            and "/emit" not in name
            and not name.endswith("/reference.py")
            and any(map(_prints, ast.walk(ast.parse(path.read_text()))))
        ):
            writers.add(name)
    assert writers == set(), "print with voxml.cli._output.echo, which escapes"


def _prints(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "print"
    called = ast.unparse(node.func)
    return called in ("click.echo", "click.secho") or called.startswith(
        ("sys.stdout.write", "sys.stderr.write", "sys.stdout.buffer")
    )


def test_long_lists_of_problems_are_bounded() -> None:
    from voxml import InvalidCall, ParameterError, TryVox, render

    many = {f"p{number}": 1 for number in range(2_000)}
    with pytest.raises(ParameterError) as caught:
        render("appointment-reminder", **many)
    assert len(str(caught.value)) < 10_000 and "more" in str(caught.value)
    with TryVox("AC1", "tvx_sk_test_0123456789abcdef") as tryvox, pytest.raises(InvalidCall) as refused:
        tryvox.calls.create(from_="+14155550100", to="+14155550199", answer_url="https://a.example/x", **many)
    assert len(str(refused.value)) < 10_000 and len(refused.value.details) >= 2_000


def test_wrong_settings_are_bounded(voxml, tmp_path: Path) -> None:
    (tmp_path / "voxml.toml").write_text("[lint]\n" + "".join(f"k{number} = 1\n" for number in range(3000)))
    result = voxml("lint", ".")
    assert result.code == 2
    assert len(result.err.splitlines()) < 50 and "… and 2,980 more" in result.err
