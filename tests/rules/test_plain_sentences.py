"""Rules about texts say nothing of plain sentences, and find what was meant for a screen, for a program or for nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

import voxml
from voxml import Response

SENTENCES = [
    line.split("\t") for line in Path(__file__).with_name("plain_sentences.tsv").read_text("utf-8").splitlines()
]
TEXT_RULES = {"unpronounceable-text", "unrendered-placeholder", "wrong-encoding", "markup-in-text"}


def found_in(text: str, language: str = "en-US") -> list[str]:
    document = Response().say(text, voice=f"{language}-Wavenet-A", language=language).hangup()
    return [each.rule for each in voxml.lint(document) if each.rule in TEXT_RULES]


def test_there_are_500_sentences_of_seven_languages() -> None:
    assert len(SENTENCES) >= 500
    assert len({language for language, _ in SENTENCES}) == 7


def test_plain_sentences_are_plain() -> None:
    wrong = [(text, found) for language, text in SENTENCES if (found := found_in(text, language))]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("**Good news:** it is ready.", "unpronounceable-text"),
        ("It is *really* ready.", "unpronounceable-text"),
        ("# Opening hours", "unpronounceable-text"),
        ("See [our page](https-free).", "unpronounceable-text"),
        ("Say `cancel` to stop.", "unpronounceable-text"),
        ("Paid 😊", "unpronounceable-text"),
        ("Paid → shipped", "unpronounceable-text"),
        ("│ sales │", "unpronounceable-text"),
        ("one\\ntwo", "unpronounceable-text"),
        ("Find us at acme.com today.", "unpronounceable-text"),
        ("Hello *|FNAME|*.", "unrendered-placeholder"),
        ("Hello [FIRST_NAME].", "unrendered-placeholder"),
        ("Hello %NAME%.", "unrendered-placeholder"),
        ("Hello «First_Name».", "unrendered-placeholder"),
        ("Hello {!Contact.FirstName}.", "unrendered-placeholder"),
        ("Hello null.", "unrendered-placeholder"),
        ("Hello [Your Name].", "unrendered-placeholder"),
        ("Hello [first_name], this is [Company Name].", "unrendered-placeholder"),
        ("See you on [insert date here].", "unrendered-placeholder"),
        ("Guten Tag, [Ihr Name].", "unrendered-placeholder"),
        ("Bonjour [[Prénom]].", "unrendered-placeholder"),
        ("Hello $NAME$.", "unrendered-placeholder"),
        ("Hello $firstName.", "unrendered-placeholder"),
        ("Hello $first_name, welcome.", "unrendered-placeholder"),
        ("Hello %%name%%.", "unrendered-placeholder"),
        ("Hello @@NAME@@.", "unrendered-placeholder"),
        ("Dear ____, welcome.", "unrendered-placeholder"),
        ("Lorem ipsum dolor sit amet.", "unrendered-placeholder"),
        ("Hello undefined, welcome.", "unrendered-placeholder"),
        ("You owe #REF!.", "unrendered-placeholder"),
        ("Itâ€™s ready.", "wrong-encoding"),
        ("SeÃ±or PÃ©rez", "wrong-encoding"),
        ("10 â‚¬", "wrong-encoding"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "wrong-encoding"),
        ("à¤¨à¤®à¤¸à¥à¤¤à¥‡", "wrong-encoding"),
    ],
)
def test_what_no_voice_can_speak_is_found(text: str, rule: str) -> None:
    assert found_in(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "The file is in C:\\new\\reports.",
        "Copy it to C:\\Program Files\\new\\table.",
        "It is on \\\\server\\news.",
        "It costs $5 or US$20, A$AP says.",
        "He said [laughs] that it works [sic].",
        "Pay $USD 5 today.",
    ],
)
def test_paths_prices_and_asides_are_plain(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("**Good news:** your order is *ready*!", "Good news: your order is ready!"),
        ("# Opening hours", "Opening hours"),
        ("✅ Paid 😊 → see you soon", "Paid, see you soon"),
        ("Say `cancel` to stop.", "Say cancel to stop."),
        ("first line\\nsecond line", "first line second line"),
        ("See [our page](x/y) now", "See our page now"),
    ],
)
def test_the_fix_keeps_the_words(text: str, spoken: str) -> None:
    from voxml.rules.facts.symbols import spoken as words_of

    assert words_of(text) == spoken


def test_a_text_is_pointed_at_where_its_words_stand() -> None:
    document = (
        b"<Response>\n  <Say>\n    Hello there &amp; welcome,\n    call 4155550100 &amp; wait.\n  </Say>\n</Response>"
    )
    (problem,) = [each for each in voxml.lint(document) if each.rule == "unpronounceable-text"]
    assert (problem.line, problem.column, problem.end_line, problem.end_column) == (4, 10, 4, 20)


@pytest.mark.parametrize(
    ("url", "end"),
    [
        ("https://s.example.com/a.mp3?X-Amz-Date=20260301T143028Z&X-Amz-Expires=3600", 1772379028),
        ("https://s.example.com/a.mp3?X-Goog-Date=20260301T143028Z&X-Goog-Expires=60", 1772375488),
        ("https://s.example.com/a.mp3?AWSAccessKeyId=A&Expires=1772379028&Signature=x", 1772379028),
        ("https://s.example.com/a.mp3?Expires=1772379028&Signature=x&Key-Pair-Id=K", 1772379028),
        ("https://s.example.com/a.mp3?sv=1&se=2026-03-01T15:30:28Z&sig=x", 1772379028),
        ("https://s.example.com/a.mp3?sv=1&se=2026-03-01&sig=x", 1772323200),
        ("https://s.example.com/a.mp3?Expires=soon&Key-Pair-Id=K", None),
        ("https://s.example.com/a.mp3?Expires=99999999999999999999&Key-Pair-Id=K", None),
        ("https://s.example.com/a.mp3?se=x&sig=y", None),
        ("https://s.example.com/a.mp3?expires=1", None),
    ],
)
def test_the_end_of_a_presigned_address(url: str, end: int | None) -> None:
    from voxml.rules.expiring_url import expiry_of

    assert expiry_of(url) == end


def test_a_fix_keeps_the_lines_of_a_text() -> None:
    from voxml.linting.apply_fixes import edited

    text = "<Response>\n  <Say>\n    Hello **there**,\n    call 4155550100 now.\n  </Say>\n</Response>\n"
    problems = voxml.lint(text.encode())
    edits = [each.fix.edits for each in problems if each.fix and each.rule == "unpronounceable-text"]
    assert len(edits) == 2
    changed, count = edited(text, edits)
    assert count == 2
    assert changed == text.replace("**there**", "there").replace("4155550100", "4 1 5 5 5 5 0 1 0 0")
