"""`Response`: a document as people build, read and write it; and `loads`, `load`, which read one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from voxml.formats.write_json import write as write_json
from voxml.formats.write_xml import write as write_xml
from voxml.language.fluent import Fluent

if TYPE_CHECKING:
    import os


class Response(Fluent):
    """A VoxML document, built fluently and never changed once made.

    Each method returns a longer document and leaves this one as it was:

        doc = Response().say("Welcome to Acme.").hangup()
    """

    __slots__ = ()

    def to_json(self, *, indent: int | None = None) -> str:
        """The document in its wire form: compact JSON, or on lines of their own with `indent` spaces."""
        return write_json(self, indent)

    def to_xml(self, *, indent: int | None = 2) -> str:
        """The document in its authoring form: XML with `indent` spaces a level, or on one line with None."""
        return write_xml(self, indent)


def loads(data: bytes | str, *, form: Literal["xml", "json"] | None = None) -> Response:
    """Read a document in either form; without `form` its first character tells which it is.

    Raises:
        VoxmlTypeError: `data` is neither bytes nor text.
        VoxmlValueError: there is no such form.
        DocumentError: the document has faults; all of them are in `diagnostics`.
    """
    from voxml.schema.validate import read

    return Response(read(data, form=form))


def load(path: str | os.PathLike[str], *, form: Literal["xml", "json"] | None = None) -> Response:
    """Read a document from a file, in the form that its name's ending or else its first character tells.

    Raises:
        InputError: the file can't be read.
        DocumentError: the document has faults; all of them are in `diagnostics`.
    """
    from voxml.schema.validate import form_by_name, read
    from voxml.source import read_file

    return Response(read(read_file(path), form=form or form_by_name(str(path)), path=str(path)))


def is_valid(data: bytes | str, *, form: Literal["xml", "json"] | None = None) -> bool:
    """Whether `data` is a right VoxML document, in either form."""
    from voxml.schema import verdict

    return verdict.is_valid(data, form)
