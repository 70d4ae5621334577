"""Completion and hover in settings files: tables, keys, what each takes, rules, and documents of the site."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from voxml.config.kinds import RULES as RULES_KIND
from voxml.config.kinds import TEXTS
from voxml.config.known import TABLES, Setting, settings_of
from voxml.config.settings_file import NAMES
from voxml.lsp.open_text import OpenText
from voxml.lsp.scan import word_before
from voxml.lsp.site_index import SiteIndex
from voxml.rules import RULES
from voxml.rules.rule import CATEGORIES

_KIND = types.CompletionItemKind
_TABLE = re.compile(r"^[ \t]*+\[([^\[\]\n]*+)\]", re.MULTILINE)


class _Where(NamedTuple):
    """A position in a settings file."""

    #: The table, as `lint` or `site.menus.menu`; None where it is none of ours.
    table: str | None
    #: What is written of the line before it.
    line: str
    word: str


def completion_in_settings(document: OpenText, offset: int, site: SiteIndex) -> list[types.CompletionItem]:
    """Return what can be written at an offset of a settings file."""
    where = _where(document, offset)
    span = document.positions.range(offset - len(where.word), offset)
    return [
        types.CompletionItem(text, kind=kind, detail=detail or None, text_edit=types.TextEdit(span, text))
        for text, kind, detail in dict.fromkeys(_words(where, site, os.path.basename(document.path)))
    ]


def _words(where: _Where, site: SiteIndex, file: str) -> Iterator[tuple[str, types.CompletionItemKind, str]]:
    before = where.line[: len(where.line) - len(where.word)]
    if before.lstrip() == "[" and file in NAMES:
        prefix = "tool.voxml" if file == NAMES[1] else ""
        for table in (*TABLES, "site.menus"):
            name = ".".join(filter(None, (prefix, table)))
            if name:
                yield name, _KIND.Struct, ""
    elif where.table is None:
        return
    elif not before.strip():
        for setting in settings_of(where.table).values():
            yield setting.name.rpartition(".")[2], _KIND.Property, setting.description
    elif where.table.startswith("site.menus") or re.match(r"\s*entries\s*=", before):
        if "=" in before:
            yield from ((name, _KIND.Reference, "") for name in site.targets)
    else:
        yield from _values(where.table, before)


def _values(table: str, before: str) -> Iterator[tuple[str, types.CompletionItemKind, str]]:
    key, is_value, written = before.partition("=")
    setting = settings_of(table).get(key.strip().strip("\"'").replace("-", "_"))
    if not is_value or setting is None:
        return
    is_quoted = written.count('"') % 2 == 1 or written.count("'") % 2 == 1
    words = [str(each) for each in setting.kind.schema.get("enum", ())]
    if setting.kind is RULES_KIND or (setting.kind is not TEXTS and setting.name in ("lint.severity",)):
        words = [*CATEGORIES, *RULES]
    if setting.kind.schema.get("type") == "boolean":
        yield from (("true", _KIND.Value, ""), ("false", _KIND.Value, ""))
    for word in words:
        summary = RULES[word].summary if word in RULES else CATEGORIES.get(word, "")
        yield word if is_quoted else f'"{word}"', _KIND.EnumMember, summary


def setting_markdown(document: OpenText, offset: int) -> str | None:
    """Return what a setting is for whose key is at an offset."""
    where = _where(document, offset)
    start = document.text.rfind("\n", 0, offset) + 1
    line = document.text[start:].partition("\n")[0]
    key, equals, _ = line.partition("=")
    if where.table is None or not equals or offset - start > len(key.rstrip()):
        return None
    setting = settings_of(where.table).get(key.strip().strip("\"'").replace("-", "_"))
    return None if setting is None else _markdown(setting)


def _markdown(setting: Setting) -> str:
    lines = [f"**{setting.name}**", setting.description]
    words = setting.kind.schema.get("enum")
    facts = [f"one of {', '.join(f'`{word}`' for word in words)}"] if words else []
    if setting.default not in (None, [], {}):
        facts.append(f"without it: `{json.dumps(setting.default)}`")
    return "\n\n".join([*lines, "\n".join(f"- {fact}" for fact in facts)]).rstrip()


def _where(document: OpenText, offset: int) -> _Where:
    line = document.text[document.text.rfind("\n", 0, offset) + 1 : offset]
    word = word_before(line, len(line), "_-#*").text
    table = ""
    for found in _TABLE.finditer(document.text, 0, offset):
        table = found[1].replace('"', "").strip()
    name = os.path.basename(document.path)
    is_ours = name == NAMES[0]
    if name == NAMES[1]:
        is_ours = table == "tool.voxml" or table.startswith("tool.voxml.")
        table = table[len("tool.voxml.") :]
    return _Where(table if is_ours else None, line, word)
