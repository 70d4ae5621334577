"""Turn what Jinja raises into diagnostics that point into the template's own file."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from voxml.diagnostics import Diagnostic
from voxml.errors import InputError, ParameterError, TemplateError, VoxmlError
from voxml.language.spelling import did_you_mean
from voxml.source import Source
from voxml.templating.lexer import Position, normalised
from voxml.templating.loader import UnreadableTemplate, is_template_name, read_template
from voxml.templating.to_text import ValueRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

#: The template can't be read or compiled.
SYNTAX = "template-syntax"
#: The template stops while it is rendered.
FAILURE = "template-failure"


def shown(path: str) -> str:
    """Return a template's path as people wrote it: relative to where they are when it lies below."""
    here = os.getcwd() + os.sep  # noqa: PTH109 - a str is wanted
    return path.removeprefix(here)


def diagnostic_at(
    path: str, rule: str, message: str, offset: int, end: int | None = None, text: str | None = None
) -> Diagnostic:
    """Return a diagnostic at an offset of a template's text (with LF line ends)."""
    if text is None:
        text = text_of(path)
    source = Source(text, path)
    offset = min(offset, len(text))
    line, column = source.place(offset)
    end_line, end_column = source.place(offset if end is None else min(end, len(text)))
    return Diagnostic(rule, "error", message, shown(path), line, column, end_line, end_column, "")


def text_of(path: str) -> str:
    """Return a template's text as its offsets count it; empty when it can't be read any more."""
    try:
        return normalised(read_template(path))
    except (InputError, UnreadableTemplate):
        return ""


def compile_error(error: Exception, path: str) -> TemplateError:
    """Return the error for a template that could not be compiled."""
    if isinstance(error, UnreadableTemplate):
        before = Source(error.before, path)
        line, column = before.place(len(error.before))
        fault = Diagnostic("encoding", "error", str(error), shown(path), line, column, line, column + 1, "")
        return TemplateError([fault])
    if isinstance(error, TemplateSyntaxError):
        where = error.filename or error.name or path
        message = _plain(error.message or "it can't be compiled")
        if isinstance(error.lineno, Position):
            return TemplateError([diagnostic_at(where, SYNTAX, message, error.lineno.offset)])
        return TemplateError([_on_line(where, SYNTAX, message, error.lineno)])
    if isinstance(error, VoxmlError):
        raise error
    if isinstance(error, ValueError):
        return TemplateError([_on_line(path, SYNTAX, _plain(str(error)), 1)])
    return TemplateError([_on_line(path, SYNTAX, "nested too deep to be compiled", 1)])


class Running(NamedTuple):
    """The tag that was being worked out when a traced render stopped."""

    path: str
    start: int
    end: int


def render_error(
    error: Exception, path: str, names: Iterable[str] = (), running: Running | None = None
) -> TemplateError:
    """Return the error for a template that stopped while it was rendered; `names` are those it knows.

    An error that is neither the template's nor its data's goes on as it is.
    """
    innermost = _innermost(error.__traceback__)
    where, line = innermost or (path, 1)
    if isinstance(error, (TemplateSyntaxError, UnreadableTemplate)):
        return compile_error(error, where)
    reason = _reason(error, names)
    if reason is None or (innermost is None and not isinstance(error, (JinjaError, RecursionError))):
        raise error
    message, word = reason
    if running is not None and running.path == where:
        text = text_of(where)
        if line - 1 <= text.count("\n", 0, running.end) and text.count("\n", 0, running.start) <= line - 1:
            found = _word(word).search(text, running.start, running.end) if word else None
            start, end = found.span() if found is not None else (running.start, running.end)
            return TemplateError([diagnostic_at(where, FAILURE, message, start, end, text)])
    return TemplateError([_near(where, FAILURE, message, line, word)])


def refused_parameter(
    error: Exception, template: str, path: str, values: Mapping[str, object]
) -> ParameterError | None:
    """Return the error about the parameter whose value a filter of the template refused; None for any other error."""
    if not isinstance(error, ValueRefusedError):
        return None
    for name, value in values.items():
        for place, part in _parts(value, name):
            if part is error.value:
                where, line = _innermost(error.__traceback__) or (path, 1)
                return ParameterError(template, [(place, f"{error} ({shown(where)}:{line})")])
    return None


def _parts(value: object, name: str) -> Iterator[tuple[str, object]]:
    """Yield a parameter's value and, of a list, its entries and their fields, each with its name."""
    yield name, value
    if isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _parts(entry, f"{name}[{number}]")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _parts(entry, f"{name}.{key}")


def _reason(error: Exception, names: Iterable[str]) -> tuple[str, str] | None:
    """Return what is wrong, in words, and the word of the template that it is about; None for a bug of ours."""
    if isinstance(error, TemplateNotFound):
        name = str(error.name or "")
        if not is_template_name(name):
            return (
                f'no template is called "{name}"; expected a file below the template\'s folder or the search path, '
                "whose name ends with .j2",
                name,
            )
        reason = error.message if error.message not in (None, name) else ""
        return f'no template is called "{name}"{reason and f": {reason}"}', name
    if isinstance(error, UndefinedError):
        message = error.message or "a name is undefined"
        found = re.match(r"'([^']*)' is undefined", message)
        if found is not None:
            meant = did_you_mean(found[1], names)
            return f'found the name "{found[1]}", which nothing defines{meant}', found[1]
        missing = re.search(r"has no (?:attribute|element) '?([\w-]+)'?", message)
        return _plain(message), missing[1] if missing is not None else ""
    if isinstance(error, SecurityError):
        return f"{_plain(error.message or '')}: not allowed in a template", ""
    if isinstance(error, TemplateRuntimeError):
        return _plain(error.message or ""), ""
    if isinstance(error, RecursionError):
        return "the template calls itself without an end", ""
    ordinary = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, AssertionError, MemoryError)
    if isinstance(error, (VoxmlError, *ordinary)):
        return _plain(str(error) or type(error).__name__), ""
    return None


def _innermost(trace: TracebackType | None) -> tuple[str, int] | None:
    """Return the template and the line in it that was running, deepest first."""
    found = None
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None and template.filename is not None:
            found = template.filename, int(template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return found


def _on_line(path: str, rule: str, message: str, line: int) -> Diagnostic:
    """Return a diagnostic on a line of which the column is not known: at the first tag on it, else at its first character."""
    text = text_of(path)
    start = _line_start(text, line)
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    tag = re.compile(r"\{[{%]").search(text, start, end)
    if tag is not None:
        close = re.compile(r"[%}]\}").search(text, tag.end())
        return diagnostic_at(path, rule, message, tag.start(), close.end() if close else end, text)
    inked = re.compile(r"\S").search(text, start, end)
    return diagnostic_at(path, rule, message, inked.start() if inked else start, end, text)


def _near(path: str, rule: str, message: str, line: int, word: str) -> Diagnostic:
    """Return a diagnostic about a word that is on a line, or a little below when a tag goes over several."""
    text = text_of(path)
    start = _line_start(text, line)
    found = _word(word).search(text, start) if word else None
    if found is None or text.count("\n", start, found.start()) > 5:
        return _on_line(path, rule, message, line)
    return diagnostic_at(path, rule, message, found.start(), found.end(), text)


def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _line_start(text: str, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return len(text)
    return start


def _plain(message: str) -> str:
    """Return Jinja's words in our style: no capital, no full stop."""
    message = message.strip().rstrip(".")
    return message[:1].lower() + message[1:] if message[1:2].islower() else message
