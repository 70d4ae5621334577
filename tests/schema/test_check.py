"""Each error is found at its own position, with the pointer of its own part."""

from __future__ import annotations

import pytest

from voxml.linter import lint
from voxml.schema.check import check

#: A document with `»` where the diagnostic begins, the rule, the pointer, and words of the message.
XML = [
    (
        '<Response><Say »languag="en">Hi</Say></Response>',
        "unknown-member",
        "/Response/Say[1]/@languag",
        'did you mean "language"',
    ),
    (
        '<Response><Pause/><Pause\n  »length="0"/></Response>',
        "invalid-value",
        "/Response/Pause[2]/@length",
        'found "0"; expected whole seconds',
    ),
    ("<Response>\n  »<Gather/></Response>", "missing-member", "/Response/Gather[1]", "has no action_url"),
    ("<Response>»<Speak>Hi</Speak></Response>", "unknown-verb", "/Response/Speak[1]", 'did you mean "Say"'),
    (
        "<Response>\r\n\t»<Number>+14155550100</Number></Response>",
        "wrong-place",
        "/Response/Number[1]",
        "inside <Dial>",
    ),
    (
        "<Response><Dial>»<Say>x</Say><Number>+14155550100</Number></Dial></Response>",
        "wrong-place",
        "/Response/Dial[1]/Say[1]",
        "expected <Number>",
    ),
    ("<Response><Play>»nothing</Play></Response>", "invalid-value", "/Response/Play[1]", 'found "nothing"'),
    (
        "<Response><Dial><Number>\n  »14155550100\n</Number></Dial></Response>",
        "invalid-value",
        "/Response/Dial[1]/Number[1]",
        "E.164",
    ),
    ("<Response><Say>a</Say>\n »oops <Say>b</Say></Response>", "wrong-place", "/Response", 'the text "oops"'),
    ("<Response>»<Say> <!-- nothing --> </Say></Response>", "missing-member", "/Response/Say[1]", "is empty"),
    ('<Response »version="2"/>', "invalid-value", "/Response/@version", 'expected "1.0"'),
    ("»<Answer/>", "wrong-place", "/Answer", "expected <Response>"),
    (
        "<Response><Dial><Client>a</Client>»<Number>+14155550100</Number></Dial></Response>",
        "wrong-place",
        "/Response/Dial[1]/Number[1]",
        "too late",
    ),
    ("<Response>»<Dial/></Response>", "missing-member", "/Response/Dial[1]", "no target"),
    (
        '<Response><Stream url="wss://a">»<Parameter name="x"/></Stream></Response>',
        "missing-member",
        "/Response/Stream[1]/Parameter[1]",
        "no value",
    ),
    (
        '<Response><Say »text="Hi"/></Response>',
        "unknown-member",
        "/Response/Say[1]/@text",
        "write it as text",
    ),
    (
        '<Response><Dial »numbers="+14155550100"><Client>a</Client></Dial></Response>',
        "unknown-member",
        "/Response/Dial[1]/@numbers",
        "as an element",
    ),
    ('<Response><Gather action_url="https://a.b" num_digits=»1/></Response>', "syntax", "", ""),
    ("<Response><Say>a</Say></»Respons>", "syntax", "", "found </Respons>; expected </Response>"),
    ("<Response><Say>a»", "syntax", "", "expected </Say>"),
    ('<Response><Pause length="1" »length="1"/></Response>', "syntax", "", 'found "length" a second time'),
    (
        "<!-- no <!DOCTYPE -->\n»<!DOCTYPE\nr [<!ENTITY a 'b'>]><Response/>",
        "syntax",
        "",
        "found a DOCTYPE",
    ),
    ("<Response>»<Stream>wss://a.b</Stream></Response>", "missing-member", "/Response/Stream[1]", '"wss://a.b" as'),
    ("<Response>»<Dial>+14155550100</Dial></Response>", "missing-member", "/Response/Dial[1]", "inside one of"),
    (
        "<Response><Say>é😀</Say> <Pause »lenght='1'/></Response>",
        "unknown-member",
        "/Response/Pause[1]/@lenght",
        "length",
    ),
]

JSON = [
    ('[{"verb":"Say",»"txt":"Hi"}]', "unknown-member", "/instructions/0/txt", 'did you mean "text"'),
    (
        '[{"verb":"Pause"},\n {"verb":"Pause",»"length":0}]',
        "invalid-value",
        "/instructions/1/length",
        "found 0; expected whole seconds",
    ),
    ('[»{"verb":"Gather"}]', "missing-member", "/instructions/0", "has no action_url"),
    ('[{»"verb":"Speak"}]', "unknown-verb", "/instructions/0/verb", 'did you mean "Say"'),
    ('[{»"verb":"Sip"}]', "wrong-place", "/instructions/0/verb", "inside a Dial"),
    ("[»{}]", "missing-member", "/instructions/0", "without a verb"),
    ("[»5]", "wrong-type", "/instructions/0", "found the number 5"),
    ('[{"verb":"Say","text":"a",»"text":"b"}]', "duplicate-member", "/instructions/0/text", "a second time"),
    ('[{"verb":"Say","text":"a", »"voice" : null}]', "wrong-type", "/instructions/0/voice", "found null"),
    (
        '[{"verb":"Dial","numbers":[{"number":"+14155550100"},{»"number":"1"}]}]',
        "invalid-value",
        "/instructions/0/numbers/1/number",
        "E.164",
    ),
    (
        '[{"verb":"Gather","action_url":"https://a.b","say":{»"verb":"Say","text":"x"}}]',
        "unknown-member",
        "/instructions/0/say/verb",
        "has none",
    ),
    (
        '[{"verb":"Stream","url":"wss://a","parameters":{»"a/b~c":1}}]',
        "wrong-type",
        "/instructions/0/parameters/a~1b~0c",
        "expected a string",
    ),
    ('[{"verb":"Pause","length":»NaN}]', "syntax", "", "NaN"),
    ('[{"verb":"Pause"»,}]', "syntax", "", 'a comma before "}"'),
    ('[{"verb":"Pause"}», ]', "syntax", "", 'a comma before "]"'),
    ('[{"verb":»}]', "syntax", "", "expected a value"),
    ("[{»verb}]", "syntax", "", "member name"),
    ('[{"verb":"Dial",»"numbers":null}]', "wrong-type", "/instructions/0/numbers", "found null"),
    ('[{"verb":"Dial",»"sip":{"uri":"sip:a@b"}}]', "wrong-type", "/instructions/0/sip", "found an object"),
    (
        '[{"verb":"Say",»"te\\u0078tt":"é😀"}]',
        "unknown-member",
        "/instructions/0/textt",
        'did you mean "text"',
    ),
]


def position_of(marked: str) -> tuple[str, int, int]:
    text = marked.replace("»", "")
    before = marked[: marked.index("»")].replace("\r\n", "\n")
    return text, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize(("marked", "rule", "pointer", "words"), XML, ids=[row[0] for row in XML])
def test_in_xml(marked: str, rule: str, pointer: str, words: str) -> None:
    text, line, column = position_of(marked)
    (found,) = check(text.encode()).diagnostics
    assert (found.rule, found.line, found.column, found.pointer) == (rule, line, column, pointer)
    assert words in found.message
    assert (found.end_line, found.end_column) >= (line, column)
    assert check(text).diagnostics == [found]


@pytest.mark.parametrize(("marked", "rule", "pointer", "words"), JSON, ids=[row[0] for row in JSON])
def test_in_json(marked: str, rule: str, pointer: str, words: str) -> None:
    text, line, column = position_of('{"voxml_version":"1.0",\n"instructions":' + marked + "}")
    (found,) = check(text.encode(), form="json").diagnostics
    assert (found.rule, found.line, found.column, found.pointer) == (rule, line, column, pointer)
    assert words in found.message
    assert found.severity == "error" and found.path == "<bytes>"


def test_all_errors_are_found_in_order() -> None:
    text = '<Response>\n  <Say voice="">a</Say>\n  <Gather timeout="0"/>\n  <Zap/>\n  <Hangup reason="bored"/>\n</Response>'
    found = check(text).diagnostics
    assert [(each.line, each.rule) for each in found] == [
        (2, "invalid-value"), (3, "missing-member"), (3, "invalid-value"), (4, "unknown-verb"), (5, "invalid-value"),
    ]  # fmt: skip


def test_a_misspelt_required_member_is_one_error() -> None:
    for text in (
        '<Response><Gather action="https://a.b/c"/></Response>',
        '{"voxml_version":"1.0","instructions":[{"verb":"Gather","actionUrl":"https://a.b/c"}]}',
        '{"version":"1.0","instructions":[]}',
        '{"voxml_version":"1.0","instruction":[]}',
    ):
        assert [found.rule for found in check(text).diagnostics] == ["unknown-member"], text


def test_a_misspelt_member_does_not_hide_a_missing_target() -> None:
    found = check('{"voxml_version":"1.0","instructions":[{"verb":"Dial","recrod":true}]}').diagnostics
    assert [each.rule for each in found] == ["missing-member", "unknown-member"]


@pytest.mark.parametrize(
    "text",
    [
        '<Response><Gather action_url="https://a.b"><Say>a</Say></Gather><Explode/></Response>',
        '<Response><Say engine="polly" voice="">a</Say></Response>',
        '<Response><Say engine="polly" voise="Joanna">a</Say></Response>',
        '<Response><Record action_url="https://a.b" transcribe="yes" transcription_url="https://a.b"/></Response>',
        '<Response><Record action_url="https://a.b" transcribe="true" transcription_ulr="https://a.b"/></Response>',
        '{"voxml_version":"1.0","instructions":[{"verb":"Gather","action_url":"https://a.b","say":{"text":"a"}},{}]}',
        '{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"a","engine":"polly","voice":null}]}',
        '{"voxml_version":"1.0","instruction":[{"verb":"Hangup"}]}',
    ],
)
def test_a_rule_takes_nothing_for_missing_that_is_there_and_invalid(text: str) -> None:
    (found,) = lint(text.encode())
    assert found.severity == "error"


def test_the_instructions_of_an_invalid_envelope_are_still_checked() -> None:
    found = check('{"instructions":[{"verb":"Pause","length":0}],"extra":1}').diagnostics
    assert sorted(each.rule for each in found) == ["invalid-value", "missing-member", "unknown-member"]
