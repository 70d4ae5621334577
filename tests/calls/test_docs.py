"""The samples of docs/calls.md run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest

from voxml.cli._commands import voxml

PAGE = (Path(__file__).parents[2] / "docs" / "calls.md").read_text()
SAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [
    shlex.split(line)[2:]
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("$ voxml call")
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_python(sample: str, fault_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = fault_server()
    for name, value in server.settings().items():
        monkeypatch.setenv(name, value)
    exec(compile(sample, "docs/calls.md", "exec"), {})


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_commands_are_understood(words: list[str]) -> None:
    """Every option and argument of the page is one of the command's."""
    context = click.Context(voxml)
    name, command, rest = voxml.resolve_command(context, words)
    while isinstance(command, click.Group):
        with command.make_context(name, list(rest), parent=context, resilient_parsing=True) as inner:
            name, command, rest = command.resolve_command(inner, list(rest))
    assert command is not None
    with command.make_context(name, list(rest), parent=context):
        pass


def test_every_option_is_told_of() -> None:
    from voxml.cli.call import command

    options = {option for parameter in command.params for option in parameter.opts}
    parameters = {"--from", "--to", "--ring-timeout", "--time-limit", "--auth", "--tenant-id", "--output-format"}
    told = set(re.findall(r"--[a-z-]+", PAGE))
    missing = {option for option in options - told - parameters if option[2:].replace("-", "_") not in PAGE}
    assert missing == set()
    assert len(SAMPLES) == 5
