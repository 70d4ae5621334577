"""`voxml config show`, `completion`, `help` and the schema of the settings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

from tests.conftest import Voxml
from voxml import config
from voxml.cli import _commands
from voxml.cli.completion import SHELLS
from voxml.config.known import KNOWN
from voxml.config.settings_schema import settings_schema
from voxml.errors import ConfigError

TEXT = 'base_url = "https://e.example"\n\n[lint]\nfail-on = "error"\n[site]\nhost = "nginx"\n[site.menus.menu]\n"1" = "sales"\n'


def test_each_setting_its_value_and_where_from(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "voxml.toml").write_text(TEXT)
    (tmp_path / "deep").mkdir()
    rows = {row["name"]: row for row in json.loads(voxml("config", "show", "deep", "--json").out)}
    assert rows["lint.fail-on"]["value"] == "error" and rows["lint.fail-on"]["line"] == 4
    assert rows["lint.fail-on"]["origin"].endswith("voxml.toml")
    assert rows["site.platform"]["value"] == "nginx"
    assert rows["site.menus"]["value"] == {"menu": {"1": "sales"}} and rows["site.menus"]["line"] == 7
    assert (rows["lint.preset"]["value"], rows["lint.preset"]["origin"]) == ("default", "default")
    shown = voxml("config", "show").out
    assert re.search(r'^lint\.fail-on +"error"  \(.*voxml\.toml:4\)$', shown, re.MULTILINE)
    assert {setting.name for setting in KNOWN} <= set(rows)


def test_secrets_are_not_shown(voxml: Voxml, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRYVOX_API_KEY", "tvx_sk_live_0123456789")
    monkeypatch.setenv("TRYVOX_WEBHOOK_SECRET", "whsec_secret")
    shown = voxml("config", "show").out + voxml("config", "show", "--output-format", "json").out
    assert "0123456789" not in shown and "whsec_secret" not in shown
    assert "set, not shown" in shown


def test_another_file_for_every_command(voxml: Voxml, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "voxml.toml").write_text("[lint]\nselct = 1\n")
    (tmp_path / "other.toml").write_text('[lint]\nfail-on = "error"\n')
    (tmp_path / "a.xml").write_text('<Response version="1.0"><Say>Hi.</Say><Hangup/></Response>')
    assert voxml("lint", "a.xml").code == 2
    monkeypatch.setenv("VOXML_CONFIG", "other.toml")
    assert voxml("lint", "a.xml").code == 0
    assert voxml("build", ".", "-o", "out", "--base-url", "https://e.example").code == 0
    assert "other.toml:2" in voxml("config", "show").out


def test_the_schema_and_the_reader_agree(tmp_path: Path) -> None:
    import tomllib

    validator = jsonschema.Draft202012Validator(settings_schema())
    validator.check_schema(settings_schema())
    validator.validate(tomllib.loads(TEXT))
    for wrong in (
        "[lint]\nselct = []\n",
        '[lint]\npreset = "x"\n',
        "[emulator]\n",
        '[site.menus.a]\nx = "b"\n',
        "[lint]\ncache = 1\n",
    ):
        assert not validator.is_valid(tomllib.loads(wrong))
        (tmp_path / "voxml.toml").write_text(wrong)
        with pytest.raises(ConfigError):
            config.read(str(tmp_path / "voxml.toml"))


def test_the_schema_is_printed(voxml: Voxml) -> None:
    assert json.loads(voxml("schema", "settings").out) == settings_schema()


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_of_each_shell(voxml: Voxml, shell: str) -> None:
    result = voxml("completion", shell)
    if shell == "powershell" and result.code:
        assert "click 8.5" in result.err
    else:
        assert "_VOXML_COMPLETE" in result.out


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("voxml li", "lint"),
        ("voxml lint --preset st", "static"),
        ("voxml lint --ignore long-pa", "long-pause"),
        ("voxml render appoint", "appointment-reminder"),
        ("voxml templates show appoint", "appointment-reminder"),
        ("voxml build --platform git", "github-pages"),
        ("voxml explain Gather.time", "Gather.timeout"),
        ("voxml help pub", "publish"),
        ("voxml completion z", "zsh"),
    ],
)
def test_values_are_completed(words: str, wanted: str) -> None:
    environment = os.environ | {
        "_VOXML_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    command = [sys.executable, "-m", "voxml"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert f"plain,{wanted}" in done.stdout.splitlines(), done


def test_help_of_a_command_is_that_of_its_option(voxml: Voxml) -> None:
    assert voxml("help", "lint").out == voxml("lint", "--help").out
    assert voxml("help", "calls", "list").out == voxml("calls", "list", "--help").out
    assert voxml("help").out == voxml("--help").out
    wrong = voxml("help", "lnit")
    assert wrong.code == 2 and 'did you mean "lint"?' in wrong.err
    assert "Traceback" not in voxml("help", "lint", "x").err


def test_every_command_has_help(voxml: Voxml) -> None:
    for name in _commands.voxml.list_commands(click.Context(_commands.voxml)):
        assert voxml("help", name).code == 0
