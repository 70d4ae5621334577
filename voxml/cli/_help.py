"""Commands whose help is in groups and in colour, and which all have `--color`."""

from __future__ import annotations

import sys
from typing import Any

import click

from voxml.cli._terminal import COLOR, has_color

#: The headings of `--help`, each with the options that stand under it in any command; the rest is under "Options".
SECTIONS = {
    "Rules": (
        *("--preset", "--select", "--extend-select", "--ignore", "--min-severity", "--fail-on", "--no-ignores"),
        *("--add-ignores", "--baseline", "--write-baseline", "--engine"),
    ),
    "Fixes": ("--fix", "--unsafe-fixes", "--diff", "--exit-non-zero-on-fix"),
    "The callee": ("--press", "--say", "--wait", "--hear", "--hang-up", "--barge-in", "--script", "--interactive"),
    "The call": (
        *("--from", "--to", "--answer-url", "--answer-method", "--ring-url", "--hangup-url", "--fallback-url"),
        *("--ring-timeout", "--time-limit", "--machine-detection", "--status-callback-url"),
        *("--status-callback-method", "--inbound", "--pick-up", "--dial"),
    ),
    "Pace and limits": ("--rate", "--concurrency", "--limit", "--stop-after"),
    "Whom not to dial": ("--do-not-call", "--quiet-hours", "--time-zone", "--replace-rules", "--allow-repeats"),
    "Documents": ("--template", "--publish-to", "--publish-url", "--no-preflight", "--manifest", "--start", "--set"),
    "Files and settings": (
        *("--config", "--isolated", "--no-cache", "--jobs", "--stdin-filename", "--force-exclude", "--show-files"),
        *("--watch", "--state", "--keep"),
    ),
    "Server": ("--host", "--port", "--allow-host", "--open", "--route", "--clock", "--seed", "--reply"),
    "Account": ("--auth", "--tenant-id"),
    "Output": (
        *(
            "--output",
            "--output-file",
            "--output-format",
            "--json",
            "--report",
            "--wav",
            "--html",
            "--expect",
            "--update",
            "--statistics",
        ),
        *("--exit-zero", "--show-numbers", "--color", "--quiet", "--verbose"),
    ),
}
_SECTION_OF = {option: title for title, options in SECTIONS.items() for option in options}
#: A command with fewer options has one list of them.
_FEW = 8


def _choose_color(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        COLOR.set(value)
        ctx.color = None if value == "auto" else value == "always"


_COLOR = click.Option(
    ["--color"],
    type=click.Choice(["auto", "always", "never"]),
    help="When to use colours.  [auto]",
    expose_value=False,
    is_eager=True,
    callback=_choose_color,
)


class _Formatter(click.HelpFormatter):
    """Help in the colours of all other output: headings bold, what is typed in cyan."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(_styled(prog, fg="cyan"), args, prefix or f"{_styled('Usage:', bold=True)} ")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_styled(f'{heading}:', bold=True)}\n")

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_styled(first, fg="cyan"), second) for first, second in rows], col_max, col_spacing)


def _styled(text: str, **style: Any) -> str:
    return click.style(text, **style) if has_color(sys.stdout) else text


class _Context(click.Context):
    formatter_class = _Formatter


class _WithColor(click.Command):
    context_class = _Context

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its options with `--color` before `--help`."""
        *found, help_option = super().get_params(ctx)
        return [*found, _COLOR, help_option]


class Command(_WithColor):
    """A command of voxml."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their headings."""
        records = [
            (max(option.opts, key=len), record)
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)) is not None
        ]
        sections: dict[str, list[tuple[str, str]]] = {"Options": []}
        has_sections = len(records) > _FEW
        for title in SECTIONS:
            rows = [record for name, record in records if has_sections and _SECTION_OF.get(name) == title]
            if len(rows) > 1:
                sections[title] = rows
        grouped = {id(record) for rows in sections.values() for record in rows}
        sections["Options"] = [record for _, record in records if id(record) not in grouped]
        for title, rows in sections.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class Group(_WithColor, click.Group):
    """A command of voxml that has commands."""

    command_class = Command
