"""`voxml lint`: check documents, and fix them."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._lint_options import LintOptions
from voxml.cli._options import Renamed, as_options
from voxml.config.known import FORMATS
from voxml.diagnostics import SEVERITIES

#: Those of voxml.rules, which is imported when it is needed; a test compares them.
PRESETS = ("default", "static", "strict")

#: In bytes: a document of thousands of instructions.
_LONG = 1 << 20

_F = TypeVar("_F", bound=Callable[..., Any])


def _complete_rule(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from voxml.rules import RULES
    from voxml.rules.rule import CATEGORIES

    done, comma, last = typed.rpartition(",")
    return [done + comma + name for name in (*CATEGORIES, *RULES) if name.startswith(last)]


def _names(_ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _rules_option(name: str, text: str) -> Callable[[_F], _F]:
    return click.option(
        name, multiple=True, metavar="RULE,…", callback=_names, shell_complete=_complete_rule, help=text
    )


@click.command(cls=Command, short_help="Check documents, and fix what can be fixed.")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]", type=click.Path())
@click.option("--output-format", type=click.Choice(FORMATS), help="How diagnostics are shown: full without it.")
@json_option
@click.option(
    "-o",
    "--output",
    "--output-file",
    cls=Renamed,
    old=["--output-file"],
    metavar="FILE",
    type=click.Path(),
    help="Write the report there, too.",
)
@click.option("--preset", type=click.Choice(PRESETS), help="Which set of rules is run.")
@_rules_option("--select", "Run these rules or categories only.")
@_rules_option("--extend-select", "Run these besides.")
@_rules_option("--ignore", "Do not run these.")
@click.option("--min-severity", type=click.Choice(SEVERITIES), help="Report nothing below this severity.")
@click.option("--no-ignores", is_flag=True, help="Report what comments and per-file-ignores suppress, too.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed without changing what is meant.")
@click.option("--unsafe-fixes", is_flag=True, help="Fix more: look at what it did.")
@click.option("--diff", is_flag=True, help="Show what --fix would do, and change nothing.")
@click.option(
    "--add-ignores", metavar="REASON", is_flag=False, flag_value="", help="Add comments that suppress what is found."
)
@click.option("--baseline", metavar="FILE", type=click.Path(), help="Report only what this file does not know.")
@click.option("--write-baseline", metavar="FILE", type=click.Path(), help="Write what is found now to this file.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="The lowest severity that makes exit code 1.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit 1 when something was fixed, whatever is left.")
@click.option("--statistics", is_flag=True, help="Count the diagnostics of each rule.")
@click.option("--show-files", is_flag=True, help="List the files that are checked or passed over, and why.")
@click.option("--force-exclude", is_flag=True, help="Treat files that are named as a walk treats them.")
@click.option(
    "--config", "config_path", metavar="FILE", envvar="VOXML_CONFIG", type=click.Path(), help="Settings to use."
)
@click.option("--isolated", is_flag=True, help="Read no settings.")
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called, and so which form it has.")
@click.option("--no-cache", is_flag=True, help="Check every file anew.")
@click.option("--jobs", "-j", type=click.IntRange(min=0), default=0, metavar="N", help="Processes; 0: one a processor.")
@click.option("--engine", type=click.Choice(["tables", "xsd"]), default="tables", help="xsd asks libxml2 besides.")
@click.option("-q", "--quiet", is_flag=True, help="Print diagnostics and errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that is passed over.")
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes.")
@as_options(LintOptions)
def command(options: LintOptions) -> int:
    """Check documents: files, directories, or - for standard input; without any, this directory.

    Exit codes: 0 clean, 1 problems, 2 wrong usage or a failure, 3 nothing to check.
    """
    from voxml.cli._lint_run import lint

    _check_usage(options)
    paths = options.paths or (".",)
    if options.watch:
        from voxml.cli._watching import watch

        return watch(paths, lambda: lint(paths, options))
    if _is_one_long_file(paths) and not options.fix and not options.diff:
        gc.disable()  # its tree is freed at exit; to look for garbage in it takes a sixth of the time
    return lint(paths, options)


def _is_one_long_file(paths: tuple[str, ...]) -> bool:
    return len(paths) == 1 and os.path.isfile(paths[0]) and os.path.getsize(paths[0]) > _LONG  # noqa: PTH113, PTH202


def _check_usage(options: LintOptions) -> None:
    is_input = "-" in options.paths
    if is_input and len(options.paths) > 1:
        raise click.UsageError("- must be the only path: standard input is one document")
    if options.watch and is_input:
        raise click.UsageError("--watch looks at files, and - is standard input")
    if options.add_ignores is not None and (options.fix or options.diff):
        raise click.UsageError("--add-ignores and --fix can't be used together")
    if options.add_ignores is not None and is_input:
        raise click.UsageError("--add-ignores changes files, and - is standard input")
    if options.baseline and options.write_baseline:
        raise click.UsageError("--baseline and --write-baseline can't be used together")
    if options.quiet and options.verbose:
        raise click.UsageError("--quiet and --verbose can't be used together")
    source = click.get_current_context().get_parameter_source("config_path")
    if options.isolated and options.config_path and source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--isolated and --config can't be used together")
