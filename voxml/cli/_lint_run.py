"""Runs `voxml lint`, without click: importing it takes longer than judging a file.

`voxml lint PATH…` is what editors and hooks run again and again, so it comes here straight from `voxml.cli.run`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.config import Settings

#: What the options are when none is given; a test holds it against those of the command.
PLAIN: dict[str, Any] = {
    "output_format": None, "output_file": None, "preset": None, "select": (), "extend_select": (), "ignore": (),
    "fix": False, "unsafe_fixes": False, "diff": False, "add_ignores": None, "baseline": None, "write_baseline": None,
    "fail_on": None, "exit_zero": False, "statistics": False, "config_path": None, "isolated": False,
    "stdin_filename": None, "no_cache": False, "jobs": 0, "engine": "tables",
}  # fmt: skip


def is_plain(arguments: list[str]) -> bool:
    """Whether a command line is `lint` with paths and nothing else, so that there is nothing to parse."""
    return (
        arguments[:1] == ["lint"]
        and not any(argument.startswith("-") for argument in arguments)
        and not {"VOXML_CONFIG", "_VOXML_COMPLETE"} & os.environ.keys()
    )


def once(paths: tuple[str, ...], given: dict[str, Any]) -> int:
    """Lint these paths with what the options say; the answer is the exit code."""
    import gc

    from voxml.cli._linting import Session
    from voxml.linting.run import Options, Run

    # Trees are made and dropped as wholes; looking through a long one again and again takes a tenth of its time.
    gc.set_threshold(20_000, 10, 10)

    format_name = given["output_format"]
    options = Options(
        config_path=given["config_path"],
        is_isolated=given["isolated"],
        adapt=_Adapt(given),
        engine=given["engine"],
        stdin_name=given["stdin_filename"],
        uses_cache=not given["no_cache"],
        jobs=given["jobs"],
    )
    run = Run(paths, options)
    if format_name is None:
        is_on_github = os.environ.get("GITHUB_ACTIONS", "").lower() not in ("", "0", "false")
        format_name = run.settings().output_format or ("github" if is_on_github else "full")
    return Session(run, format_name, given).finish()


class _Adapt:
    """Applies what the command line says to the settings of a file."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given

    def __call__(self, settings: Settings) -> Settings:
        given = self._given
        choice = settings.choice
        if given["preset"]:
            # A preset that is asked for here is in place of what the settings select.
            choice = choice._replace(preset=given["preset"], select=())
        if given["select"]:
            choice = choice._replace(select=given["select"], extend_select=(), ignore=())
        choice = choice._replace(
            extend_select=choice.extend_select + given["extend_select"], ignore=choice.ignore + given["ignore"]
        )
        return settings._replace(choice=choice)
