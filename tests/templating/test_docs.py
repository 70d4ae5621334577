"""Every sample in docs/templates.md runs, and shows what it really gives."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from voxml.cli import run
from voxml.templating import Templates, lint_template

TEXT = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page shows."""
    for block in _BLOCK.finditer(TEXT):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["body"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_give_what_the_page_shows(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    blocks = [block["body"] for block in _BLOCK.finditer(TEXT) if block["kind"] == "console"]
    assert len(blocks) >= 4
    for body in blocks:
        command, _, expected = body.partition("\n")
        words = shlex.split(command.removeprefix("$ "))
        assert words[0] == "voxml"
        run(words[1:])
        captured = capfd.readouterr()
        assert (captured.out + captured.err).rstrip() == expected.rstrip()


def test_the_python_runs(folder: Path) -> None:
    shown = [block["body"] for block in _BLOCK.finditer(TEXT) if block["kind"] == "text"]
    outputs = []
    for block in _BLOCK.finditer(TEXT):
        if block["kind"] == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(block["body"], "docs/templates.md", "exec"), {})
            outputs.append(out.getvalue())
    assert shown[0] in outputs


def test_the_templates_are_clean(folder: Path) -> None:
    for name in ("pickup.xml.j2", "menu.xml.j2"):
        assert [each for each in lint_template(name) if each.severity == "error"] == []


def test_the_filters_give_what_the_table_says(folder: Path) -> None:
    table = TEXT[TEXT.index("| filter | gives in en-US |") :]
    rows = [line for line in table.splitlines()[2:12] if line.startswith("| `")]
    assert len(rows) == 10
    for row in rows:
        _, expressions, said, _ = re.split(r"(?<!\\)\|", row)
        first = re.findall(r"`([^`]+)`", expressions)[0].replace("\\|", "|").replace("at|", "'2026-11-24T14:30'|")
        path = folder / "t.xml.j2"
        path.write_text(f"{{# voxml\nlanguage = 'en-US'\n#}}<Response><Say>{{{{ {first} }}}}</Say></Response>")
        text = Templates().get(path).text({})
        assert text == f"<Response><Say>{said.split(';')[0].split(' (and')[0].strip()}</Say></Response>"
