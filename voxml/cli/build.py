"""`voxml build`: sources in, checked files for a static host out."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voxml.cli import _completing
from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._options import Renamed, as_options
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, complain, echo, echo_json, write_text
from voxml.cli._terminal import screen, style_of
from voxml.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.diagnostics import Diagnostic
    from voxml.site.model import Build

#: More infos than this are counted, not shown.
_MAX_INFOS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildOptions:
    """One field for each option."""

    src: Path | None
    out: Path | None
    base_url: str | None
    form: str | None
    hashed: bool | None
    platform: str | None
    old_platform: str | None
    strict: bool | None
    manifest: Path | None
    jobs: int | None
    no_cache: bool
    watch: bool
    output_format: str


@click.command("build", cls=Command, short_help="Build a site of answer documents.")
@click.argument("src", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "--out",
    "out",
    cls=Renamed,
    old=["--out"],
    type=click.Path(path_type=Path),
    help="Folder to build into.",
)
@click.option("--base-url", metavar="URL", help="Where the folder will be served, such as https://voice.example.com.")
@click.option("--form", type=click.Choice(["json", "xml", "both"]), help="Form of the documents; TryVox reads JSON.")
@click.option("--hashed/--no-hashed", default=None, help="Also write files that never change, named by their content.")
@click.option(
    "--platform",
    metavar="NAME",
    shell_complete=_completing.platforms,
    help="nginx, apache, caddy, s3, cloudflare-pages, netlify or github-pages.",
)
@click.option("--host", "old_platform", hidden=True)
@click.option("--strict/--no-strict", default=None, help="Let warnings fail the build too.")
@click.option(
    "--manifest", type=click.Path(path_type=Path), help="Where the manifest goes.  [SRC/.voxml/manifest.json]"
)
@click.option("--jobs", "-j", type=click.IntRange(1), default=None, help="Processes to work with.  [one a core]")
@click.option("--no-cache", is_flag=True, help="Render and check every source anew.")
@click.option("--watch", is_flag=True, help="Build again whenever a source changes.")
@click.option("--output-format", type=click.Choice(["text", "full", "json"]), default="text", help="How to print it.")
@json_option
@as_options(BuildOptions)
def command(options: BuildOptions) -> int:
    """Build the site in SRC: XML, JSON, templates and Python modules become checked documents in OUT.

    Nothing is written when there are errors; otherwise all files change at once. What was built, from what, is in the
    manifest, which `voxml publish`, `voxml probe` and `voxml call` read. SRC, OUT and the URL may stand in the settings.
    """
    from voxml.site.build import build
    from voxml.site.site_settings import default_out, default_src

    src = options.src or default_src()
    out = options.out or default_out(src)
    if out is None:
        raise click.UsageError("found no folder to build into; give -o OUT, or out in [site] of voxml.toml")
    if not options.watch:
        # The whole site is held until the end, and there is no garbage in it to look for.
        gc.disable()

    def once() -> Build:
        return build(
            src,
            out,
            base_url=options.base_url,
            manifest=options.manifest,
            jobs=options.jobs or os.cpu_count() or 1,
            use_cache=not options.no_cache,
            form=options.form,
            hashed=options.hashed,
            platform=options.platform or options.old_platform,
            strict=options.strict,
        )

    if options.watch:
        return _build_on_change(once, src, out, options.output_format)
    result = once()
    _show(result, out, options.output_format)
    return EXIT_CLEAN if result.manifest is not None else EXIT_FINDINGS


def _build_on_change(once: Callable[[], Build], src: Path, out: Path, form: str) -> int:
    from voxml.errors import VoxmlError
    from voxml.site.watch import Watch

    watch = Watch([src], leave_out=[out, src / ".voxml"])
    _show(once(), out, form)
    echo(f"watching {printable(str(src))}; Ctrl-C ends it", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        for _paths in watch.changes():
            try:
                _show(once(), out, form)
            except VoxmlError as error:
                complain(str(error))
    return EXIT_CLEAN


def _show(result: Build, out: Path, form: str) -> None:
    if form == "json":
        echo_json(_as_plain(result))
        return
    show_problems(result, full=form == "full")
    if result.manifest is not None:
        echo(summary(result, out))
        for path in result.beside:
            echo(f"for the host: {printable(str(path))}")


def _as_plain(result: Build) -> dict[str, object]:
    import msgspec

    from voxml.site.flow_checks import as_plain

    return {
        "built": result.manifest is not None,
        "sources": result.sources,
        "rendered": result.rendered,
        "documents": [] if result.manifest is None else msgspec.to_builtins(result.manifest.documents),
        "diagnostics": [as_plain(each) for each in result.diagnostics],
    }


def show_problems(result: Build, *, full: bool = False) -> None:
    """Print the diagnostics of a build: errors and warnings all, infos up to a number.

    In a terminal, and with `full`, they are shown as `voxml lint` shows them.
    """
    infos = [each for each in result.diagnostics if each.severity == "info"]
    left_out = set(map(id, infos[_MAX_INFOS:]))
    shown = [each for each in result.diagnostics if id(each) not in left_out]
    if full or screen(sys.stderr).is_terminal:
        _show_frames(shown)
    else:
        for each in shown:
            echo(_line(each), err=True)
    if left_out:
        echo(f"… and {len(left_out)} more infos; --output-format json shows all", err=True)
    if result.manifest is None:
        count = sum(each.severity != "info" for each in result.diagnostics)
        echo(f"nothing was written: {count} problem{'s' * (count != 1)} to fix first", err=True)


def _show_frames(diagnostics: list[Diagnostic]) -> None:
    from voxml.errors import InputError
    from voxml.reporters import full
    from voxml.source import Source, read_file

    report = full.Report(style_of(sys.stderr))
    for path, found in itertools.groupby(diagnostics, key=lambda each: each.path):
        try:
            source = Source(read_file(path).decode(), path)
        except (InputError, UnicodeDecodeError):
            source = None
        write_text(sys.stderr, report.file(path, list(found), source))


def _line(each: Diagnostic) -> str:
    return str(each._replace(path=printable(each.path)))


def summary(result: Build, out: Path) -> str:
    """Return one line on what a build did."""
    assert result.manifest is not None and result.change is not None
    count = len({each.document for each in result.manifest.documents})
    shown, noun, change = printable(str(out)), f"document{'s' * (count != 1)}", result.change
    if not change:
        return f"{shown}: {count} {noun}, nothing changed"
    parts = [
        f"{len(names)} {word}"
        for word, names in (("new", change.added), ("changed", change.changed), ("removed", change.removed))
        if names
    ]
    return f"{shown}: {count} {noun} ({', '.join(parts)}) for {result.manifest.base_url}/"
