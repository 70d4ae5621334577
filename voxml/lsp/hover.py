"""Hover: the manual of a verb, a member or a rule, and what a template says about its parameters."""

from __future__ import annotations

import re

from lsprotocol import types

from voxml.lsp.checking import Checked
from voxml.lsp.open_text import OpenText
from voxml.lsp.scan import Cursor, Element
from voxml.lsp.scan_jinja import tag_at
from voxml.lsp.settings_words import setting_markdown
from voxml.lsp.template_names import parameters_of
from voxml.lsp.topics import rule_markdown, topic_markdown
from voxml.rules import RULES
from voxml.schema.tables import CONTENT
from voxml.templating.filters import FILTERS

_WORD = re.compile(r"[\w.-]+")
_COMMENT = re.compile(r"voxml:\s*+[a-z-]++\s*+\[[^\[\]]*+\]")


def hover(document: OpenText, offset: int, checked: Checked | None = None) -> types.Hover | None:
    """Return what there is to read about what is at an offset: the word, then the rules of the problems there."""
    position = document.positions.position(offset)
    start, end, text = _about(document, offset)
    texts = [text] if text else []
    for each in checked.shown if checked is not None else ():
        if _holds(each.range, position) and each.code in RULES:
            texts.append(rule_markdown(str(each.code)))
    if not texts:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(dict.fromkeys(texts)))
    return types.Hover(content, document.positions.range(start, end) if text else None)


def _holds(span: types.Range, position: types.Position) -> bool:
    start, at, end = ((each.line, each.character) for each in (span.start, position, span.end))
    return start <= at <= end


def _about(document: OpenText, offset: int) -> tuple[int, int, str | None]:
    start, end = _word(document.text, offset)
    word = document.text[start:end]
    if document.kind == "template" and tag_at(document.text, offset) is not None:
        return start, end, _in_jinja(document, word)
    if document.kind == "settings":
        return start, end, topic_markdown(word) if word in RULES else setting_markdown(document, offset)
    if document.kind == "module":
        return start, end, topic_markdown(word) if word in RULES else None
    if word in RULES and any(found.start() <= offset <= found.end() for found in _COMMENT.finditer(document.text)):
        return start, end, topic_markdown(word)
    cursor = document.cursor(offset)
    name = topic_of(cursor)
    part = cursor.part
    return part.start, part.end, topic_markdown(name) if name else None


def topic_of(cursor: Cursor) -> str:
    """Return the topic of `voxml explain` that is about what is at a position; empty where there is none."""
    if cursor.kind in ("element", "end"):
        return cursor.part.text
    if cursor.kind not in ("member", "value") or cursor.element is None:
        return ""
    name = cursor.part.text if cursor.kind == "member" else cursor.member
    if cursor.kind == "value" and CONTENT.get(_name(cursor.element)) == name and not cursor.is_quoted:
        return ""  # the words of a text need no manual
    return f"{_name(cursor.element)}.{name}" if name and name != "verb" else _name(cursor.element)


def _name(element: Element) -> str:
    return element.name.text


def _in_jinja(document: OpenText, word: str) -> str | None:
    for each in parameters_of(document):
        if each.name == word:
            facts = [each.type, "required" if each.required else "optional"]
            if each.default is not None:
                facts.append(f"without it: {each.default}")
            return f"**{each.name}** ({', '.join(facts)})\n\n{each.description}".rstrip()
    if word in FILTERS:
        text = (FILTERS[word].__doc__ or "").strip().partition("\n")[0]
        return f"**{word}**, a filter. {text}".rstrip()
    if word == "url_for":
        return '**url_for(name)**: the address of another document of the site, such as `url_for("menu")`.'
    return topic_markdown(word) if word in RULES else None


def _word(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    for found in _WORD.finditer(text, start, len(text) if end < 0 else end):
        if found.start() <= offset <= found.end():
            return found.span()
    return offset, offset
