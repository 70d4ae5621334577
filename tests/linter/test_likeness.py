"""Frames: a document that is like others is judged as if it stood alone."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

import pytest

from tests.schema.corpus import samples
from voxml.config import Settings
from voxml.diagnostics import Diagnostic
from voxml.linting import judge, likeness
from voxml.linting.judge import Judge
from voxml.linting.likeness import Frames, is_complete
from voxml.rules import Circumstances

WORDS = [
    "Press",
    "one",
    "17",
    "don't",
    "sales",
    "Größe",
    "www",
    "api",
    "x",
    "undefined",
    "Internationalisierung",
    "1234567",
]
TEXTS = [
    "Welcome to shop 17. Good morning.", "Hello & welcome, you", "Go to www.example.com", "Call 14155550100 now", "TODO",
    "Read https://example.com/a/b", "Your key is AKIAABCDEFGHIJKLMNOP", "Hi {{ name }}", "<b>bold</b>", " two  spaces ", "",
    "Basic abcdefghijklmnopqrst", "line\nbreak", "voxml: ignore", "xoxb-aaaaaaaaaa", "a" * 1300, "zero\u200bwidth", "None",
]  # fmt: skip
HOSTS = [
    "voice.example.com", "acme.netlify.app", "me.github.io", "localhost", "10.0.0.1", "shop", "b.s3.amazonaws.com",
    "site.example.org", "user:pass@voice.example.com", "xn--bcher-kva.example", "voice.example.com:8080",
]  # fmt: skip
PATHS = [
    "/menu.json", "/menu/17", "/menu-17.json", "/api/next", "/api", "", "/", "/a.b.mp4", "/x.mp3", "/menu.json?token=abcdefgh",
    "/{{id}}", "/null", "/sk-aaaaaaaaaaaaaaaaaaaaaaaa", "/.netlify/functions/go", "/own.json", "/a_b/c", "/x#y",
]  # fmt: skip
NUMBERS = ["+14155550100", "+442071838750", "+9991234567", "+1415555", "14155550100", "+4930123456", "+911234567890"]
SITES = {
    "nothing known": Circumstances(),
    "a site": Circumstances(base_url="https://site.example.org", static_hosts=("voice.example.com",)),
    "a site with a path": Circumstances(base_url="https://site.example.org/own", direction="outbound"),
}


@pytest.fixture(autouse=True)
def _from_the_first_document_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "_FEW", 0)


def url(chance: random.Random) -> str:
    scheme = chance.choice(["https", "https", "https", "http", "wss"])
    return f"{scheme}://{chance.choice(HOSTS)}{chance.choice(PATHS)}"


def text(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 6))) + chance.choice(["", ".", "!", " &", ","])
    return chance.choice(TEXTS)


def say(chance: random.Random) -> dict[str, object]:
    made: dict[str, object] = {"text": text(chance)}
    if chance.random() < 0.5:
        made |= {"voice": "en-US-Wavenet-D", "language": chance.choice(["en-US", "de-DE", "english"])}
    return made


def method(chance: random.Random) -> dict[str, object]:
    return {"method": chance.choice(["GET", "POST", "PUT"])} if chance.random() < 0.6 else {}


def ringing(chance: random.Random) -> dict[str, object]:
    return {"verb": "Dial", "numbers": [{"number": chance.choice(NUMBERS)}]}


VERBS: list[Callable[[random.Random], dict[str, object]]] = [
    lambda chance: {"verb": "Say", **say(chance)},
    lambda chance: {"verb": "Play", "url": url(chance), "loop": chance.randint(0, 2)},
    lambda chance: {
        "verb": "Gather",
        "action_url": url(chance),
        "num_digits": chance.randint(0, 2),
        "say": say(chance),
    },
    lambda chance: {"verb": "Gather", "action_url": url(chance), **method(chance), "timeout": chance.randint(1, 3)},
    lambda chance: {**ringing(chance), "caller_id": chance.choice(NUMBERS)},
    lambda chance: {**ringing(chance), "action_url": url(chance)},
    lambda chance: {"verb": "Redirect", "url": url(chance), **method(chance)},
    lambda chance: {"verb": "Record", "action_url": url(chance), "transcription_url": url(chance)},
    lambda chance: {"verb": "Stream", "url": url(chance), "status_callback_url": url(chance)},
    lambda chance: {"verb": "Pause", "length": chance.choice([1, 20, "soon"]), "text": text(chance)},
    lambda chance: {"verb": "Conference", "name": text(chance), "wait_url": url(chance), "action_ur": url(chance)},
]


def verbs(chance: random.Random) -> list[dict[str, object]]:
    return [chance.choice(VERBS)(chance) for _ in range(chance.randint(0, 5))]


def as_json(chance: random.Random) -> bytes:
    envelope = {"voxml_version": "1.0", "instructions": verbs(chance)}
    return json.dumps(envelope, indent=chance.choice([None, 2]), ensure_ascii=chance.random() < 0.3).encode()


def as_xml(chance: random.Random) -> bytes:
    lines = [chance.choice(["", '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" encoding="latin-1"?>'])]
    lines.append("<Response>")
    for verb in verbs(chance):
        lines.append(element(str(verb.pop("verb")), verb))
        if chance.random() < 0.1:
            lines.append(chance.choice(["<!-- <Say>a word</Say> -->", "<![CDATA[<Say>a word</Say>]]>", "stray text"]))
    return chance.choice(["\n", "\n", "\r\n", ""]).join([*lines, "</Response>"]).lstrip().encode()


def element(name: str, members: dict[str, object]) -> str:
    content = {"Say": "text", "Play": "url", "Redirect": "url", "Conference": "name"}.get(name, "")
    inner = escape(str(members.pop(content, "")))
    nested = members.pop("say", None)
    if isinstance(nested, dict):
        inner += element("Say", dict(nested))
    numbers = members.pop("numbers", [])
    assert isinstance(numbers, list)
    inner += "".join(f"<Number>{each['number']}</Number>" for each in numbers)
    attributes = "".join(f" {key}={quoteattr(str(value))}" for key, value in members.items())
    return f"<{name}{attributes}>{inner}</{name}>"


def broken(chance: random.Random, data: bytes) -> bytes:
    """The document with a piece of it gone, doubled or replaced."""
    at = chance.randrange(len(data) + 1)
    size = chance.randint(0, 3)
    return data[:at] + chance.choice([b"", data[at : at + size] * 2, b"<", b'"', b"&", b"\xff"]) + data[at + size :]


def like(chance: random.Random, data: bytes, form: str) -> bytes:
    """A document with the same frame: other words, steps and digits where they may be taken out."""
    pattern = likeness._XML if form == "xml" else likeness._JSON

    def other(found: re.Match[str]) -> str:
        group = found.lastindex or 0
        start, end = (each - found.start() for each in found.span(group))
        old = found[group]
        if old[0] == "+":
            new = old[:-4] + "".join(chance.choices("0123456789", k=4))
        elif group == 1:
            new = " ".join(chance.choices(["so", "many", "words", "12", "l'eau", "mot"], k=chance.randint(1, 5)))
        else:
            new = "".join(chance.choices("abcXYZ019-", k=chance.randint(1, 14)))
        return found[0][:start] + new + found[0][end:]

    try:
        return pattern.sub(other, data.decode()).encode()
    except UnicodeDecodeError:
        return data


def documents(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)
    for number in range(count):
        form = "json" if number % 2 else "xml"
        data = as_json(chance) if number % 2 else as_xml(chance)
        if chance.random() < 0.3:
            data = broken(chance, data)
        yield form, data
        for _ in range(2):
            yield form, like(chance, data, form)
    for sample in samples(seed, count // 4):
        yield "xml", sample.data
        yield "xml", like(chance, sample.data, "xml")


def judges(about: Circumstances) -> tuple[Judge, Judge]:
    settings = Settings()
    settings = settings._replace(choice=settings.choice._replace(preset="strict"), about=about)
    alone = Judge(settings)
    alone._looks_alike = False
    return Judge(settings), alone


@pytest.mark.parametrize("where", SITES)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_of_a_document_among_its_like_is_what_is_said_of_it_alone(
    seed: int, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "_PATIENCE", 10**9)
    together, alone = judges(SITES[where])
    found = shared = 0
    for number, (form, data) in enumerate(documents(seed, 500)):
        path = f"{'doc' if number % 7 else 'own'}.{form}"
        one, other = together.content(data, path, number % 5 > 0), alone.content(data, path, number % 5 > 0)
        assert (one and (one.path, one.diagnostics, one.crashes)) == (
            other and (other.path, other.diagnostics, other.crashes)
        ), data
        if one and one.diagnostics:
            assert one.source is not None and other is not None and other.source is not None
            assert one.source.text == other.source.text
            found += len(one.diagnostics)
        shared += bool(likeness._frame_of(data, form) and likeness._frame_of(data, form).longer)  # type: ignore[arg-type, union-attr]
    assert found > 1000 and shared > 500


def test_the_same_is_judged_once_and_what_differs_is_not() -> None:
    together, _ = judges(Circumstances())
    judged: list[bytes] = []
    check = together._by_itself

    def counted(data: bytes, *rest: object) -> object:
        judged.append(data)
        return check(data, *rest)  # type: ignore[arg-type]

    together._by_itself = counted  # type: ignore[assignment, method-assign]
    for number in range(50):
        data = f'<Response>\n<Say language="en-US">Shop {number}.</Say><Pause length="x{number % 2}"/>\n</Response>'.encode()
        verdict = together.content(data, f"{number}.xml", True)
        assert verdict is not None
        assert [(each.path, each.line, each.column) for each in verdict.diagnostics] == [
            (f"{number}.xml", 2, data.decode().split("\n")[1].index("length") + 1)
        ]
    assert len(judged) == 2


@pytest.mark.parametrize("slash", ["/", "\\/", "\\u002f"])
def test_a_document_that_redirects_to_itself_is_like_no_other(slash: str) -> None:
    together, _ = judges(Circumstances(base_url="https://site.example.org"))
    address = f"https:{slash}{slash}site.example.org{slash}own.json"
    data = f'{{"voxml_version": "1.0", "instructions": [{{"verb": "Redirect", "url": "{address}", "method": "GET"}}]}}'
    found = {}
    for name in ("first", "own", "last"):
        verdict = together.content(data.encode(), f"{name}.json", True)
        assert verdict is not None
        found[name] = [each.rule for each in verdict.diagnostics]
    assert found == {"first": [], "own": ["redirect-to-self"], "last": []}


def test_a_finding_that_quotes_what_was_taken_out_is_of_one_document_only() -> None:
    together, _ = judges(Circumstances())
    for name in ("first", "second"):
        data = (
            f'{{"voxml_version": "1.0", "instructions": [{{"verb": "Stream", "url": "https://example.com/{name}"}}]}}'
        )
        verdict = together.content(data.encode(), "a.json", True)
        assert verdict is not None
        assert [name in each.message for each in verdict.diagnostics] == [True]


def test_documents_that_have_nothing_in_common_are_soon_judged_one_by_one() -> None:
    frames = Frames()
    asked: list[bytes] = []

    def judge_frame(frame: bytes) -> list[Diagnostic]:
        asked.append(frame)
        return []

    for number in range(1000):
        data = f'<Response><Pause length="{number}"/></Response>'.encode()
        frames.judge(data, "xml", "a.xml", "", judge_frame)
    assert len(asked) == likeness._PATIENCE


def test_every_rule_that_looks_at_what_is_taken_out_has_been_considered() -> None:
    """Look at likeness.py before a name is added there: does the rule say the same whatever words, step or digits it sees?"""
    assert is_complete()
