"""The child process of the fuzzer: `python -m tests.fuzzing.worker FOLDER SEED ROUNDS`.

Prints a JSON object for each promise that is broken. What is being tried stands in FOLDER/trying, for the case of a hang.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import voxml
from tests.fuzzing.mutations import mutate, samples
from voxml.cli import run

#: (name of the file, command line)
COMMANDS = {
    "lint": ("lint", "--preset", "strict", "--output-format", "json", "--no-cache"),
    "fmt": ("fmt",),
    "fix": ("lint", "--fix", "--unsafe-fixes", "--no-cache"),
    "convert": ("convert", "--to"),
    "render": ("render",),
    "simulate": ("simulate",),
}


class Broken(Exception):
    """A promise that was not kept."""


def call(*arguments: str) -> tuple[int, bytes, str]:
    """Run a command in this process."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        contextlib.redirect_stdout(io.TextIOWrapper(out, "utf-8", write_through=True)),
        contextlib.redirect_stderr(io.TextIOWrapper(err, "utf-8", write_through=True)),
    ):
        code = run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        told = err.getvalue().decode("utf-8", "replace")
        printed = out.getvalue()
    if "this is a bug in voxml" in told or "Traceback" in told:
        raise Broken(f"a bug: {told[:500]}")
    if code not in (0, 1, 2, 3):
        raise Broken(f"exit code {code}")
    if code >= 2 and not told.strip():
        raise Broken(f"exit code {code} without a word")
    return code, printed, told


def errors(path: Path) -> int:
    """Count the errors of a document."""
    try:
        return sum(each.severity == "error" for each in voxml.lint(path))
    except voxml.VoxmlError:
        return 1_000_000


def document(data: bytes) -> object:
    """Return what a valid document says, else None."""
    return voxml.loads(data).to_dict() if voxml.is_valid(data) else None


def check_document(path: Path, data: bytes) -> None:
    """Check what is promised of a document: no bug, and nothing makes it worse."""
    meant = document(data)
    code, printed, _ = call(*COMMANDS["lint"], path.name)
    if code < 2:
        json.loads(printed)
    before = errors(path)
    for name in ("fmt", "fix"):
        path.write_bytes(data)
        call(*COMMANDS[name], path.name)
        after = path.read_bytes()
        if meant is not None and document(after) is None:
            raise Broken(f"{name} made a valid document invalid: {after[:2000]!r}")
        if meant is not None and name == "fmt" and document(after) != meant:
            raise Broken(f"fmt changed what a document says: {after[:2000]!r}")
        if after != data and errors(path) > before:
            raise Broken(f"{name} brought errors: {after[:2000]!r}")
    path.write_bytes(data)
    for form in ("json", "xml"):
        code, printed, _ = call(*COMMANDS["convert"], form, path.name)
        if meant is not None and (code != 0 or document(printed) != meant):
            raise Broken(f"convert --to {form} lost something (exit {code}): {printed[:2000]!r}")


def check_template(path: Path) -> None:
    """Check that a template renders or says why not."""
    call(*COMMANDS["lint"], path.name)
    call(*COMMANDS["render"], path.name, "--set", "name=Ann")
    call(*COMMANDS["fmt"], path.name)


def check_site(folder: Path) -> None:
    """Check that the whole folder builds or says why not."""
    call("lint", ".", "--no-cache")
    call("build", ".", "-o", "../out", "--base-url", "https://voice.example.com")
    call("graph", ".")


def rounds(folder: Path, seed: int, count: int) -> Iterator[dict[str, str]]:
    """Yield what is broken in so many rounds."""
    known = samples()
    every = [data for each in known.values() for data in each]
    site = folder / "site"
    site.mkdir()
    os.chdir(site)
    for number in range(count):
        chance = random.Random(f"{seed}.{number}")
        ending = chance.choice(list(known))
        data = mutate(chance.choice(known[ending]), chance.choice((known[ending], every)), chance)
        name = "voxml.toml" if ending == "toml" else f"doc.{ending}"
        path = site / name
        path.write_bytes(data)
        (folder / "trying").write_text(f"seed {seed}, round {number}, {name}\n")
        (folder / "input").write_bytes(data)
        try:
            if ending in ("xml", "json"):
                check_document(path, data)
            elif ending.endswith("j2"):
                check_template(path)
            check_site(site)
        except Broken as broken:
            yield {"round": f"{seed}.{number}", "name": name, "problem": str(broken), "input": repr(data)}
        for each in (path, site / ".voxml/manifest.json"):
            each.unlink(missing_ok=True)


def main() -> None:
    """Print what is broken."""
    folder, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for broken in rounds(folder, seed, count):
        print(json.dumps(broken), flush=True)


if __name__ == "__main__":
    main()
