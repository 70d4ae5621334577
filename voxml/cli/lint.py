"""`voxml lint`: finds what is wrong with documents, and mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from voxml.config import FORMATS

_SEVERITIES = ("error", "warning", "info")
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


@click.command(short_help="Check documents, and mend what can be mended.")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]", type=click.Path())
@click.option("--output-format", type=click.Choice(FORMATS), help="How findings are shown: full without it.")
@click.option("--output-file", metavar="FILE", type=click.Path(), help="Write the report there.")
@click.option("--preset", type=click.Choice(["default", "static", "strict"]), help="Which set of rules judges.")
@_rules_option("--select", "Judge by these rules or categories only.")
@_rules_option("--extend-select", "Judge by these besides.")
@_rules_option("--ignore", "Do not judge by these.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what is meant.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend more: look at what it did.")
@click.option("--diff", is_flag=True, help="Show what --fix would do, and change nothing.")
@click.option(
    "--add-ignores", metavar="REASON", is_flag=False, flag_value="", help="Add comments that silence what is found."
)
@click.option("--baseline", metavar="FILE", type=click.Path(), help="Report only what this file does not know.")
@click.option("--write-baseline", metavar="FILE", type=click.Path(), help="Write what is found now to this file.")
@click.option("--fail-on", type=click.Choice(_SEVERITIES), help="The mildest finding that makes exit code 1.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "--config", "config_path", metavar="FILE", envvar="VOXML_CONFIG", type=click.Path(), help="Settings to use."
)
@click.option("--isolated", is_flag=True, help="Read no settings.")
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called, and so which form it has.")
@click.option("--no-cache", is_flag=True, help="Judge every file anew.")
@click.option("--jobs", "-j", type=click.IntRange(min=0), default=0, metavar="N", help="Processes; 0: one a processor.")
@click.option("--engine", type=click.Choice(["tables", "xsd"]), default="tables", help="xsd asks libxml2 besides.")
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes.")
def command(paths: tuple[str, ...], watch: bool, **given: Any) -> int:
    """Check documents: files, directories, or - for standard input; without any, this directory.

    Exit codes: 0 clean, 1 findings, 2 wrong usage or a failure, 3 nothing to check.
    """
    from voxml.cli._lint_run import once

    _check_usage(paths, given)
    if watch and "-" in paths:
        raise click.UsageError("--watch looks at files, and - is standard input")
    if watch:
        from voxml.cli._watching import watch as keep_watching

        return keep_watching(paths or (".",), lambda: once(paths or (".",), given))
    return once(paths or (".",), given)


def _check_usage(paths: tuple[str, ...], given: dict[str, Any]) -> None:
    if "-" in paths and len(paths) > 1:
        raise click.UsageError("- stands alone: standard input is one document")
    if given["add_ignores"] is not None and (given["fix"] or given["diff"]):
        raise click.UsageError("--add-ignores and --fix can't be used together")
    if given["add_ignores"] is not None and "-" in paths:
        raise click.UsageError("--add-ignores changes files, and - is standard input")
    if given["baseline"] and given["write_baseline"]:
        raise click.UsageError("--baseline and --write-baseline can't be used together")
    if (
        given["isolated"]
        and given["config_path"]
        and click.get_current_context().get_parameter_source("config_path") is click.core.ParameterSource.COMMANDLINE
    ):
        raise click.UsageError("--isolated and --config can't be used together")
