"""Completion in documents: verbs, attributes and members, and what these may be."""

from __future__ import annotations

import json
import re

from lsprotocol import types

from voxml.lsp.completion_values import values_of
from voxml.lsp.open_text import OpenText
from voxml.lsp.scan import Cursor, Element, children_of
from voxml.lsp.site_index import SiteIndex
from voxml.lsp.topics import topic_markdown
from voxml.schema.tables import CONTENT, MEMBERS, NEEDS_ONE_OF, VERBS

_KIND = types.CompletionItemKind
#: A stop of a snippet, its first choice, or an escaped character.
_STOP = re.compile(r"\$\d|\$\{\d\|([^,|]*+)[^|]*+\|\}|\\([\\$}])")


def completion(document: OpenText, offset: int, site: SiteIndex, *, has_snippets: bool) -> list[types.CompletionItem]:
    """Return what can be written at an offset of a document."""
    cursor = document.cursor(offset)
    write = _Writer(document, cursor, offset, has_snippets)
    if cursor.kind in ("element", "text"):
        return _elements(write)
    if cursor.kind == "member":
        return _members(write)
    if cursor.kind == "value" and cursor.element is not None:
        found = values_of(cursor.element, cursor.member, site, is_template=document.kind == "template")
        return [write.value(each.text, each.detail, index) for index, each in enumerate(found)]
    if cursor.kind == "end" and cursor.element is not None:
        close = "" if document.text[cursor.part.end : cursor.part.end + 1] == ">" else ">"
        return [write.item(cursor.element.name.text, f"{cursor.element.name.text}{close}", _KIND.Class)]
    return []


def resolved(item: types.CompletionItem) -> types.CompletionItem:
    """Return an item with its manual, which is looked up only for the one that is looked at."""
    if isinstance(item.data, str):
        manual = topic_markdown(item.data)
        if manual is not None:
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, manual)
    return item


class _Writer:
    """Makes the items at one position."""

    def __init__(self, document: OpenText, cursor: Cursor, offset: int, has_snippets: bool) -> None:
        self.document = document
        self.cursor = cursor
        self.has_snippets = has_snippets
        self.is_xml = document.form == "xml"
        start, end = min(cursor.part.start, offset), max(cursor.part.end, offset)
        if cursor.is_quoted and not self.is_xml:
            # The quotes of JSON are written anew.
            start -= 1
            end += document.text[end : end + 1] == '"'
        if self.is_xml and cursor.kind == "text" and document.text[start - 1 : start] == "<":
            start -= 1
        self._range = document.positions.range(start, end)
        self._typed = document.text[start:offset]

    def item(
        self, label: str, text: str, kind: types.CompletionItemKind, *, detail: str = "", topic: str = "", rank: int = 0
    ) -> types.CompletionItem:
        """Return an item that writes `text`, a snippet where the editor takes snippets."""
        plain = text if self.has_snippets else _without_stops(text)
        return types.CompletionItem(
            label,
            kind=kind,
            detail=detail or None,
            sort_text=f"{rank:03d}",
            filter_text=f'"{label}"'
            if self._typed.startswith('"')
            else f"<{label}"
            if self._typed[:1] == "<"
            else label,
            insert_text_format=types.InsertTextFormat.Snippet if self.has_snippets else None,
            text_edit=types.TextEdit(self._range, plain),
            data=topic or None,
        )

    def value(self, text: str, detail: str, rank: int) -> types.CompletionItem:
        """Return an item for a value."""
        is_bare = text in ("true", "false") or text.isdigit()
        written = text if self.is_xml or is_bare else json.dumps(text, ensure_ascii=False)
        if not self.is_xml and "{{" in text:
            written = f'"{text}"'
        kind = _KIND.Reference if "://" in text or "url_for" in text else _KIND.EnumMember
        return self.item(text, _escaped(written), kind, detail=detail, rank=rank)


def _elements(write: _Writer) -> list[types.CompletionItem]:
    parent = write.cursor.element
    if write.is_xml:
        if parent is None:
            names = ["Response"] if not any(each.name.text == "Response" for each in write.document.scan.roots) else []
        else:
            names = list(VERBS) if parent.name.text == "Response" else list(children_of(parent.name.text))
        return [_xml_element(write, name, rank) for rank, name in enumerate(names)]
    if write.cursor.member == "verb" and write.cursor.kind == "element":
        return [write.item(name, f'"{name}"', _KIND.Class, topic=name, rank=rank) for rank, name in enumerate(VERBS)]
    return _json_objects(write, parent)


def _xml_element(write: _Writer, name: str, rank: int) -> types.CompletionItem:
    text = _xml_snippet(name)
    if (
        write.cursor.kind == "element"
        or write.document.text[write.cursor.part.start - 1 : write.cursor.part.start] == "<"
    ):
        text = text if write.cursor.kind == "text" else text[1:]
    return write.item(name, text, _KIND.Class, topic=name, rank=rank)


def _xml_snippet(name: str) -> str:
    """Return an element with what it must have."""
    if name == "Response":
        return '<Response version="1.0">\n  $0\n</Response>'
    if name == "Parameter":
        return '<Parameter name="$1" value="$2"/>$0'
    stops = iter(range(1, 20))
    required = [each for each, (base, _, is_required, _) in MEMBERS[name].items() if is_required and base == "str"]
    head = "".join(f' {each}="${next(stops)}"' for each in required if each != CONTENT.get(name))
    if name in CONTENT:
        return f"<{name}{head}>${next(stops)}</{name}>$0"
    if name == "Gather":
        return f'<Gather{head} method="GET" num_digits="1">\n  <Say>${next(stops)}</Say>\n</Gather>$0'
    if name in NEEDS_ONE_OF:
        return f"<{name}{head}>\n  <Number>${next(stops)}</Number>\n</{name}>$0"
    return f"<{name}{head}/>$0"


def _json_objects(write: _Writer, parent: Element | None) -> list[types.CompletionItem]:
    """Return whole objects, at a place between the items of an array."""
    if parent is None:
        return []
    if parent.name.text == "Response":
        return [
            write.item(name, _json_snippet(name, name), _KIND.Class, topic=name, rank=rank)
            for rank, name in enumerate(VERBS)
        ]
    inside = {member: what for what, member in children_of(parent.name.text).items()}
    what = inside.get(write.cursor.member)
    return [write.item(what, _json_snippet(what, None), _KIND.Class, topic=what)] if what in MEMBERS else []


def _json_snippet(name: str, verb: str | None) -> str:
    stops = iter(range(1, 20))
    required = [each for each, (base, _, is_required, _) in MEMBERS[name].items() if is_required and base == "str"]
    members = [f'"verb": "{verb}"'] if verb is not None else []
    members += [f'"{each}": "${next(stops)}"' for each in required]
    if name in NEEDS_ONE_OF:
        members.append(f'"numbers": [{{"number": "${next(stops)}"}}]')
    return f"{{{', '.join(members)}}}$0"


def _members(write: _Writer) -> list[types.CompletionItem]:
    element = write.cursor.element
    if element is None:
        return []
    name = element.name.text
    written = {each.name.text for each in element.attributes} - {write.cursor.part.text}
    if name == "Response":
        known = {"version": "1.0"} if write.is_xml else {"voxml_version": "1.0", "instructions": ""}
        return [_member(write, name, each, rank) for rank, each in enumerate(known) if each not in written]
    if name == "Parameter":
        return [_member(write, name, each, rank) for rank, each in enumerate(("name", "value")) if each not in written]
    members = MEMBERS.get(name, {})
    if not members and not write.is_xml and "verb" not in written:
        return [_member(write, "", "verb", 0)]
    chosen = [each for each in members if each not in written]
    if write.is_xml:
        chosen = [
            each for each in chosen if each != CONTENT.get(name) and members[each][0] not in ("list", "map", "element")
        ]
    chosen.sort(key=lambda each: not members[each][2])
    items = [_member(write, name, each, rank) for rank, each in enumerate(chosen)]
    return items if write.is_xml or "verb" in written or name not in VERBS else [_member(write, "", "verb", 0), *items]


def _member(write: _Writer, element: str, name: str, rank: int) -> types.CompletionItem:
    base, what, is_required, choices = MEMBERS.get(element, {}).get(name, ("", "", False, ()))
    if write.is_xml:
        text = f'{name}="$1"$0'
        if choices and write.has_snippets:
            text = f'{name}="${{1|{",".join(choices)}|}}"$0'
    else:
        text = f'"{name}": {_json_value(element, name, base, what)}'
        after = write.document.text[write.cursor.part.end + write.cursor.is_quoted :].lstrip()
        if after.startswith(":"):
            text = f'"{name}"'
    detail = "required" if is_required else ""
    topic = f"{element}.{name}" if element else ""
    return write.item(name, text, _KIND.Property, detail=detail, topic=topic, rank=rank)


def _json_value(element: str, name: str, base: str, what: str) -> str:
    if name == "instructions":
        return "[$1]$0"
    if name == "voxml_version":
        return '"1.0"$0'
    if base == "list":
        return f"[{_json_snippet(what, None)[:-2]}]$0"
    if base == "element":
        return f"{_json_snippet(what, None)}"
    if base == "map":
        return "{$1}$0"
    return "$1$0" if base in ("int", "bool") else '"$1"$0'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _without_stops(text: str) -> str:
    """Return a snippet as plain text."""
    return _STOP.sub(lambda found: found[1] or found[2] or "", text)
