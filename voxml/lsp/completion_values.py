"""What a member may be: words of a choice, voices by language, documents of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from voxml.files.sounds import SOUND_TYPES
from voxml.lsp.scan import Element
from voxml.lsp.site_index import SiteIndex
from voxml.rules.facts.voices import POLLY, speaks
from voxml.schema.tables import MEMBERS

#: Kinds of Google's voices, which are named LANGUAGE-KIND-LETTER; which letters a language has is on Google's list.
_GOOGLE = ("Wavenet", "Neural2", "Standard")
_LETTERS = "ABCD"
_LANGUAGES = tuple(
    sorted({tag for tags in POLLY.values() for tag in tags if not tag.startswith(("arb", "cmn", "yue"))})
)
_MOST = 400


class Value(NamedTuple):
    """A value that a member may have."""

    text: str
    detail: str = ""


def values_of(element: Element, member: str, site: SiteIndex, *, is_template: bool) -> list[Value]:
    """Return what a member of an element may be, best first."""
    name = element.name.text
    if member in ("version", "voxml_version"):
        return [Value("1.0")]
    base, what, _, choices = MEMBERS.get(name, {}).get(member, ("", "", False, ()))
    if choices:
        return [Value(each) for each in choices]
    if base == "bool":
        return [Value("true"), Value("false")]
    if what == "Language":
        return [Value(each) for each in _by_nearness(element)]
    if member == "voice":
        return list(_voices(element))
    if what == "HttpUrl":
        return list(_addresses(name, site, is_template))[:_MOST]
    return [Value(each) for each in ("#", "*", "") if what in ("FinishKey", "FinishKeys")]


def _by_nearness(element: Element) -> list[str]:
    """Return the languages, those that the rest of the document has first."""
    root = element
    while root.parent is not None:
        root = root.parent
    used = [each.get("language") for each in root.walk()]
    return list(dict.fromkeys([*(each for each in used if each), *_LANGUAGES]))


def _voices(element: Element) -> Iterator[Value]:
    language = element.get("language")
    if element.get("engine") == "polly":
        for voice, tags in POLLY.items():
            if language is None or speaks(tags, language):
                yield Value(voice, ", ".join(tags))
        return
    tag = language or "en-IN"
    for kind in _GOOGLE:
        for letter in _LETTERS:
            yield Value(f"{tag}-{kind}-{letter}", "by Google's naming")
    if element.get("engine") is None:
        for voice, tags in POLLY.items():
            if language is not None and speaks(tags, language):
                yield Value(voice, f'{", ".join(tags)}; needs engine="polly"')


def _addresses(element: str, site: SiteIndex, is_template: bool) -> Iterator[Value]:
    is_sound = element == "Play"
    names = site.sounds if is_sound else [name for name in site.targets if not name.endswith(tuple(SOUND_TYPES))]
    for name in names:
        detail = "" if is_sound else site.targets[name].path.rpartition("/")[2]
        if is_template:
            yield Value(f'{{{{ url_for("{name}") }}}}', detail)
        else:
            yield Value(site.url(name), detail)
