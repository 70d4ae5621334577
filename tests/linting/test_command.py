"""`voxml lint` as a program: what it reads, prints and answers."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import subprocess
import sys
import threading

import pytest

from tests.linting.helpers import BAD, GOOD, WARNED, Command

KEYS = ["rule", "severity", "message", "path", "line", "column", "end_line", "end_column", "pointer", "fix"]


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_exit_codes(lint: Command) -> None:
    lint.write("good.xml", GOOD)
    lint.write("bad.xml", BAD)
    lint.write("warned.xml", WARNED)
    (lint.folder / "empty").mkdir()
    assert lint("good.xml").code == 0
    assert lint("bad.xml").code == 1
    assert lint("warned.xml").code == 1
    assert lint("warned.xml", "--fail-on", "error").code == 0
    assert lint("bad.xml", "--exit-zero").code == 0
    assert lint("nowhere.xml").code == 2
    assert lint("--no-such-option").code == 2
    assert lint("empty").code == 3


def test_the_array_of_findings(lint: Command) -> None:
    lint.write("bad.xml", BAD)
    found = lint.json("bad.xml").json
    assert [list(each) for each in found] == [KEYS]
    assert found[0]["rule"] == "unknown-member"
    assert (found[0]["line"], found[0]["column"], found[0]["end_column"]) == (1, 61, 74)
    assert found[0]["pointer"] == "/Response/Gather[1]/@numDigits"
    assert found[0]["fix"]["is_safe"] is True
    lint.write("good.xml", GOOD)
    assert lint.json("good.xml").out == "[]\n"


def test_standard_input(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, BAD)
    found = lint.json("-")
    assert found.code == 1 and found.json[0]["path"] == "-"
    stdin(monkeypatch, BAD)
    assert lint.json("-", "--stdin-filename", "menu.xml").json[0]["path"] == "menu.xml"
    stdin(monkeypatch, b"")
    assert lint.json("-").rules == ["syntax"]


def test_a_walk_takes_what_is_ours(lint: Command) -> None:
    lint.write("site/a.xml", BAD)
    lint.write("site/deep/b.json", b'{"voxml_version": "1.0", "instructions": [{"verb": "Sya"}]}')
    lint.write("site/c.voxml", b"not ours to guess")
    lint.write("site/pom.xml", b"<project><name>x</name></project>")
    lint.write("site/package.json", b'{"name": "x"}')
    lint.write("site/tsconfig.json", b'{// a comment\n "a": 1,}')
    lint.write("site/recipe.json", b'{"name": "cake", "instructions": ["mix", "bake"]}')
    lint.write("site/broken.json", b'{"voxml_version": "1.0", "instructions": [')
    lint.write("site/node_modules/x.xml", BAD)
    lint.write("site/.hidden/x.xml", BAD)
    lint.write("site/ncco.json", b'[{"action": "talk", "text": "Hi."}]')
    paths = [each["path"] for each in lint.json("site").json]
    assert paths == ["site/a.xml", "site/broken.json", "site/c.voxml", "site/deep/b.json"]
    assert lint.json("site/pom.xml").code == 1
    assert lint.json("site/ncco.json").rules == ["foreign-dialect"]


def test_a_file_is_judged_once(lint: Command) -> None:
    lint.write("site/a.xml", BAD)
    assert len(lint.json("site", "site/a.xml", "site").json) == 1


def test_what_git_ignores_is_left_out(lint: Command) -> None:
    (lint.folder / ".git").mkdir()
    lint.write(".gitignore", "out/\n*.gen.xml\n!keep.gen.xml\n/site/top.xml\n")
    for name in ("out/a.xml", "a.gen.xml", "keep.gen.xml", "site/top.xml", "site/in/top.xml", "site/b.xml"):
        lint.write(name, BAD)
    lint.write("site/.gitignore", "b.xml\n")
    wanted = ["keep.gen.xml", "site/in/top.xml"]
    assert [each["path"] for each in lint.json(".").json] == wanted
    assert [each["path"] for each in lint.json("site").json] == ["site/in/top.xml"]
    assert lint.json("out/a.xml").code == 1, "a file that is named is judged"


def test_other_files_are_judged_when_one_cannot_be_read(lint: Command) -> None:
    lint.write("bad.xml", BAD)
    result = lint.json("nowhere.xml", "bad.xml")
    assert result.code == 2 and result.rules == ["unknown-member"]
    assert "nowhere.xml: no such file" in result.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_fifo_is_read(lint: Command) -> None:
    path = str(lint.folder / "pipe")
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: (lint.folder / "pipe").write_bytes(BAD))
    writer.start()
    assert lint.json(path).rules == ["unknown-member"]
    writer.join()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
@pytest.mark.parametrize("option", ["--fix", "--add-ignores=later", "--diff"])
def test_a_fifo_is_read_once_and_never_written_to(lint: Command, option: str) -> None:
    path = lint.folder / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(BAD))
    writer.start()
    result = lint("pipe", option)
    writer.join()
    assert result.code == 1 and path.is_fifo()
    if option == "--diff":
        assert "num_digits" in result.out and result.err == ""
    else:
        assert "no regular file" in result.err and "fixed" not in result.err and "added" not in result.err


def test_standard_input_has_the_settings_of_its_place(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    lint.write("sub/voxml.toml", '[lint]\nignore = ["long-pause"]\n')
    stdin(monkeypatch, WARNED)
    assert lint.json("-").rules == ["long-pause"]
    stdin(monkeypatch, WARNED)
    assert lint.json("-", "--stdin-filename", "sub/a.xml").rules == []


def test_a_template_from_standard_input(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    lint.write("sub/_end.xml.j2", "<Hangup/>")
    body = '<Response version="1.0"><Pause length="60"/>{% include "_end.xml.j2" %}</Response>'
    stdin(monkeypatch, ("{# voxml\ntitle = 'x'\n#}\n" + body).encode())
    found = lint.json("-", "--stdin-filename", "sub/a.xml.j2").json
    assert [(each["rule"], each["path"], each["line"]) for each in found] == [("long-pause", "sub/a.xml.j2", 4)]


def test_a_file_under_two_names_is_judged_once(lint: Command) -> None:
    lint.write("a/bad.xml", BAD)
    assert lint.json("a", "./a", "a/../a/bad.xml", "a/bad.xml").rules == ["unknown-member"]


def test_a_file_whose_name_is_not_text(lint: Command) -> None:
    try:
        name = os.fsdecode(b"caf\xe9.xml")
        (lint.folder / name).write_bytes(BAD)
    except OSError:
        pytest.skip("this file system has only text as names")
    found = lint.json(".").json
    assert found[0]["path"] == "caf\udce9.xml"


def test_select_and_ignore(lint: Command) -> None:
    lint.write("a.xml", b'<Response version="1.0"><Pause length="60"/><Gather action_url="http://e.com/"/></Response>')
    assert lint.json("a.xml").rules == ["long-pause", "gather-without-prompt", "no-way-out"]
    assert lint.json("a.xml", "--select", "long-pause").rules == ["long-pause"]
    assert lint.json("a.xml", "--select", "flow,media").rules == ["long-pause", "no-way-out"]
    assert lint.json("a.xml", "--ignore", "input", "--ignore", "no-way-out").rules == ["long-pause"]
    assert "insecure-url" in lint.json("a.xml", "--preset", "static").rules
    assert "insecure-url" in lint.json("a.xml", "--extend-select", "insecure-url").rules
    wrong = lint("a.xml", "--select", "long-puase")
    assert wrong.code == 2 and 'did you mean "long-pause"?' in wrong.err
    assert lint("a.xml", "--ignore", "unreached-branch", "--select", "all").code == 1


def test_output_file(lint: Command) -> None:
    lint.write("bad.xml", BAD)
    result = lint("bad.xml", "--output-format", "json", "--output-file", "report.json")
    assert result.code == 1 and "error[unknown-member]" in result.out
    assert json.loads((lint.folder / "report.json").read_text())[0]["rule"] == "unknown-member"


def test_github_is_noticed(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    lint.write("bad.xml", BAD)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert lint("bad.xml").out.startswith("::error file=bad.xml,line=1,")
    assert lint("bad.xml", "--output-format", "concise").out.startswith("bad.xml:1:61:")
    assert lint(str(lint.folder / "bad.xml")).out.startswith("::error file=bad.xml,")
    monkeypatch.setenv("GITHUB_ACTIONS", "1")
    assert lint("bad.xml").out.startswith("::error ")
    monkeypatch.setenv("GITHUB_ACTIONS", "false")
    assert lint("bad.xml").out.startswith("error[")


def test_statistics(lint: Command) -> None:
    lint.write("a.xml", BAD)
    lint.write("b.xml", BAD)
    lint.write("c.xml", WARNED)
    assert lint(".", "--output-format", "concise", "--statistics").out.endswith("2  unknown-member\n1  long-pause\n")


def test_a_directory_that_is_a_link_to_itself(lint: Command) -> None:
    lint.write("site/a.xml", BAD)
    (lint.folder / "site" / "again").symlink_to(lint.folder / "site")
    assert len(lint.json("site").json) == 1


def test_wrong_usage(lint: Command) -> None:
    lint.write("a.xml", GOOD)
    assert lint("-", "a.xml").code == 2
    assert lint("a.xml", "--fix", "--add-ignores=").code == 2
    assert lint("a.xml", "--config", "nowhere.toml").code == 2
    assert lint("-", "--add-ignores=").code == 2
    assert lint("-", "--watch").code == 2


def test_nothing_to_watch(lint: Command) -> None:
    result = lint("nowhere", "--watch")
    assert (result.code, result.err) == (2, "voxml: nowhere: no such file or directory\n")


def test_every_change_is_linted(lint: Command) -> None:
    path = lint.write("site/a.xml", WARNED)
    command = [sys.executable, "-m", "voxml", "lint", "site", "--watch", "--output-format", "concise", "--no-cache"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert "long-pause" in process.stdout.readline()
        line = ""
        for _ in range(1000):  # a change made before the watching began is not seen
            path.write_bytes(BAD)
            if select.select([process.stdout], [], [], 0.3)[0]:
                line = process.stdout.readline()
                break
        if "unknown-member" not in line:
            process.kill()
        assert "unknown-member" in line
        process.send_signal(signal.SIGINT)
        assert process.wait(300) == 0


def test_templates_are_judged(lint: Command) -> None:
    lint.write(
        "a.xml.j2",
        '{# voxml\n[parameters.name]\ntype = "text"\nexample = "Ann"\n#}\n<Response version="1.0"><Say>Hello {{ name }}.</Say><Pause length="60"/></Response>\n',
    )
    lint.write("other.json.j2", '{"port": {{ port }}}')
    lint.write("part.xml.j2", '{% from "voxml/verbs.j2" import say %}{{ say("Good morning.") }}')
    lint.write("child.xml.j2", '{%- extends "a.xml.j2" %}\n{% nothing %}')
    found = lint.json(".")
    assert [(each["rule"], each["path"], each["line"]) for each in found.json] == [
        ("long-pause", "a.xml.j2", 6),
        ("template-syntax", "child.xml.j2", 2),
    ]


def test_the_xsd_engine_agrees(lint: Command) -> None:
    lint.write("bad.xml", BAD)
    assert lint.json("bad.xml", "--engine", "xsd").rules == ["unknown-member"]
