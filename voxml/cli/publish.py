"""`voxml publish`: puts a built site where TryVox can fetch it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voxml.cli._output import EXIT_CLEAN, echo, echo_json
from voxml.printable import printable

if TYPE_CHECKING:
    from voxml.site.publishing.plan import Outcome, Shipment, Target


@click.command("publish", short_help="Put a built site on S3, GitHub Pages or a server's folder.")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.argument("target", metavar="TARGET")
@click.option("--manifest", type=click.Path(path_type=Path), help="Manifest of OUT.  [the one near it]")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--prune", is_flag=True, help="Take away what left the site longer ago than a call lasts.")
@click.option("--keep", metavar="TIME", default="4h", show_default=True, help="With --prune: how long; 90m, 4h, 2d, 0.")
@click.option("--endpoint-url", metavar="URL", help="Where S3 is, for other servers that speak it.")
@click.option("--remote", default="origin", show_default=True, help="Git remote, for gh-pages.")
@click.option("--repo", type=click.Path(path_type=Path), help="Git repository, for gh-pages.  [the one around OUT]")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", help="How the result is printed.")
def command(
    out: Path,
    target: str,
    manifest: Path | None,
    dry_run: bool,
    prune: bool,
    keep: str,
    endpoint_url: str | None,
    remote: str,
    repo: Path | None,
    output_format: str,
) -> int:
    """Send what is new or changed in OUT to TARGET: s3://BUCKET/PREFIX, a folder, or gh-pages (gh-pages:BRANCH).

    Each file goes with its type and cache headers, what others lead to first and entries last. Nothing is taken away
    that a running call may need. A cut in the middle leaves a site whose links all hold; run it again for the rest.
    """
    from voxml.site.publishing.plan import pack, publish

    shipment = pack(out, manifest)
    if not shipment.is_checked:
        echo(
            f"voxml: no manifest near {printable(str(out))} tells of these files; they go as they are, unchecked",
            err=True,
        )
    place = _target(target, shipment, endpoint_url, remote, repo or out)

    def tell(item: object) -> None:
        if output_format == "full":
            echo(f"sent {printable(item.name)}", err=True)  # type: ignore[attr-defined]

    outcome = publish(shipment, place, prune=prune, keep_seconds=_seconds(keep), dry_run=dry_run, sent=tell)
    _show(outcome, place.name, dry_run, output_format)
    return EXIT_CLEAN


def _target(target: str, shipment: Shipment, endpoint_url: str | None, remote: str, repo: Path) -> Target:
    if target.startswith("s3://"):
        from voxml.site.publishing.s3 import S3Target

        return S3Target(target, endpoint_url=endpoint_url)
    kind, _, branch = target.partition(":")
    if kind == "gh-pages":
        from voxml.site.publishing.pages import PagesTarget

        return PagesTarget(repo if repo.is_dir() else repo.parent, remote=remote, branch=branch or "gh-pages")
    if re.match(r"[a-z][a-z0-9+.-]+://", target):
        raise click.UsageError(f"found {target}; expected s3://BUCKET/PREFIX, gh-pages or a folder")
    from voxml.site.publishing.folder import FolderTarget

    return FolderTarget(Path(target), shipment.state.parent)


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text)
    if found is None:
        raise click.UsageError(f'--keep: found "{text}"; expected a time such as 90m, 4h or 2d')
    return float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]


def _show(outcome: Outcome, name: str, dry_run: bool, output_format: str) -> None:
    if output_format == "json":
        echo_json({"target": name, "dry_run": dry_run, **outcome._asdict()})
        return
    if dry_run:
        for each in outcome.sent:
            echo(f"would send {printable(each)}")
        for each in outcome.removed:
            echo(f"would remove {printable(each)}")
    word = "to send" if dry_run else "sent"
    parts = [f"{len(outcome.sent)} {word}", f"{outcome.unchanged} unchanged"]
    if outcome.removed:
        parts.append(f"{len(outcome.removed)} {'to remove' if dry_run else 'removed'}")
    if outcome.kept:
        parts.append(f"{len(outcome.kept)} kept for running calls")
    echo(f"{name}: {', '.join(parts)}")
