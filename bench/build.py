"""Build a document of eight verbs, write it, check it: against the builders of twilio and plivo and lxml's E-factory.

    python bench/build.py [--rounds 200]

Every contender makes the same call flow anew each time, with a name and a number that change from call to call, as in a
program that answers calls. Ours checks every value; the others check few or none.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Callable

import harness

PEERS = ("twilio==9.13.0", "plivo==4.63.0", "lxml", "jsonschema-rs==0.60.3")
NAMES = itertools.cycle([(f"Welcome to Acme, caller {number}.", f"+1415555{number:04}") for number in range(100)])


def ours() -> Callable[[], object]:
    from voxml import Number, Response, Say

    def build() -> Response:
        text, number = next(NAMES)
        return (
            Response()
            .say(text, voice="en-US-Wavenet-D", language="en-US")
            .play("https://example.com/hello.wav")
            .gather(action_url="https://example.com/menu", num_digits=1, method="GET", say=Say("Press 1 for sales."))
            .dial(numbers=[Number(number, send_digits="12#")], timeout=20)
            .record(action_url="https://example.com/recording", max_length=60)
            .pause(2)
            .redirect("https://example.com/next.json")
            .hangup()
        )

    return build


def twilio() -> Callable[[], object]:
    from twilio.twiml.voice_response import VoiceResponse

    def build() -> str:
        text, number = next(NAMES)
        response = VoiceResponse()
        response.say(text, voice="en-US-Wavenet-D", language="en-US")
        response.play("https://example.com/hello.wav")
        response.gather(action="https://example.com/menu", num_digits=1, method="GET").say("Press 1 for sales.")
        response.dial(timeout=20).number(number, send_digits="12#")
        response.record(action="https://example.com/recording", max_length=60)
        response.pause(length=2)
        response.redirect("https://example.com/next.json")
        response.hangup()
        return str(response)

    return build


def plivo() -> Callable[[], object]:
    from plivo import plivoxml

    def build() -> str:
        text, number = next(NAMES)
        response = plivoxml.ResponseElement()
        response.add_speak(text, voice="WOMAN", language="en-US")
        response.add_play("https://example.com/hello.wav")
        digits = plivoxml.GetDigitsElement(action="https://example.com/menu", num_digits=1, method="GET")
        response.add(digits.add_speak("Press 1 for sales."))
        response.add(plivoxml.DialElement(timeout=20).add_number(number, send_digits="12#"))
        response.add_record("https://example.com/recording", max_length=60)
        response.add_wait(length=2)
        response.add_redirect("https://example.com/next.json")
        response.add_hangup()
        return str(response.to_string())

    return build


def e_factory() -> Callable[[], object]:
    from lxml import etree
    from lxml.builder import E

    def build() -> bytes:
        text, number = next(NAMES)
        document = E.Response(
            E.Say(text, voice="en-US-Wavenet-D", language="en-US"),
            E.Play("https://example.com/hello.wav"),
            E.Gather(E.Say("Press 1 for sales."), action_url="https://example.com/menu", num_digits="1", method="GET"),
            E.Dial(E.Number(number, send_digits="12#"), timeout="20"),
            E.Record(action_url="https://example.com/recording", max_length="60"),
            E.Pause(length="2"),
            E.Redirect("https://example.com/next.json"),
            E.Hangup(),
            version="1.0",
        )
        return etree.tostring(document)

    return build


def verdicts(rounds: int) -> list[harness.Row]:
    """Ask whether valid documents of the corpus are valid, from bytes: JSON, and XML with and without a declaration."""
    import corpus
    import jsonschema_rs
    from lxml import etree

    import voxml

    schemas = harness.TOP / "schemas"
    validator = jsonschema_rs.validator_for(json.loads((schemas / "voxml-1.0.schema.json").read_text(encoding="utf-8")))
    xsd = etree.XMLSchema(etree.parse(schemas / "voxml-1.0.xsd"))
    peers: dict[str, tuple[str, Callable[[bytes], bool], float]] = {
        "json": ("json + jsonschema-rs", lambda data: validator.is_valid(json.loads(data)), 1.0),
        "xml": ("lxml parse + XSD", lambda data: xsd.validate(etree.fromstring(data)), 1.2),
    }
    lines = []
    for form, has_declaration, name in (
        ("json", False, "JSON"), ("xml", False, "XML"), ("xml", True, "XML with a declaration"),
    ):  # fmt: skip
        documents = corpus.valid(50, form, has_declaration=has_declaration)
        against, peer, target = peers[form]
        assert all(map(voxml.is_valid, documents)) and all(map(peer, documents))
        contenders = {
            "voxml.is_valid": lambda documents=documents: all(map(voxml.is_valid, documents)),
            against: lambda documents=documents, peer=peer: all(map(peer, documents)),
        }
        medians = {who: value / 50 for who, value in harness.compare(contenders, rounds=rounds).items()}
        lines += harness.rows(f"verdict from bytes, valid {name}", medians, against, {"voxml.is_valid": target})
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    harness.environment(*PEERS)
    build = ours()
    contenders = {
        "voxml to JSON": lambda: build().to_json(),  # type: ignore[attr-defined]
        "voxml to XML": lambda: build().to_xml(),  # type: ignore[attr-defined]
        "voxml, built only": build,
        "twilio VoiceResponse to string": twilio(),
        "plivo ResponseElement to string": plivo(),
        "lxml E-factory to bytes": e_factory(),
    }
    medians = harness.compare(contenders, rounds=rounds)
    aims = {"voxml to JSON": 0.25, "voxml to XML": 0.35}
    against = "twilio VoiceResponse to string"
    lines = harness.rows("build and write a document of eight verbs, against twilio", medians, against, aims)
    lines += verdicts(rounds)
    harness.show(lines)
    print(f"\nwritten to {harness.save('build', lines).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
