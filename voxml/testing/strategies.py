"""Hypothesis strategies: any legal document, and legal documents with one realistic fault.

from hypothesis import given
from voxml.testing import documents

@given(documents())
def test_my_player_takes_every_document(document): ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.errors import MissingExtraError

try:
    from hypothesis import strategies as st
except ImportError:  # pragma: no cover - hypothesis is a dependency of the tests that use this
    raise MissingExtraError("voxml.testing's strategies", "testing") from None

from voxml.language import verbs as language
from voxml.language.element import Verb
from voxml.language.elements import ElementModel, elements
from voxml.language.limits import MAX_INTEGER
from voxml.language.members import Member
from voxml.language.response import Response

if TYPE_CHECKING:
    from collections.abc import Callable

#: Characters that have broken other tools: markup, quotes, white space, directions, accents, emoji, other planes.
_AWKWARD = "<>&\"'`{}[]\\/%$# \t\n\r\u00a0\u0085\u2028\u200f\u202eéßжअ中\ufffd😀\U0010fffd\x7f"


def texts(*, max_size: int = 30) -> st.SearchStrategy[str]:
    """Any text that a member may hold: what XML can hold, with more than white space in it."""
    legal = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    return st.text(st.one_of(legal, st.sampled_from(_AWKWARD)), min_size=1, max_size=max_size).filter(
        lambda text: text.strip() != ""
    )


def http_urls(schemes: tuple[str, ...] = ("https", "http")) -> st.SearchStrategy[str]:
    """Absolute URLs with hosts, ports, users, paths and queries of many shapes."""
    hosts = st.sampled_from(["example.com", "a.b-c.example", "localhost", "127.0.0.1", "[::1]", "bücher.example", "x"])
    ports = st.sampled_from(["", ":80", ":8443"])
    users = st.sampled_from(["", "", "", "user@", "user:pass@"])
    letters = st.sampled_from("abcXYZ019-._~!$&'()*+,;=:@/?%#{}éж😀")
    rests = st.one_of(st.just(""), st.text(letters, max_size=20).map(lambda text: "/" + text))
    return st.builds("{}://{}{}{}{}".format, st.sampled_from(schemes), users, hosts, ports, rests)


_STRINGS: dict[str, Callable[[], st.SearchStrategy[str]]] = {
    "Text": texts,
    "HttpUrl": http_urls,
    "WssUrl": lambda: http_urls(("wss",)),
    "SipUri": lambda: st.from_regex(r"sips?:[a-z0-9.]{1,8}@[a-z0-9.]{1,12}", fullmatch=True),
    "E164": lambda: st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True, alphabet="+0123456789"),
    "Language": lambda: st.sampled_from(["en", "en-US", "en-IN", "hi-IN", "zh-Hant-TW", "es-419", "yue-HK"]),
    "CountryCode": lambda: st.sampled_from(["US", "IN", "GB", "DE"]),
    "SendDigits": lambda: st.text("0123456789ABCD*#wW,", min_size=1, max_size=8),
    "FinishKey": lambda: st.sampled_from([*"0123456789*#", ""]),
    "FinishKeys": lambda: st.text("0123456789*#", max_size=12),
}


def documents(*, max_instructions: int = 6) -> st.SearchStrategy[Response]:
    """Any legal document."""
    return st.lists(instructions(), max_size=max_instructions).map(lambda verbs: Response(*verbs))


def instructions(*names: str) -> st.SearchStrategy[Verb]:
    """Any legal instruction, or any of the verbs called `names`."""
    return st.one_of(
        [_element(elements()[verb.__name__]) for verb in language.VERBS if not names or verb.__name__ in names]
    )


def _element(model: ElementModel) -> st.SearchStrategy[Any]:
    cls: Any = getattr(language, model.name)
    if model.needs_one_of:
        return st.sampled_from(model.needs_one_of).flatmap(lambda needed: _members(cls, model, {needed}))
    return _members(cls, model, set())


def _members(cls: Any, model: ElementModel, needed: set[str]) -> st.SearchStrategy[Any]:
    required = {m.name: _value(m) for m in model.members if m.is_required or m.name in needed}
    optional = {m.name: _value(m) for m in model.members if m.name not in required}
    return st.fixed_dictionaries(required, optional=optional).map(lambda members: cls(**members))


def _value(member: Member) -> st.SearchStrategy[Any]:
    if member.base == "element":
        return _element(elements()[member.element or ""])
    if member.base == "list":
        return st.lists(_element(elements()[member.element or ""]), min_size=1, max_size=3)
    if member.base == "map":
        return st.dictionaries(texts(max_size=8), st.one_of(st.just(""), texts()), min_size=1, max_size=3)
    if member.base == "choice":
        return st.sampled_from(member.choices)
    if member.base == "bool":
        return st.booleans()
    assert member.kind is not None
    if member.base == "int":
        lowest = member.kind.minimum or 0
        return st.one_of(st.integers(lowest, 120), st.sampled_from([lowest, 14400, MAX_INTEGER]))
    return _STRINGS[member.kind.name]()
