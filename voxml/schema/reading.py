"""Read documents in either form into responses."""

import os
from typing import Any

from voxml.errors import DocumentError
from voxml.formats.tree import Node
from voxml.language import verbs
from voxml.language.response import Response
from voxml.schema.check import check, form_by_name
from voxml.schema.checked import Form
from voxml.source import read_file


def loads(data: bytes | str, *, form: Form | None = None) -> Response:
    """Read a document in either form; without `form` its first character tells which it is.

    Raises:
        VoxmlTypeError: `data` is neither bytes nor text.
        VoxmlValueError: there is no such form.
        DocumentError: the document is invalid; all errors are in `diagnostics`.
    """
    return read_response(data, form=form)


def load(path: str | os.PathLike[str], *, form: Form | None = None) -> Response:
    """Read a document from a file, in the form that its name's ending or else its first character tells.

    Raises:
        InputError: the file can't be read.
        DocumentError: the document is invalid; all errors are in `diagnostics`.
    """
    return read_response(read_file(path), form=form or form_by_name(str(path)), path=str(path))


def read_response(data: bytes | str, *, form: Form | None = None, path: str = "<bytes>") -> Response:
    """Read a document that diagnostics call `path`.

    Raises:
        DocumentError: the document is invalid; all errors are in `diagnostics`.
    """
    checked = check(data, form=form, path=path)
    if not checked.is_valid or checked.root is None:
        raise DocumentError(checked.diagnostics)
    return response_of(checked.root)


def response_of(root: Node) -> Response:
    """Return the response that the tree of a valid document is."""
    return Response(*[_element(node) for node in root.instructions])


def _element(node: Node) -> Any:
    members = {name: value if type(value) is str else _value(value) for name, value in node.members.items()}
    return getattr(verbs, node.name)(**members)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_element(item) for item in value)
    return _element(value) if isinstance(value, Node) else value
