"""A real client, a real server, and a folder with a site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.editor import Editor

SITE = Path(__file__).parents[2] / "examples" / "site"


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with the example site open, and its language server."""
    folder = tmp_path_factory.mktemp("editor") / "site"
    shutil.copytree(SITE, folder)
    with Editor(folder) as one:
        yield one


@pytest.fixture
def site(editor: Editor) -> Iterator[Editor]:
    """The same, with all texts closed again and the files as they were."""
    yield editor
    editor.close_all()
    shutil.rmtree(editor.folder)
    shutil.copytree(SITE, editor.folder)
    editor.tell_of_changed_files()
