"""Valid and invalid XML documents by a seed, made of the language's tables: the same seed always gives the same documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from voxml.schema.tables import CONTENT, MEMBERS, NEEDS_ONE_OF, VERBS

RIGHT: dict[str, tuple[str, ...]] = {
    "Text": ("Welcome to Acme.", "Fish & chips <now>", 'He said "yes"', "Grüß Gott, नमस्ते 😀", "a"),
    "HttpUrl": ("https://example.com/a", "http://example.com:8080/x?y=1&z=2#f", "HTTPS://[::1]/é"),
    "WssUrl": ("wss://example.com/media", "WSS://media.example.com:443/x?y=1"),
    "SipUri": ("sip:agent@example.com", "sips:a.b@c.example:5061"),
    "E164": ("+14155550100", "+49301234567", "+11"),
    "Language": ("en", "en-US", "zh-Hant-TW", "es-419"),
    "CountryCode": ("US", "DE"),
    "SendDigits": ("12#", "w,W0*A"),
    "FinishKey": ("#", "", "5"),
    "FinishKeys": ("#*", "", "0123456789"),
    "Seconds": ("1", "30", "+5", "007", "86400"),
    "Loop": ("0", "3", "-0"),
    "Count": ("1", "250"),
    "Flag": ("true", "false"),
}
WRONG: dict[str, tuple[str, ...]] = {
    "HttpUrl": ("/menu", "ftp://example.com/x", "https://", "https://exa mple.com/", "wss://example.com"),
    "WssUrl": ("https://example.com/media", "wss://", "media"),
    "SipUri": ("agent@example.com", "sip:", "sip:a b@example.com"),
    "E164": ("14155550100", "+0123", "+1 415 555 0100", "+1234567890123456", "++1"),
    "Language": ("en_US", "english", "e", "en-"),
    "CountryCode": ("us", "USA", "U"),
    "SendDigits": ("1 2", "e", "12;"),
    "FinishKey": ("##", "a", "any"),
    "FinishKeys": ("abc", "1,2"),
    "Seconds": ("0", "-1", "5s", "1.5", "", "99999999999999999999", "٣"),
    "Loop": ("-1", "x", "1e3"),
    "Count": ("0", "one"),
    "Flag": ("1", "yes", "True", "TRUE", "0", ""),
}
_PARENTS = {
    child: name for name, members in MEMBERS.items() for child in [m[1] for m in members.values() if m[0] == "list"]
}


class Sample(NamedTuple):
    """A document, and its error; None when it is valid."""

    fault: str | None
    data: bytes


def samples(seed: int, count: int) -> Iterator[Sample]:
    """`count` documents: a third valid, the others with one error each."""
    chance = random.Random(seed)
    for number in range(count):
        root = Element("Response", {"version": "1.0"} if chance.random() < 0.5 else {})
        for _ in range(chance.randint(1, 5)):
            root.append(element(chance, chance.choice(VERBS)))
        fault = None
        if number % 3:
            name, spoil = chance.choice(FAULTS)
            # Some faults need a document that has such a place.
            fault = name if spoil(chance, root) else None
        ElementTree.indent(root)
        yield Sample(fault, ElementTree.tostring(root, encoding="utf-8", xml_declaration=chance.random() < 0.5))


def element(chance: random.Random, name: str) -> Element:
    """A valid element with some of the members that it may have."""
    made = Element(name)
    needed = {chance.choice(NEEDS_ONE_OF[name])} if name in NEEDS_ONE_OF else set[str]()
    for member, (base, what, is_required, words) in MEMBERS[name].items():
        if not (is_required or member in needed or chance.random() < 0.4):
            continue
        if base == "element":
            made.append(element(chance, what))
        elif base == "list":
            made.extend(element(chance, what) for _ in range(chance.randint(1, 3)))
        elif base == "map":
            for number in range(chance.randint(1, 3)):
                SubElement(made, "Parameter", {"name": f"key{number}", "value": chance.choice(("", "a & b", "1"))})
        else:
            value = chance.choice(words or RIGHT[what])
            if CONTENT.get(name) == member:
                made.text = value
            else:
                made.set(member, value)
    return made


# --- faults: each says whether the document had a place for it ------------------------------------------------------

Spoil = Callable[[random.Random, Element], bool]


def _places(root: Element, wanted: Callable[[Element], bool]) -> list[Element]:
    return [each for each in root.iter() if each.tag in MEMBERS and wanted(each)]


def _wrong_value(chance: random.Random, root: Element) -> bool:
    found = [
        (each, name)
        for each in _places(root, lambda each: True)
        for name in each.attrib
        if MEMBERS[each.tag][name][3] or MEMBERS[each.tag][name][1] in WRONG
    ]
    if not found:
        return False
    each, name = chance.choice(found)
    _, what, _, words = MEMBERS[each.tag][name]
    each.set(name, chance.choice([*(word.upper() + "x" for word in words), "", "none"] if words else WRONG[what]))
    return True


def _wrong_text(chance: random.Random, root: Element) -> bool:
    found = _places(root, lambda each: MEMBERS[each.tag].get(CONTENT.get(each.tag, ""), ("", ""))[1] in WRONG)
    if not found:
        return False
    each = chance.choice(found)
    each.text = chance.choice(WRONG[MEMBERS[each.tag][CONTENT[each.tag]][1]])
    return True


def _empty_text(chance: random.Random, root: Element) -> bool:
    found = _places(root, lambda each: each.tag in CONTENT)
    if found:
        chance.choice(found).text = chance.choice((None, " "))
    return bool(found)


def _wrong_name(chance: random.Random, root: Element) -> bool:
    each = chance.choice(list(root))
    each.set(chance.choice(("foo", "Timeout", "numDigits", "action", "voxml_version", "id")), "1")
    return True


def _missing(chance: random.Random, root: Element) -> bool:
    found = [
        (each, name)
        for each in _places(root, lambda each: True)
        for name, member in MEMBERS[each.tag].items()
        if member[2] and name in each.attrib
    ]
    if not found:
        return False
    each, name = chance.choice(found)
    del each.attrib[name]
    return True


def _nobody(chance: random.Random, root: Element) -> bool:
    found = _places(root, lambda each: each.tag == "Dial")
    if not found:
        return False
    each = chance.choice(found)
    for child in list(each):
        each.remove(child)
    return True


def _unknown_verb(chance: random.Random, root: Element) -> bool:
    chance.choice(list(root)).tag = chance.choice(("Sey", "say", "SAY", "Speak", "GetDigits", "Sms"))
    return True


def _misplaced(chance: random.Random, root: Element) -> bool:
    child = element(chance, chance.choice(tuple(_PARENTS)))
    root.insert(chance.randint(0, len(root)), child)
    return True


def _child_of_text(chance: random.Random, root: Element) -> bool:
    found = _places(root, lambda each: each.tag in CONTENT)
    if found:
        SubElement(chance.choice(found), chance.choice(("Say", "break", "Pause")))
    return bool(found)


def _second_prompt(chance: random.Random, root: Element) -> bool:
    found = [each for each in _places(root, lambda each: each.tag == "Gather") if each.find("Say") is not None]
    if found:
        chance.choice(found).append(element(chance, "Say"))
    return bool(found)


def _late(chance: random.Random, root: Element) -> bool:
    found = [each for each in _places(root, lambda each: each.tag == "Dial") if each.find("Client") is not None]
    if found:
        chance.choice(found).append(element(chance, "Number"))
    return bool(found)


def _stray_text(chance: random.Random, root: Element) -> bool:
    found = _places(root, lambda each: each.tag not in CONTENT and each.tag != "Parameter" and not len(each))
    if found:
        chance.choice(found).text = "stray"
    return bool(found)


def _wrong_root(chance: random.Random, root: Element) -> bool:
    root.tag = chance.choice(("response", "Responce", "Say"))
    return True


def _wrong_version(chance: random.Random, root: Element) -> bool:
    root.set("version", chance.choice(("1", "2.0", "")))
    return True


FAULTS: tuple[tuple[str, Spoil], ...] = (
    ("wrong value", _wrong_value), ("wrong value", _wrong_value), ("wrong value", _wrong_value),
    ("wrong text", _wrong_text), ("empty text", _empty_text), ("wrong name", _wrong_name), ("missing", _missing),
    ("nobody to ring", _nobody), ("unknown verb", _unknown_verb), ("misplaced", _misplaced),
    ("child of text", _child_of_text), ("second prompt", _second_prompt), ("too late", _late),
    ("stray text", _stray_text), ("wrong root", _wrong_root), ("wrong version", _wrong_version),
)  # fmt: skip
