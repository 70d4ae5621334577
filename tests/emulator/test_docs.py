"""What docs/emulator.md and docs/simulate.md say is so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from voxml.cli import run
from voxml.emulator.emulator_settings import manual
from voxml.emulator.faults import MEANINGS

TOP = Path(__file__).parents[2]
EMULATOR = (TOP / "docs" / "emulator.md").read_text(encoding="utf-8")
SIMULATE = (TOP / "docs" / "simulate.md").read_text(encoding="utf-8")


def sessions() -> list[tuple[str, str]]:
    """The commands that are shown with what they print."""
    blocks = re.findall(r"```console\n\$ voxml (simulate .*)\n([\s\S]*?)```", SIMULATE)
    assert len(blocks) >= 3
    return blocks


@pytest.mark.parametrize(("command", "shown"), sessions())
def test_commands_print_what_is_shown(command, shown, capsys, monkeypatch):
    monkeypatch.chdir(TOP)
    run(shlex.split(command))
    assert capsys.readouterr().out == shown


def test_every_setting_is_listed_as_it_is():
    listed = re.findall(r"^\| `(\w+)` \| `(.*?)` \| (.*?) \| (.*) \|$", EMULATOR, re.M)
    known = [(name, default, allowed.replace("|", ", "), about) for name, allowed, default, about in manual()]
    assert listed == known


def test_every_fault_is_listed():
    for kind, meaning in MEANINGS.items():
        assert f"| `{kind}` | {meaning} |" in EMULATOR


def test_every_endpoint_is_listed():
    from voxml.emulator.api.admin_api import routes

    for route in routes:
        if route.path != "/_emulator/health":
            assert route.path.replace("{name}", "{uuid}.wav") in EMULATOR, route.path


def test_the_sample_of_an_emulator_in_process(capsys):
    [sample] = [block for block in re.findall(r"```python\n([\s\S]*?)```", EMULATOR) if "running(" in block]
    exec(sample, {})
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")


def test_the_tests_that_are_shown_pass(tmp_path):
    [sample] = re.findall(r"```python\n([\s\S]*?)```", SIMULATE)
    (tmp_path / "test_sample.py").write_text(sample)
    arguments = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(
        [*arguments, str(tmp_path)], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert "2 passed" in done.stdout, done.stdout


def test_the_script_that_is_shown_is_right(tmp_path):
    from voxml.emulator.callee.script import load_script

    [sample] = re.findall(r"```toml\n([\s\S]*?)```", SIMULATE)
    path = tmp_path / "script.toml"
    path.write_text(sample)
    assert len(load_script(str(path)).turn) == 2
