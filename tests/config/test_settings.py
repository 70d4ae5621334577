"""Settings: where they are found, what they say, and what is wrong with them."""

from __future__ import annotations

import pytest

from tests.linting.helpers import Command

PAUSE = b'<Response version="1.0"><Pause length="60"/><Reject/></Response>'


def test_voxml_toml_and_pyproject(lint: Command) -> None:
    lint.write("a.xml", PAUSE)
    lint.write("voxml.toml", '[lint]\nselect = ["media"]\n')
    assert lint.json("a.xml").rules == ["long-pause"]
    (lint.folder / "voxml.toml").unlink()
    lint.write("pyproject.toml", '[tool.voxml.lint]\nselect = ["reject-not-first"]\n')
    assert lint.json("a.xml").rules == ["reject-not-first"]
    lint.write("pyproject.toml", "[tool.other]\nselect = 1\n")
    assert lint.json("a.xml").rules == ["long-pause", "reject-not-first"]


def test_the_nearest_settings_count(lint: Command) -> None:
    lint.write("voxml.toml", '[lint]\nselect = ["long-pause"]\n')
    lint.write("a/x.xml", PAUSE)
    lint.write("b/voxml.toml", '[lint]\nselect = ["reject-not-first"]\n')
    lint.write("b/deep/x.xml", PAUSE)
    lint.write("c/x.xml", PAUSE)
    wanted = [("a/x.xml", "long-pause"), ("b/deep/x.xml", "reject-not-first"), ("c/x.xml", "long-pause")]
    assert [(each["path"], each["rule"]) for each in lint.json(".").json] == wanted
    assert [each["rule"] for each in lint.json("b/deep/x.xml").json] == ["reject-not-first"]


def test_direction_and_base_url(lint: Command) -> None:
    lint.write("a.xml", b'<Response version="1.0"><Reject/></Response>')
    lint.write("voxml.toml", 'direction = "outbound"\n')
    assert lint.json("a.xml").rules == ["reject-outbound"]
    lint.write("voxml.toml", '[lint]\ndirection = "outbound"\n')
    assert lint.json("a.xml").rules == ["reject-outbound"]
    lint.write("menu.xml", b'<Response version="1.0"><Redirect>https://e.com/voice/menu.json</Redirect></Response>')
    lint.write("voxml.toml", '[site]\nbase_url = "https://e.com/voice/"\n[lint]\npreset = "static"\n')
    assert lint.json("menu.xml").rules == ["post-to-static-host", "redirect-to-self"]
    lint.write("voxml.toml", 'static_hosts = ["e.com"]\n[lint]\npreset = "static"\n')
    assert lint.json("menu.xml").rules == ["post-to-static-host"]


def test_severity_and_fail_on(lint: Command) -> None:
    lint.write("a.xml", b'<Response version="1.0"><Pause length="60"/></Response>')
    lint.write("voxml.toml", '[lint.severity]\nlong-pause = "error"\n')
    assert lint.json("a.xml").json[0]["severity"] == "error"
    lint.write("voxml.toml", '[lint]\nfail-on = "error"\n')
    assert lint("a.xml").code == 0
    lint.write("voxml.toml", '[lint.severity]\nmedia = "info"\n')
    assert lint("a.xml").code == 0


def test_include_and_exclude(lint: Command) -> None:
    for name in ("a.xml", "b.vxm", "drafts/c.xml", "x/drafts/d.xml", "x/e.xml"):
        lint.write(name, PAUSE)
    lint.write("voxml.toml", '[lint]\nselect = ["long-pause"]\ninclude = ["*.vxm"]\nexclude = ["/drafts/", "e.xml"]\n')
    assert [each["path"] for each in lint.json(".").json] == ["a.xml", "b.vxm", "x/drafts/d.xml"]


def test_per_file_ignores(lint: Command) -> None:
    for name in ("a.xml", "legacy/b.xml", "legacy/deep/c.xml"):
        lint.write(name, PAUSE)
    lint.write("voxml.toml", '[lint.per-file-ignores]\n"legacy/*.xml" = ["flow"]\n"legacy/" = ["long-pause"]\n')
    found = [(each["path"], each["rule"]) for each in lint.json(".").json]
    assert found == [
        ("a.xml", "long-pause"),
        ("a.xml", "reject-not-first"),
        ("legacy/deep/c.xml", "reject-not-first"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[lint]\nselct = []\n", 'unknown key "lint.selct"; did you mean "select"?'),
        ('preset = "static"\n', 'unknown key "preset"; it belongs in [lint]'),
        ("[lnit]\n", 'unknown key "lnit"; did you mean "lint"?'),
        ('[lint]\nselect = ["long-puase"]\n', 'did you mean "long-pause"?'),
        ('[lint]\nignore = ["flw"]\n', 'lint.ignore: there is no rule or category "flw"; did you mean "flow"?'),
        ('[lint]\noutput-format = "xml"\n', 'lint.output-format: found "xml"; expected one of full, concise'),
        ('[lint.severity]\nlong-puase = "info"\n', 'lint.severity: there is no rule or category "long-puase"'),
        ("[lint]\nselect = [1]\n", "select: found [1]; expected an array of strings"),
        ('[lint]\npreset = "strictest"\n', 'found "strictest"; expected one of default, static, strict'),
        ('[lint]\nfail-on = "fatal"\n', 'lint.fail-on: found "fatal"'),
        ('[lint.severity]\nlong-pause = "bad"\n', 'lint.severity.long-pause: found "bad"'),
        ('[lint.per-file-ignores]\n"*" = ["nothing"]\n', 'there is no rule or category "nothing"'),
        ('direction = "sideways"\n', 'direction: found "sideways"'),
        ('base_url = "example.com"\n', 'base_url: found "example.com"'),
        ("[lint\n", "found text that is not TOML"),
        ("lint = 1\n", "lint: found 1; expected a table"),
        ("[lint]\nper-file-ignores = {}\nper_file_ignores = {}\n", "twice"),
    ],
)
def test_wrong_settings_are_named(lint: Command, text: str, message: str) -> None:
    lint.write("a.xml", PAUSE)
    lint.write("voxml.toml", text)
    result = lint("a.xml")
    assert result.code == 2
    assert message in result.err
    assert "voxml.toml:" in result.err and "Traceback" not in result.err


def test_all_that_is_wrong_is_named_at_once_with_its_line(lint: Command) -> None:
    lint.write("a.xml", PAUSE)
    text = """base_url = "example.com"
[lint]
preset = "strictest"
selct = []
[lint.severity]
long-pause = "bad"
[site]
entires = ["x"]
[site.menus.menu]
"a" = "sales"
[emulator]
port = 1
"""
    lint.write("voxml.toml", text)
    lines = [line.rpartition("voxml.toml:")[2] for line in lint("a.xml").err.splitlines()]
    assert [(int(line.partition(":")[0]), line.partition(": ")[2].partition(":")[0]) for line in lines] == [
        (1, "base_url"),
        (3, "lint.preset"),
        (4, 'unknown key "lint.selct"; did you mean "select"?'),
        (6, "lint.severity.long-pause"),
        (8, 'unknown key "site.entires"; did you mean "entries"?'),
        (9, "site.menus.menu"),
        (11, 'unknown key "emulator"'),
    ]
    lint.write("pyproject.toml", "[project]\nname = 'x'\n[tool.voxml.lint]\nselct = 1\n")
    (lint.folder / "voxml.toml").unlink()
    assert "pyproject.toml:4: unknown key" in lint("a.xml").err


@pytest.mark.parametrize("command", ["build . -o out --base-url https://e.example", "lint a.xml", "graph ."])
def test_every_command_refuses_unknown_settings(lint: Command, voxml, command: str) -> None:
    lint.write("a.xml", PAUSE)
    lint.write("voxml.toml", "[lint]\nselct = []\n")
    result = voxml(*command.split())
    assert result.code == 2
    assert 'unknown key "lint.selct"' in result.err


def test_the_command_line_wins(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    lint.write("a.xml", PAUSE)
    lint.write("voxml.toml", '[lint]\nselect = ["long-pause"]\n')
    lint.write("other.toml", '[lint]\nselect = ["reject-not-first"]\n')
    assert lint.json("a.xml", "--select", "reject-not-first").rules == ["reject-not-first"]
    assert lint.json("a.xml", "--config", "other.toml").rules == ["reject-not-first"]
    assert lint.json("a.xml", "--isolated").rules == ["long-pause", "reject-not-first"]
    assert lint.json("a.xml", "--ignore", "long-pause").rules == []
    monkeypatch.setenv("VOXML_CONFIG", "other.toml")
    assert lint.json("a.xml").rules == ["reject-not-first"]


def test_a_baseline(lint: Command) -> None:
    text = '<Response version="1.0">\n  <Pause length="60"/>\n  <Reject/>\n</Response>\n'
    path = lint.write("a.xml", text)
    wrote = lint("a.xml", "--write-baseline", "known.json")
    assert wrote.code == 0 and "2 problems" in wrote.err
    assert lint("a.xml", "--baseline", "known.json").code == 0
    path.write_text(text.replace("  <Pause", '<!-- new -->\n\n<Pause length="30"/>\n<Pause', 1))
    new = lint.json("a.xml", "--baseline", "known.json").json
    assert [(each["rule"], each["line"]) for each in new] == [("long-pause", 4)]
    lint.write("voxml.toml", '[lint]\nbaseline = "known.json"\n')
    path.write_text(text)
    assert lint("a.xml").code == 0
    lint.write("known.json", "{}")
    assert lint("a.xml").code == 2


def test_rules_of_templates_are_chosen_like_others(lint: Command) -> None:
    lint.write("a.xml.j2", '<Response version="1.0"><Say>Hello {{ name }}.</Say></Response>')
    assert lint.json("a.xml.j2").rules == ["untried-template"]
    assert lint.json("a.xml.j2", "--ignore", "untried-template").rules == []
    assert lint.json("a.xml.j2", "--select", "flow").rules == []
    assert lint.json("a.xml.j2", "--select", "untried-template").rules == ["untried-template"]
    lint.write("voxml.toml", '[lint.severity]\nuntried-template = "error"\n')
    assert lint.json("a.xml.j2").json[0]["severity"] == "error"


def test_a_baseline_counts_in_every_folder_below_its_settings(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    lint.write("sub/a.xml", PAUSE)
    lint.write("voxml.toml", '[lint]\nbaseline = "known.json"\n')
    assert lint(".", "--write-baseline", "known.json").code == 0
    assert lint(".").code == 0
    monkeypatch.chdir(lint.folder / "sub")
    assert lint("a.xml").code == 0 and lint(str(lint.folder / "sub")).code == 0
    assert lint("a.xml", "--isolated").code == 1
