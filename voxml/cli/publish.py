"""`voxml publish`: puts a site where TryVox can fetch it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voxml.cli import _completing
from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._options import as_options
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, echo_json
from voxml.diagnostics import printable

if TYPE_CHECKING:
    from voxml.site.publish.send import PublishResult, Target
    from voxml.site.publish.upload import Upload, UploadFile


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishOptions:
    """One field for each option."""

    places: tuple[str, ...]
    base_url: str | None
    platform: str | None
    manifest: Path | None
    dry_run: bool
    prune: bool
    keep: str
    endpoint_url: str | None
    remote: str
    repo: Path | None
    output_format: str


@click.command("publish", cls=Command, short_help="Put a site into a bucket, on GitHub Pages or in a folder.")
@click.argument("places", metavar="[SRC] TARGET", nargs=-1, required=True)
@click.option("--base-url", metavar="URL", help="With sources: where the site will be.  [base_url of the settings]")
@click.option(
    "--platform",
    metavar="NAME",
    shell_complete=_completing.platforms,
    help="With sources: the web host.  [platform of the settings]",
)
@click.option("--manifest", type=click.Path(path_type=Path), help="Manifest of a built folder.  [the one near it]")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@click.option("--prune", is_flag=True, help="Remove what left the site longer ago than a call lasts.")
@click.option("--keep", metavar="TIME", default="4h", show_default=True, help="With --prune: how long; 90m, 4h, 2d, 0.")
@click.option("--endpoint-url", metavar="URL", help="Where the store is, for other servers that speak S3.")
@click.option("--remote", default="origin", show_default=True, help="Git remote, for gh-pages.")
@click.option("--repo", type=click.Path(path_type=Path), help="Git repository, for gh-pages.  [the one around SRC]")
@click.option("--output-format", type=click.Choice(["text", "full", "json"]), default="text", help="How to print it.")
@json_option
@as_options(PublishOptions)
def command(options: PublishOptions) -> int:
    """Send what is new or changed to TARGET: a folder, s3://BUCKET/PREFIX, gs://…, az://…, or gh-pages[:BRANCH].

    SRC is a folder of sources, which is built first, or a folder that was built.  [the current folder]

    Each file goes with its type and cache headers, what others lead to first and entries last. Nothing is removed that
    a running call may need. A cut in the middle leaves a site whose links all hold; run it again for the rest.
    """
    if not 1 <= len(options.places) <= 2:
        raise click.UsageError(f"found {len(options.places)} arguments; expected [SRC] TARGET")
    src, target = Path(options.places[0] if len(options.places) == 2 else "."), options.places[-1]
    seconds = _seconds(options.keep)
    _check_target(target)
    from voxml.site.publish.send import publish
    from voxml.site.publish.upload import is_built, prepare

    is_text = options.output_format != "json"

    def report_sent(file: UploadFile) -> None:
        if is_text:
            echo(f"sent {printable(file.name)}", err=True)

    with tempfile.TemporaryDirectory(prefix="voxml-publish-") as temporary:
        out, manifest = src, options.manifest
        if src.is_dir() and not is_built(src):
            _refuse_inside(src, target)
            out, manifest = Path(temporary) / "site", manifest or src / ".voxml" / "manifest.json"
            if not _build(src, out, manifest, options):
                return EXIT_FINDINGS
        upload = prepare(out, manifest)
        if not upload.is_checked:
            echo(f"voxml: no manifest near {printable(str(src))} names these files; they go unchecked", err=True)
        there = _target(target, upload, options, options.repo or src)
        result = publish(
            upload, there, prune=options.prune, keep_seconds=seconds, dry_run=options.dry_run, sent=report_sent
        )
    _show(result, there.name, options.dry_run, is_text)
    return EXIT_CLEAN


def _build(src: Path, out: Path, manifest: Path, options: PublishOptions) -> bool:
    """Build the sources; False when they have errors, which are printed."""
    from voxml.cli.build import show_problems, summary
    from voxml.site.build import build

    result = build(src, out, base_url=options.base_url, manifest=manifest, platform=options.platform)
    show_problems(result)
    if result.manifest is None:
        return False
    echo(summary(result, src), err=True)
    return True


def _refuse_inside(src: Path, target: str) -> None:
    """Refuse a folder among the sources: what is published there would be a source the next time.

    Raises:
        click.UsageError: it is one.
    """
    if ":" not in target and target != "gh-pages" and Path(target).resolve().is_relative_to(src.resolve()):
        raise click.UsageError(f"found {target}, inside the folder of sources; expected a folder outside it")


def _check_target(target: str) -> None:
    """Refuse what looks like a target of some kind and is none.

    Raises:
        click.UsageError: it is one.
    """
    from voxml.site.publish.object_store import SCHEMES, is_bucket

    scheme, colon, rest = target.partition(":")
    if is_bucket(target) or scheme == "gh-pages" or (not colon and target):
        return
    if scheme in SCHEMES:
        raise click.UsageError(f"found {target}; write {scheme}://{rest.lstrip('/')}, as in {SCHEMES[scheme]}")
    if not target or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", target):
        known = ", ".join(form for name, form in SCHEMES.items() if name in ("s3", "gs", "az"))
        raise click.UsageError(f"found {target or 'nothing'}; expected a folder, gh-pages[:BRANCH], {known}")


def _target(target: str, upload: Upload, options: PublishOptions, repo: Path) -> Target:
    from voxml.site.publish.object_store import BucketTarget, is_bucket

    if is_bucket(target):
        return BucketTarget(target, endpoint_url=options.endpoint_url)
    kind, _, branch = target.partition(":")
    if kind == "gh-pages":
        from voxml.site.publish.git_branch import BranchTarget

        return BranchTarget(repo if repo.is_dir() else repo.parent, remote=options.remote, branch=branch or "gh-pages")
    from voxml.site.publish.folder import FolderTarget

    return FolderTarget(Path(target), upload.state)


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)([smhd]?)", text)
    if found is None:
        raise click.UsageError(f'--keep: found "{text}"; expected a time such as 90m, 4h or 2d')
    return float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]


def _show(result: PublishResult, name: str, dry_run: bool, is_text: bool) -> None:
    if not is_text:
        echo_json({"target": name, "dry_run": dry_run, **result._asdict()})
        return
    if dry_run:
        for each in result.sent:
            echo(f"would send {printable(each)}")
        for each in result.removed:
            echo(f"would remove {printable(each)}")
    word = "to send" if dry_run else "sent"
    parts = [f"{len(result.sent)} {word}", f"{result.unchanged} unchanged"]
    if result.removed:
        parts.append(f"{len(result.removed)} {'to remove' if dry_run else 'removed'}")
    if result.kept:
        parts.append(f"{len(result.kept)} kept for running calls")
    echo(f"{printable(name)}: {', '.join(parts)}")
