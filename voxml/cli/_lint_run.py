"""Runs `voxml lint`, without click where it can: importing that takes longer than judging a file.

`voxml lint PATH…` with the usual options is what editors and hooks run again and again, so it comes here straight from
`voxml.cli.run`. Whatever is unusual or wrong is for click to read, and to complain about.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from voxml.cli._output import write_text

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.linting.whole_runs import Said, WholeRun

#: What the options are when none is given; a test holds it against those of the command.
PLAIN: dict[str, Any] = {
    "output_format": None, "output_file": None, "preset": None, "select": (), "extend_select": (), "ignore": (),
    "fix": False, "unsafe_fixes": False, "diff": False, "add_ignores": None, "baseline": None, "write_baseline": None,
    "fail_on": None, "exit_zero": False, "statistics": False, "config_path": None, "isolated": False,
    "stdin_filename": None, "no_cache": False, "jobs": 0, "engine": "tables",
}  # fmt: skip


_FLAGS = ("fix", "unsafe_fixes", "diff", "exit_zero", "statistics", "isolated", "no_cache")
_RULES = ("select", "extend_select", "ignore")
_VALUES = ("output_format", "preset", "fail_on", "stdin_filename", "jobs")


def read(arguments: list[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """The paths and options of a usual `voxml lint`; None where there is more to read, or anything is wrong.

    `arguments` are those after `lint`. A test holds what is read here against what click reads.
    """
    if {"VOXML_CONFIG", "_VOXML_COMPLETE"} & os.environ.keys():
        return None
    paths: list[str] = []
    given = dict(PLAIN)
    ahead = iter(arguments)
    for argument in ahead:
        if argument[:1] != "-" or argument == "-":
            paths.append(argument)
            continue
        option, has_value, value = argument.partition("=")
        name = option[2:].replace("-", "_") if option[:2] == "--" and "_" not in option else ""
        if name in _FLAGS and not has_value:
            given[name] = True
            continue
        if name not in _RULES and name not in _VALUES:
            return None
        if not has_value:
            value = next(ahead, "-")
        meant = _read_value(name, value)
        if meant is None:
            return None
        given[name] = given[name] + meant if name in _RULES else meant
    if "-" in paths and len(paths) > 1:
        return None
    return tuple(paths) or (".",), given


def _read_value(name: str, value: str) -> Any:
    """The value of an option; None when it is not surely a right one."""
    if value[:1] == "-":
        return None
    if name in _RULES:
        return tuple(rule.strip() for rule in value.split(",") if rule.strip())
    if name == "jobs":
        return int(value) if value.isascii() and value.isdigit() else None
    if name == "stdin_filename":
        return value
    from voxml.config import FORMATS
    from voxml.diagnostics import SEVERITIES
    from voxml.rules import PRESETS

    choices: tuple[str, ...] = {"output_format": FORMATS, "preset": PRESETS, "fail_on": SEVERITIES}[name]
    return value if value in choices else None


#: What no run may be asked that is only repeated: to write files, or to read others than those that it looks at.
_MORE_THAN_WORDS = (
    "output_file",
    "fix",
    "unsafe_fixes",
    "diff",
    "add_ignores",
    "baseline",
    "write_baseline",
    "config_path",
)


def once(paths: tuple[str, ...], given: dict[str, Any]) -> int:
    """Lint these paths with what the options say; the answer is the exit code."""
    whole = None
    if all(map(os.path.isdir, paths)) and not given["no_cache"] and not any(map(given.get, _MORE_THAN_WORDS)):
        from voxml.linting.whole_runs import WholeRun

        whole = WholeRun(paths, (sorted(given.items()), _surroundings()))
        said = whole.recall()
        if said is not None:
            return _repeat(said)
    return _anew(paths, given, whole)


def _surroundings() -> list[object]:
    """What the look of the output depends on besides the options."""
    streams: list[object] = [(stream.isatty(), stream.encoding) for stream in (sys.stdout, sys.stderr)]
    try:
        streams.append(os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        streams.append(None)
    names = ("NO_COLOR", "FORCE_COLOR", "TERM", "GITHUB_ACTIONS")
    return [*streams, *map(os.environ.get, names)]


def _repeat(said: Said) -> int:

    write_text(sys.stdout, said.out)
    write_text(sys.stderr, said.err)
    return said.code


def _anew(paths: tuple[str, ...], given: dict[str, Any], whole: WholeRun | None) -> int:
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
    return Session(run, format_name, given, whole).finish()


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
