"""Flows as `voxml graph` writes them."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from subprocess import run

from tools.pictures.terminal import TOP


def _graph(folder: Path, name: str, source: str, title: str) -> None:
    command = [sys.executable, "-m", "voxml", "graph", source, "-o", folder / f"{name}.svg", "--title", title]
    run(command, cwd=TOP, check=True)


PICTURES = {
    "example-site": partial(_graph, name="example-site", source="examples/site", title="The example site"),
    "hospital": partial(_graph, name="hospital", source="examples/hospital", title="Lakeside Hospital"),
}
