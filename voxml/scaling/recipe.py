"""What a worker must know to render: the template with all its files, and where documents go.

Everything in it can be pickled, so that it travels to another process or another machine. The template's files travel
as bytes: a worker on another machine has none of them.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from voxml.errors import DocumentError, ParameterError, WorkerError
from voxml.templating.row_documents import RowRenderer, problems_of, render_bytes
from voxml.templating.shipped import shipped_folder
from voxml.templating.stores import Store
from voxml.templating.template import Template
from voxml.templating.templates import Templates
from voxml.version import __version__

_SHIPPED = "shipped:"


class Item(NamedTuple):
    """One row for a worker: what the template is given, and the document's name."""

    values: dict[str, Any]
    file: str


class Made(NamedTuple):
    """The result of a row: the bytes that were written, or its problems."""

    size: int | None
    problems: tuple[str, ...] = ()


class Recipe(NamedTuple):
    """How rows become documents."""

    version: str
    #: The path of the template, and the folders that are searched for what it includes.
    template: str
    search_path: tuple[str, ...]
    #: Every file of the template but the shipped ones.
    files: tuple[tuple[str, bytes], ...]
    is_trusted: bool
    #: Where `url_for` says that the site is.
    base_url: str | None
    form: Literal["json", "xml"]
    is_extra_ignored: bool


def recipe_of(renderer: RowRenderer) -> Recipe:
    """Return the recipe of a renderer.

    Raises:
        WorkerError: the template uses what only this process has.
    """
    template = renderer.template
    if template.templates.globals or template.templates.filters:
        raise WorkerError("a template with globals or filters of a program's own can't be rendered by other processes")
    shipped = shipped_folder()
    own = [path for path in template.dependencies if shipped not in path.parents]
    return Recipe(
        __version__,
        _named(template.path, shipped),
        tuple(str(path) for path in template.templates.search_path),
        tuple((str(path), path.read_bytes()) for path in own),
        template.templates.trusted,
        template.templates.base_url,
        renderer.form,
        renderer.is_extra_ignored,
    )


def render_chunk(recipe: Recipe, store: Store, items: list[Item]) -> list[Made]:
    """Render, check and write rows: what a worker does. Done again it does the same, so that nothing is doubled.

    Raises:
        InputError: the documents can't be written.
        WorkerError: this worker has another version of voxml.
    """
    template = _template(recipe)
    documents: dict[str, bytes] = {}
    made: list[Made] = []
    for item in items:
        try:
            data = render_bytes(template, recipe.form, item.values, ignore_extra=recipe.is_extra_ignored)
        except (ParameterError, DocumentError) as error:
            made.append(Made(None, problems_of(error)))
            continue
        documents[item.file] = data
        made.append(Made(len(data)))
    store.write(documents)
    return made


@lru_cache(maxsize=4)
def _template(recipe: Recipe) -> Template:
    """Return the compiled template, made once in each process."""
    if recipe.version != __version__:
        raise WorkerError(f"a worker has voxml {__version__}; expected {recipe.version}, as here")
    if recipe.template.startswith(_SHIPPED):
        path = shipped_folder() / recipe.template.removeprefix(_SHIPPED)
        return Templates(recipe.search_path, trusted=recipe.is_trusted, base_url=recipe.base_url).get(path)
    top = "" if all(_is_same(path, data) for path, data in recipe.files) else _unpacked(recipe)
    folders = [top + folder for folder in recipe.search_path]
    found = Templates(folders, trusted=recipe.is_trusted, base_url=recipe.base_url)
    return found.get(Path(top + recipe.template))


def _named(path: Path, shipped: Path) -> str:
    return _SHIPPED + str(path.relative_to(shipped)) if shipped in path.parents else str(path)


def _is_same(path: str, data: bytes) -> bool:
    try:
        return Path(path).read_bytes() == data
    except OSError:
        return False


def _unpacked(recipe: Recipe) -> str:
    """Return a folder in which the template's files lie below their own paths, so that they find each other as ever."""
    top = tempfile.mkdtemp(prefix="voxml-")
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    for name, data in recipe.files:
        path = Path(top + name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return top
