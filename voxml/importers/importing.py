"""From bytes to an imported document: recognise the dialect, read, convert, check."""

from __future__ import annotations

from voxml.diagnostics import Diagnostic, Severity
from voxml.errors import ConfigError
from voxml.formats.json import plain_value
from voxml.formats.tree import Span
from voxml.importers import bandwidth, jambonz, plivo, signalwire, twilio, vonage
from voxml.importers.engine import Conversion
from voxml.importers.model import RULE, Imported, Loss, Options, Status
from voxml.importers.read import Read, read
from voxml.importers.tables import Dialect
from voxml.language.response import Response
from voxml.rules.facts import dialects
from voxml.source import Source

#: The dialects by the names that `--from` knows.
#: Other names of the languages: their own, and older ones of the vendors.
ALIASES = {
    "twiml": "twilio",
    "ncco": "vonage",
    "nexmo": "vonage",
    "bxml": "bandwidth",
    "swml": "signalwire",
    "laml": "signalwire",
}
DIALECTS: dict[str, Dialect] = {
    module.DIALECT.name: module.DIALECT for module in (twilio, plivo, vonage, bandwidth, jambonz, signalwire)
}

_KNOWN = "expected TwiML, Plivo XML, NCCO, BXML, jambonz or SWML"


def import_document(
    data: bytes, path: str, *, dialect: str | None = None, name: str | None = None, options: Options | None = None
) -> Imported:
    """Turn a document of another language into VoxML.

    Args:
        data: the document.
        path: what diagnostics call it.
        dialect: the short name of its language; recognised when None.
        name: the document's name relative to the folder that is published, with `/`.
        options: what is known besides the document.

    Raises:
        ConfigError: there is no such dialect.
        MissingExtraError: the document is YAML, and PyYAML is not installed.
    """
    dialect = None if dialect is None else dialect_called(dialect)
    if dialect is not None and dialect not in DIALECTS:
        raise ConfigError(f'found dialect "{dialect}"; expected one of {", ".join(DIALECTS)}')
    found = read(data, path)
    if found.problem is not None:
        return _unusable(found, found.problem.rule, found.problem.message, found.problem.offset)
    chosen = dialect or _recognize(found)
    if chosen not in DIALECTS:
        return _unusable(found, RULE, f"found {chosen}; {_KNOWN}", 0)
    return _convert(found, DIALECTS[chosen], options or Options(), name)


def _convert(found: Read, dialect: Dialect, options: Options, name: str | None) -> Imported:
    source = found.source
    conversion = Conversion(dialect, options, name)
    content = found.root if found.root is not None else found.values
    try:
        nodes = dialect.nodes(conversion, content)
    except TypeError as error:
        return _unusable(found, RULE, str(error), 0)
    if found.values is not None:
        for member, span in found.values.doubled():
            message = f'found "{member}" more than once; the first is read'
            conversion.losses.append(Loss("warning", message, span, member))
    made = dialect.arrange(conversion, nodes) if dialect.arrange is not None else conversion.convert(nodes)
    response = Response(*conversion.finish(made))
    losses = sorted(conversion.losses, key=lambda loss: loss.span.start)
    return Imported(
        path=source.path,
        dialect=dialect.name,
        response=response,
        diagnostics=[_diagnostic(source, loss.severity, RULE, loss.message, loss.span) for loss in losses],
        status=_status(losses),
        source=source,
        losses=tuple(losses),
    )


def _status(losses: list[Loss]) -> Status:
    if any(loss.is_verb for loss in losses):
        return "impossible"
    return "lossy" if any(loss.severity != "info" for loss in losses) else "whole"


def _unusable(found: Read, rule: str, message: str, offset: int) -> Imported:
    diagnostic = _diagnostic(found.source, "error", rule, message, Span(offset, offset + 1, ""))
    return Imported(found.source.path, "", None, [diagnostic], "unusable", found.source)


def _diagnostic(source: Source, severity: Severity, rule: str, message: str, span: Span) -> Diagnostic:
    line, column = source.place(span.start)
    end_line, end_column = source.place(span.end)
    return Diagnostic(rule, severity, message, source.path, line, column, end_line, end_column, span.pointer)


def _recognize(found: Read) -> str:
    """Return the short name of a document's language, or what it is instead."""
    if found.element is not None:
        dialect = dialects.of_xml(found.element)
        if dialect is not None:
            return dialects.IMPORTED.get(dialect.name, dialect.name)
        root = found.element.name.rpartition(" ")[2]
        if root != "Response":
            return f"<{root}>"
        # What has no sign of its own means the same in TwiML, which most people write.
        return "VoxML" if "version" in found.element.attributes else "twilio"
    try:
        # As the linter reads it: numbers are plain there.
        value = plain_value(found.source.text)
    except (ValueError, RecursionError):
        value = found.values.value if found.values is not None else None
    if isinstance(value, dict) and ("voxml_version" in value or "instructions" in value):
        return "VoxML"
    dialect = dialects.of_json(value)
    return "a document of no known language" if dialect is None else dialects.IMPORTED.get(dialect.name, dialect.name)


def dialect_called(name: str) -> str:
    """Return the short name of a language that is named by its vendor or itself: `TwiML`, `Plivo XML`, `NCCO`."""
    plain = name.strip().lower().replace(" ", "-").replace("_", "-").removesuffix("-xml")
    return ALIASES.get(plain, plain)
