"""Every exception that voxml raises on purpose.

    VoxmlError
    ├── VoxmlValueError (ValueError)      a value that a verb, a call or a setting can't hold
    │   └── VoxmlTypeError (TypeError)    a value of the wrong type, or a name that does not exist
    │       └── ParameterError            what a template was given does not suit its parameters
    ├── DocumentError (ValueError)        an invalid document; carries its diagnostics
    │   └── TemplateError                 the same, located in the template that the document came from
    ├── InputError (OSError)              a file or stream that can't be read or written
    │   └── NothingFoundError             a folder with nothing in it to work on
    ├── PublishError (OSError)            a site that could not be published, or only in part
    ├── ConfigError (ValueError)          settings that are wrong
    ├── MissingExtraError (ImportError)   an optional dependency that is not installed
    ├── WorkerError (RuntimeError)        processes or machines that share the work, and can't go on
    ├── CallError                         a request to the API that failed, and what became of it: voxml.calls.errors
    ├── BatchError (ValueError)           a batch with errors: voxml.calls.batch.call_rows
    ├── JournalError (OSError)            a batch's journal that can't be used: voxml.calls.batch.journal_file
    ├── SignatureError (ValueError)       a webhook that is not from TryVox: voxml.webhooks
    │   └── ReplayError                   one that was seen before
    └── PayloadError (ValueError)         a body that is no webhook's: voxml.webhooks

An error *in a document* is a `voxml.diagnostics.Diagnostic`; these are for the misuse of voxml by its caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.diagnostics import first_lines, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxml.diagnostics import Diagnostic


class VoxmlError(Exception):
    """The root of them all: `except VoxmlError` catches whatever voxml says is wrong."""


class VoxmlValueError(VoxmlError, ValueError):
    """A value that its member can't hold; the message names the member, what was found and what is allowed."""


class VoxmlTypeError(VoxmlValueError, TypeError):
    """A value of the wrong type, or an argument whose name does not exist."""


class ParameterError(VoxmlTypeError):
    """Parameters that a template can't take; `problems` has one (name, what is wrong) for each error."""

    def __init__(self, template: str, problems: Sequence[tuple[str, str]]) -> None:
        self.template = template
        self.problems: list[tuple[str, str]] = list(problems)
        lines = first_lines([f"{name}: {problem}" for name, problem in self.problems])
        super().__init__("\n".join([f"{template}: its parameters are wrong", *(f"  {line}" for line in lines)]))

    def __reduce__(self) -> tuple[type[ParameterError], tuple[str, list[tuple[str, str]]]]:
        return type(self), (self.template, self.problems)


class DocumentError(VoxmlError, ValueError):
    """A document that can't be used; `diagnostics` holds every error, in document order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics: list[Diagnostic] = list(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics) or "the document is invalid")

    def __reduce__(self) -> tuple[type[DocumentError], tuple[list[Diagnostic]]]:
        return type(self), (self.diagnostics,)


class TemplateError(DocumentError):
    """A template that can't be used, or whose output is invalid; `diagnostics` point into the template."""


class InputError(VoxmlError, OSError):
    """A file or stream that can't be read or written; the message says which and why, on one line."""

    def __str__(self) -> str:
        # A file's name may hold a line end or a control character.
        return printable(super().__str__())


class NothingFoundError(InputError):
    """A folder that can be read, and holds nothing to work on."""


class PublishError(VoxmlError, OSError):
    """A site could not be published, or only in part; publishing again does the rest."""


class WorkerError(VoxmlError, RuntimeError):
    """The processes or machines that share the work can't do it: they die, do not answer, or have another voxml."""


class ConfigError(VoxmlError, ValueError):
    """Settings that are wrong: an unknown key, a wrong type, a file that is not TOML."""


class MissingExtraError(VoxmlError, ImportError):
    """An optional dependency is not installed; the message says which extra brings it."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs the extra {extra!r}: pip install 'voxml[{extra}]'")
