"""Completion in templates, within the tags of Jinja and in the header; and of names in Python files."""

from __future__ import annotations

import os
import re
from pathlib import Path

from lsprotocol import types

from voxml.errors import VoxmlError
from voxml.lsp.open_text import OpenText
from voxml.lsp.scan import word_before
from voxml.lsp.scan_jinja import JinjaTag, tag_at
from voxml.lsp.site_index import SiteIndex
from voxml.lsp.template_names import names_set_in, parameters_of
from voxml.rules.facts.voices import POLLY
from voxml.templating.filters import FILTERS
from voxml.templating.parameter_types import PARAMETER_TYPES
from voxml.templating.parameters import Parameter
from voxml.templating.shipped import shipped_names
from voxml.templating.templates import Templates

_KIND = types.CompletionItemKind
_URL_FOR = re.compile(r"""\burl_for\(\s*["']([^"'\n]*)$""")
_FILE = re.compile(r"""\b(?:include|extends|import|from)\s+["']([^"'\n]*)$""")
_VOICE = re.compile(r"""\bvoice\s*=\s*["']([^"'\n]*)$""")
_RENDER = re.compile(r"""\brender\(\s*["']([^"'\n]*)$""")
_ARGUMENT = re.compile(r"""\brender\(\s*["'](?P<name>[\w./-]+)["'],(?:[^()]*,)?\s*(?P<typed>\w*)$""")
_FILTER = re.compile(r"\|\s*(\w*)$")
_TYPE = re.compile(r"""^\s*type\s*=\s*["']?([\w-]*)$""")
_KEY = re.compile(r"^\s*(\w*)$")
_STATEMENTS = (
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "include",
    "extends",
    "block",
    "endblock",
    "import",
)
_TOP_KEYS = ("title", "description", "language")
_PARAMETER_KEYS = ("type", "required", "default", "description", "example", "choices", "min", "max")


def completion_in_tags(document: OpenText, offset: int, site: SiteIndex) -> list[types.CompletionItem] | None:
    """Return what can be written in a tag of a template, or in a string of a Python file; None elsewhere."""
    line = document.text[document.text.rfind("\n", 0, offset) + 1 : offset]
    found = _URL_FOR.search(line)
    if found is not None and document.kind in ("template", "module"):
        names = [*site.targets, *site.sounds]
        return [_item(document, offset, found[1], each, _KIND.Reference) for each in names]
    if document.kind == "module":
        return _in_module(document, offset, line)
    tag = tag_at(document.text, offset) if document.kind == "template" else None
    if tag is None:
        return None
    if tag.is_comment:
        return _in_header(document, offset, tag, line)
    found = _FILE.search(line)
    if found is not None:
        folder = os.path.dirname(document.path)
        here = [os.path.relpath(path, folder) for path in site.files if path.endswith(".j2") and path != document.path]
        return [
            _item(document, offset, found[1], each.replace(os.sep, "/"), _KIND.File)
            for each in [*here, *_parts(folder)]
        ]
    found = _FILTER.search(line)
    if found is not None:
        return [_item(document, offset, found[1], each, _KIND.Function) for each in FILTERS]
    typed = word_before(line, len(line))
    if line[: typed.start].endswith((".", '"', "'")):
        return []
    items = [
        _item(document, offset, typed.text, each.name, _KIND.Variable, each.description or each.type)
        for each in parameters_of(document)
    ]
    items += [_item(document, offset, typed.text, each, _KIND.Variable) for each in names_set_in(document.text)]
    items.append(
        _item(document, offset, typed.text, "url_for", _KIND.Function, "the address of a document of the site")
    )
    if tag.text.startswith("{%") and line.rpartition("{%")[2].strip("-+ \t") == typed.text:
        items += [_item(document, offset, typed.text, each, _KIND.Keyword) for each in _STATEMENTS]
    return items


def _in_module(document: OpenText, offset: int, line: str) -> list[types.CompletionItem]:
    """Return voices, and the templates that `render` knows with their parameters."""
    found = _VOICE.search(line)
    if found is not None:
        return [_item(document, offset, found[1], each, _KIND.EnumMember) for each in POLLY]
    found = _RENDER.search(line)
    if found is not None:
        return [_item(document, offset, found[1], each, _KIND.File) for each in shipped_names()]
    found = _ARGUMENT.search(line)
    if found is None:
        return []
    return [
        _item(document, offset, found["typed"], f"{each.name}=", _KIND.Variable, each.description or each.type)
        for each in _parameters_of_template(found["name"], os.path.dirname(document.path))
        if f"{each.name}=" not in line
    ]


def _parameters_of_template(name: str, folder: str) -> list[Parameter]:
    try:
        return list(Templates().get(Path(folder, name) if "/" in name or name.endswith(".j2") else name).parameters)
    except VoxmlError:
        return []


def _in_header(document: OpenText, offset: int, tag: JinjaTag, line: str) -> list[types.CompletionItem]:
    if not tag.text[2:].lstrip("-+ \t").startswith("voxml"):
        return []
    found = _TYPE.match(line)
    if found is not None:
        is_quoted = line[: len(line) - len(found[1])].endswith(('"', "'"))
        texts = [each if is_quoted else f'"{each}"' for each in PARAMETER_TYPES]
        return [_item(document, offset, found[1], each, _KIND.EnumMember) for each in texts]
    found = _KEY.match(line)
    if found is None:
        return []
    before = document.text[tag.start : offset]
    keys = _PARAMETER_KEYS if re.search(r"^[ \t]*\[[ \t]*parameters", before, re.MULTILINE) else _TOP_KEYS
    return [_item(document, offset, found[1], each, _KIND.Property) for each in keys]


def _parts(folder: str) -> list[str]:
    """Return the parts of templates in a folder, whose names begin with an underscore."""
    try:
        return sorted(name for name in os.listdir(folder) if name.startswith("_") and name.endswith(".j2"))
    except OSError:
        return []


def _item(
    document: OpenText, offset: int, typed: str, text: str, kind: types.CompletionItemKind, detail: str = ""
) -> types.CompletionItem:
    span = document.positions.range(offset - len(typed), offset)
    return types.CompletionItem(text, kind=kind, detail=detail or None, text_edit=types.TextEdit(span, text))
