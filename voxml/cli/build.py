"""`voxml build`: sources in, checked files for a static host out."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.diagnostics import Diagnostic
    from voxml.site.build import Build


@click.command("build", short_help="Build a site of answer documents.")
@click.argument("src", type=click.Path(path_type=Path))
@click.option("-o", "--out", "--output", required=True, type=click.Path(path_type=Path), help="Folder to build into.")
@click.option("--base-url", metavar="URL", help="Where the folder will be served, such as https://voice.example.com.")
@click.option("--form", type=click.Choice(["json", "xml", "both"]), help="Form of the documents; TryVox reads JSON.")
@click.option("--hashed/--no-hashed", default=None, help="Also write files that never change, named by their content.")
@click.option("--host", metavar="HOST", help="nginx, apache, caddy, s3, cloudflare-pages, netlify or github-pages.")
@click.option("--strict/--no-strict", default=None, help="Let warnings fail the build too.")
@click.option(
    "--manifest", type=click.Path(path_type=Path), help="Where the manifest goes.  [SRC/.voxml/manifest.json]"
)
@click.option("--jobs", "-j", type=click.IntRange(1), default=None, help="Processes to work with.  [one a core]")
@click.option("--no-cache", is_flag=True, help="Render and check every source anew.")
@click.option("--watch", is_flag=True, help="Build again whenever a source changes.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", help="How the result is printed.")
def command(
    src: Path,
    out: Path,
    base_url: str | None,
    form: str | None,
    hashed: bool | None,
    host: str | None,
    strict: bool | None,
    manifest: Path | None,
    jobs: int | None,
    no_cache: bool,
    watch: bool,
    output_format: str,
) -> int:
    """Build the site in SRC: XML, JSON, templates and Python modules become checked documents in OUT.

    Nothing is written when anything is wrong; otherwise all files change at once. What was built, from
    what, is in the manifest, which `voxml publish`, `voxml probe` and `voxml call` read.
    """
    import gc
    import os

    from voxml.site.build import build

    if not watch:
        # The whole site is held until the end, and there is no garbage in it to look for.
        gc.disable()

    def once() -> Build:
        return build(
            src,
            out,
            base_url=base_url,
            manifest=manifest,
            jobs=jobs or os.cpu_count() or 1,
            use_cache=not no_cache,
            form=form,
            hashed=hashed,
            host=host,
            strict=strict,
        )

    if watch:
        return _build_again_and_again(once, src, out, output_format)
    result = once()
    _show(result, out, output_format)
    return EXIT_CLEAN if result.manifest is not None else EXIT_FINDINGS


def _build_again_and_again(once: Callable[[], Build], src: Path, out: Path, output_format: str) -> int:
    from voxml.errors import VoxmlError
    from voxml.site.watch import Watch

    watch = Watch([src], leave_out=[out, src / ".voxml"])
    _show(once(), out, output_format)
    echo(f"watching {src}; Ctrl-C ends it", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        for _paths in watch.changes():
            try:
                _show(once(), out, output_format)
            except VoxmlError as error:
                echo(f"voxml: {error}", err=True)
    return EXIT_CLEAN


def _show(result: Build, out: Path, output_format: str) -> None:
    if output_format == "json":
        import msgspec

        from voxml.site.checks import as_plain

        plain = {
            "built": result.manifest is not None,
            "sources": result.sources,
            "rendered": result.rendered,
            "documents": [] if result.manifest is None else msgspec.to_builtins(result.manifest.documents),
            "diagnostics": [as_plain(each) for each in result.diagnostics],
        }
        echo_json(plain)
        return
    _show_findings(result.diagnostics)
    if result.manifest is None:
        errors = sum(each.severity != "info" for each in result.diagnostics)
        echo(f"nothing was written: {errors} finding{'s' * (errors != 1)} to mend first", err=True)
        return
    echo(summary(result, out))
    for path in result.beside:
        echo(f"for the host: {path}")


#: More mere remarks than this are counted, not shown.
_MOST_REMARKS = 20


def _show_findings(diagnostics: list[Diagnostic]) -> None:
    """Errors and warnings all, remarks up to a number."""
    remarks = [each for each in diagnostics if each.severity == "info"]
    left_out = set(map(id, remarks[_MOST_REMARKS:]))
    lines = [str(each) for each in diagnostics if id(each) not in left_out]
    if left_out:
        lines.append(f"… and {len(left_out)} more remarks (info); --output-format json shows all")
    if lines:
        echo("\n".join(lines), err=True)


def summary(result: Build, out: Path) -> str:
    """One line on what a build did."""
    assert result.manifest is not None and result.change is not None
    count = len({each.document for each in result.manifest.documents})
    change = result.change
    if not change:
        return f"{out}: {count} document{'s' * (count != 1)}, nothing changed"
    parts = [
        f"{len(names)} {word}"
        for word, names in (("new", change.added), ("changed", change.changed), ("removed", change.removed))
        if names
    ]
    return f"{out}: {count} document{'s' * (count != 1)} ({', '.join(parts)}) for {result.manifest.base_url}/"
