"""Read documents in either form: `loads`, `load`; and `is_valid`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from voxml.language.response import Response

if TYPE_CHECKING:
    import os


def loads(data: bytes | str, *, form: Literal["xml", "json"] | None = None) -> Response:
    """Read a document in either form; without `form` its first character tells which it is.

    Raises:
        VoxmlTypeError: `data` is neither bytes nor text.
        VoxmlValueError: there is no such form.
        DocumentError: the document has faults; all of them are in `diagnostics`.
    """
    from voxml.schema.check import read

    return Response(*read(data, form=form))


def load(path: str | os.PathLike[str], *, form: Literal["xml", "json"] | None = None) -> Response:
    """Read a document from a file, in the form that its name's ending or else its first character tells.

    Raises:
        InputError: the file can't be read.
        DocumentError: the document has faults; all of them are in `diagnostics`.
    """
    from voxml.schema.check import form_by_name, read
    from voxml.source import read_file

    return Response(*read(read_file(path), form=form or form_by_name(str(path)), path=str(path)))


def is_valid(data: bytes | str, *, form: Literal["xml", "json"] | None = None) -> bool:
    """Return whether `data` is a valid VoxML document, in either form."""
    from voxml.schema import is_valid

    return is_valid.is_valid(data, form)
