"""Rows, a template of our own with an include, and what it gives on one machine in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from voxml.templating import Templates
from voxml.templating.name_patterns import NamePattern
from voxml.templating.row_documents import Done, RowRenderer
from voxml.templating.row_index import Index
from voxml.templating.rows import read_rows
from voxml.templating.stores import Store

TEMPLATE = """{# voxml
[parameters.name]
type = "text"
#}
<Response>{% include "part.xml.j2" %}<Hangup/></Response>
"""
ROWS = 600
Rendering = Callable[..., list[Done]]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "part.xml.j2").write_text("<Say>Hello {{ name }}.</Say>")
    (folder / "hello.xml.j2").write_text(TEMPLATE)
    return folder / "hello.xml.j2"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Rows, of which every hundredth has no name and is bad."""
    lines = [f"{number},{'' if number % 100 == 50 else f'Person {number} & co'}" for number in range(ROWS)]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["id,name", *lines, ""]))
    return path


@pytest.fixture
def rendering(template: Path, data: Path, tmp_path: Path) -> Iterator[Rendering]:
    """Runs `work` on a renderer of the rows into a store, with an index of its own."""

    def run(store: Store | Path, work: Callable[[RowRenderer, Any], Any], name: str = "index") -> list[Done]:
        with Index(tmp_path / f"{name}.sqlite3") as index:
            renderer = RowRenderer(Templates().get(template), store, index, pattern=NamePattern("{{ id }}"))
            return list(work(renderer, read_rows(str(data))))

    yield run


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def expected(rendering: Rendering, tmp_path: Path) -> tuple[list[Done], dict[str, bytes]]:
    """What one process makes of the rows."""
    done = rendering(tmp_path / "one", lambda renderer, rows: renderer.run(rows), "one")
    found = contents(tmp_path / "one")
    assert len(done) == ROWS
    assert len(found) == ROWS - 6
    return done, found
