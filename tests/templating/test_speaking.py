from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from voxml import Response, lint
from voxml.errors import TemplateError
from voxml.net.phone_numbers import spoken_groups
from voxml.templating import Templates
from voxml.templating.speech import LANGUAGES, speech_for
from voxml.templating.speech.common import Unit, clusters

DAY = dt.date(2026, 11, 24)
FIRST = dt.date(2026, 1, 1)

SAID = {
    "en-US": {
        "date": ("Tuesday, November 24th, 2026", "January 1st"),
        "time": ("midnight", "12:15 AM", "9:05 AM", "noon", "2:30 PM", "9 PM"),
        "money": ("49 euros and 90 cents", "1 euro", "1 cent", "minus 5 rupees", "3 yen", "0 pounds"),
        "duration": ("1 hour, 1 minute and 1 second", "0 seconds", "2 days"),
        "ordinal": ("1st", "2nd", "3rd", "11th", "22nd", "112th"),
        "list": ("a, b and c", "a or b"),
        "spell": "A dash 1 at X",
        "phone": "plus 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
    "en-GB": {
        "date": ("Tuesday the 24th of November 2026", "the 1st of January"),
        "time": ("midnight", "12:15 AM", "9:05 AM", "noon", "2:30 PM", "9 PM"),
        "money": ("49 euros and 90 cents", "1 euro", "1 cent", "minus 5 rupees", "3 yen", "0 pounds"),
        "duration": ("1 hour, 1 minute and 1 second", "0 seconds", "2 days"),
        "ordinal": ("1st", "2nd", "3rd", "11th", "22nd", "112th"),
        "list": ("a, b and c", "a or b"),
        "spell": "A dash 1 at X",
        "phone": "plus 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
    "en-IN": {
        "date": ("Tuesday, 24th November 2026", "1st January"),
        "time": ("midnight", "12:15 AM", "9:05 AM", "noon", "2:30 PM", "9 PM"),
        "money": ("49 euros and 90 cents", "1 euro", "1 cent", "minus 5 rupees", "3 yen", "0 pounds"),
        "duration": ("1 hour, 1 minute and 1 second", "0 seconds", "2 days"),
        "ordinal": ("1st", "2nd", "3rd", "11th", "22nd", "112th"),
        "list": ("a, b and c", "a or b"),
        "spell": "A dash 1 at X",
        "phone": "plus 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
    "de-DE": {
        "date": ("Dienstag, 24. November 2026", "1. Januar"),
        "time": ("0 Uhr", "0 Uhr 15", "9 Uhr 5", "12 Uhr", "14 Uhr 30", "21 Uhr"),
        "money": ("49 Euro und 90 Cent", "ein Euro", "ein Cent", "minus 5 Rupien", "3 Yen", "0 Pfund"),
        "duration": ("eine Stunde, eine Minute und eine Sekunde", "0 Sekunden", "2 Tage"),
        "ordinal": ("erste", "zweite", "dritte", "elfte", "zweiundzwanzigste", "hundertzwölfte"),
        "list": ("a, b und c", "a oder b"),
        "spell": "A Minus 1 at X",
        "phone": "plus 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
    "fr-FR": {
        "date": ("mardi 24 novembre 2026", "1er janvier"),
        "time": ("minuit", "0 heure 15", "9 heures 5", "midi", "14 heures 30", "21 heures"),
        "money": ("49 euros et 90 centimes", "un euro", "un centime", "moins 5 roupies", "3 yens", "0 livre"),
        "duration": ("une heure, une minute et une seconde", "0 seconde", "2 jours"),
        "ordinal": ("premier", "deuxième", "troisième", "onzième", "22e", "112e"),
        "list": ("a, b et c", "a ou b"),
        "spell": "A tiret 1 arobase X",
        "phone": "plus 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
    "es-ES": {
        "date": ("martes, 24 de noviembre de 2026", "1 de enero"),
        "time": (
            "las 12 de la noche",
            "las 12 y 15 de la noche",
            "las 9 y 5 de la mañana",
            "las 12 del mediodía",
            "las 2 y 30 de la tarde",
            "las 9 de la noche",
        ),
        "money": ("49 euros con 90 céntimos", "un euro", "un céntimo", "menos 5 rupias", "3 yenes", "0 libras"),
        "duration": ("una hora, un minuto y un segundo", "0 segundos", "2 días"),
        "ordinal": ("primero", "segundo", "tercero", "undécimo", "22.º", "112.º"),
        "list": ("a, b y c", "a o b"),
        "spell": "A guion 1 arroba X",
        "phone": "más 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
    "hi-IN": {
        "date": ("मंगलवार, 24 नवंबर 2026", "1 जनवरी"),
        "time": (
            "रात 12 बजे",
            "रात 12 बजकर 15 मिनट",
            "सुबह 9 बजकर 5 मिनट",
            "दोपहर 12 बजे",
            "दोपहर 2 बजकर 30 मिनट",
            "रात 9 बजे",
        ),
        "money": ("49 यूरो और 90 सेंट", "1 यूरो", "1 सेंट", "माइनस 5 रुपये", "3 येन", "0 पाउंड"),
        "duration": ("1 घंटा, 1 मिनट और 1 सेकंड", "0 सेकंड", "2 दिन"),
        "ordinal": ("पहला", "दूसरा", "तीसरा", "11वाँ", "22वाँ", "112वाँ"),
        "list": ("a, b और c", "a या b"),
        "spell": "A डैश 1 ऐट X",
        "phone": "प्लस 1, 4 1 5, 5 5 5, 0 1 0 0",
    },
}

SAID["es-MX"] = SAID["es-US"] = SAID["es-ES"]


def test_every_language_is_tested() -> None:
    assert set(SAID) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_language_says(language: str) -> None:
    speech, said = speech_for(language), SAID[language]
    assert (
        speech.date(DAY, weekday=True, year=True),
        speech.date(FIRST, weekday=False, year=False),
    ) == said["date"]
    hours = ((0, 0), (0, 15), (9, 5), (12, 0), (14, 30), (21, 0))
    assert tuple(speech.time(dt.time(*each)) for each in hours) == said["time"]
    amounts = (("49.90", "EUR"), ("1.00", "EUR"), ("0.01", "EUR"), ("-5", "INR"), ("3", "JPY"), ("0", "GBP"))
    assert tuple(speech.money(Decimal(amount), code) for amount, code in amounts) == said["money"]
    assert tuple(speech.duration(seconds) for seconds in (3661, 0, 172800)) == said["duration"]
    assert tuple(speech.ordinal(number) for number in (1, 2, 3, 11, 22, 112)) == said["ordinal"]
    assert (speech.enumeration(["a", "b", "c"], "and"), speech.enumeration(["a", "b"], "or")) == said["list"]
    assert speech.spell("a-1@x") == said["spell"]
    assert speech.phone("+14155550100") == said["phone"]
    assert speech.digits("12-345 6", 2) == "1 2, 3 4, 5 6"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_month_and_hour_can_be_said(language: str) -> None:
    speech = speech_for(language)
    days = {speech.date(FIRST + dt.timedelta(each), weekday=True, year=True) for each in range(365)}
    assert len(days) == 365
    times = {speech.time(dt.time(hour, minute)) for hour in range(24) for minute in range(60)}
    assert len(times) == 1440
    assert len({speech.ordinal(number) for number in range(1, 200)}) == 199


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-US", ("999999 dollars", "1,234,567 dollars", "minus 10,000,000 dollars")),
        ("en-GB", ("999999 dollars", "1,234,567 dollars", "minus 10,000,000 dollars")),
        ("en-IN", ("999999 US dollars", "12,34,567 US dollars", "minus 1,00,00,000 US dollars")),
        ("hi-IN", ("999999 अमेरिकी डॉलर", "12,34,567 अमेरिकी डॉलर", "माइनस 1,00,00,000 अमेरिकी डॉलर")),
        ("de-DE", ("999999 US-Dollar", "1.234.567 US-Dollar", "minus 10.000.000 US-Dollar")),
        ("es-ES", ("999999 dólares", "1.234.567 dólares", "menos 10.000.000 de dólares")),
        ("fr-FR", ("999999 dollars", "1\u00a0234\u00a0567 dollars", "moins 10\u00a0000\u00a0000 de dollars")),
    ],
)
def test_large_numbers_are_no_row_of_digits(language: str, said: tuple[str, ...]) -> None:
    speech = speech_for(language)
    amounts = (Decimal(999999), Decimal(1234567), Decimal("-10000000.00"))
    assert tuple(speech.money(amount, "USD") for amount in amounts) == said
    assert not any(lint(Response().say(each, language=language).hangup()) for each in said)


def test_french_elides_before_a_vowel() -> None:
    assert speech_for("fr-FR").money(Decimal(1000000), "EUR") == "1\u00a0000\u00a0000 d'euros"


def test_other_regions_of_a_language() -> None:
    assert speech_for("en-AU").tag == "en-GB"
    assert speech_for("en-CA").tag == "en-US"
    assert speech_for("EN-us").tag == "en-US"
    assert speech_for("de-AT").tag == "de-DE"
    assert speech_for("es-AR").tag == "es-ES"
    assert {speech_for(tag).tag for tag in ("es-419", "es-PE", "es-mx")} == {"es-MX"}
    with pytest.raises(LookupError, match=r'"pt-BR".*expected one of de-DE, en-GB'):
        speech_for("pt-BR")


def test_spanish_words_change_before_their_like() -> None:
    speech = speech_for("es-ES")
    assert speech.enumeration(["padres", "hijos"], "and") == "padres e hijos"
    assert speech.enumeration(["agua", "hielo"], "and") == "agua y hielo"
    assert speech.enumeration(["siete", "ocho"], "or") == "siete u ocho"
    assert speech.enumeration(["uno", "dos"], "or") == "uno o dos"


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("+14155550100", ("1", ["415", "555", "0100"])),
        ("+442079460018", ("44", ["20", "7946", "0018"])),
        ("+441214960000", ("44", ["121", "496", "0000"])),
        ("+441632960000", ("44", ["1632", "960", "000"])),
        ("+448081570000", ("44", ["808", "157", "0000"])),
        ("+919876543210", ("91", ["98765", "43210"])),
        ("+33123456789", ("33", ["1", "23", "45", "67", "89"])),
        ("+34612345678", ("34", ["612", "34", "56", "78"])),
        ("+4930123456", ("49", ["30", "123", "456"])),
        ("+498912345678", ("49", ["89", "1234", "5678"])),
        ("+912212345678", ("91", ["22", "1234", "5678"])),
        ("+861012345678", ("86", ["10", "1234", "5678"])),
        ("+8613800138000", ("86", ["138", "0013", "8000"])),
        ("+99912345678901", ("", ["9991", "2345", "6789", "01"])),
        ("+35312345678", ("353", ["1", "234", "5678"])),
    ],
)
def test_numbers_are_said_in_groups(number: str, groups: tuple[str, list[str]]) -> None:
    assert spoken_groups(number) == groups


def say(tmp_path: Path, expression: str, *, language: str = "en-US", **params: object) -> str:
    path = tmp_path / "t.xml.j2"
    path.write_text(f"<Response><Say>{{{{ {expression} }}}}</Say></Response>", encoding="utf-8")
    templates = Templates(globals={"language": language} if language else None)
    document = templates.get(path).render(params)
    assert isinstance(document, Response)
    return document.instructions[0].text  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("x|digits", "1 2 3 4 5 6"),
        ("x|digits(3)", "1 2 3, 4 5 6"),
        ("'AB-12'|spell", "A B dash 1 2"),
        ("'+14155550100'|phone", "plus 1, 4 1 5, 5 5 5, 0 1 0 0"),
        ("'49.90 USD'|money", "49 dollars and 90 cents"),
        ("5|money('USD')", "5 dollars"),
        ("'2026-11-24'|date", "Tuesday, November 24th, 2026"),
        ("'2026-11-24'|date(year=false)", "Tuesday, November 24th"),
        ("'2026-11-24T14:30'|date(weekday=false)", "November 24th, 2026"),
        ("'14:30'|time", "2:30 PM"),
        ("'2026-11-24T14:30'|time", "2:30 PM"),
        ("90|duration", "1 minute and 30 seconds"),
        ("90|duration('minutes')", "1 hour and 30 minutes"),
        ("3|ordinal", "3rd"),
        ("['a', 'b', 'c']|list", "a, b and c"),
        ("['a', 'b']|list('or')", "a or b"),
        ("['a', 'b']|list ~ '!'", "a and b!"),
        ("(['a', 'b']|list)[1]", "b"),
        ("['a', 'b']|list|length", "2"),
        ("range(3)|list|join('-')", "0-1-2"),
        ("1|plural('message', 'messages')", "1 message"),
        ("3|plural('message', 'messages')", "3 messages"),
        ("3|plural('is {} message', 'are {} messages')", "are 3 messages"),
        ("3|plural('is', 'are', number=false)", "are"),
        ("2000000|plural('mensaje', 'mensajes', language='es-ES')", "2.000.000 de mensajes"),
        ("'2026-11-24'|date(language='de-DE')", "Dienstag, 24. November 2026"),
        ("(['a', 'b']|list('and', language='fr-FR'))", "a et b"),
    ],
)
def test_filters(tmp_path: Path, expression: str, said: str) -> None:
    params = {"x": "123456"} if expression.startswith("x") else {}
    assert say(tmp_path, expression, **params) == said


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("'12a'|digits", 'the filter digits: found the letter "a"'),
        ("''|digits", "expected digits"),
        ("'12'|digits(-1)", "group: found -1; expected 0 or more"),
        ("[]|list", "the filter list: found an empty list"),
        ("1|plural('Brot', 'Brote', language='de-DE')", 'expected it with its article, as in "eine Zeile"'),
        ("3|plural('Brot', 'Brote', language='de-DE')", "whose gender is not known"),
        ("5|list", "the filter list: found 5; expected a list"),
        ("3|ordinal(language=5)", "found the language 5; expected a tag"),
        ("2 ** '3'", "unsupported operand"),
        ("'<'|spell", "has no name in en-US"),
        ("'415'|phone", "the filter phone: found"),
        ("'5 XTS'|money", 'found the currency "XTS"'),
        ("'5.005 USD'|money", "at most 2 decimals"),
        ("'soon'|date", "the filter date: found"),
        ("5|date", "expected a date"),
        ("'x'|time", "the filter time: found"),
        ("'x'|duration", "the filter duration: found"),
        ("5|duration('weeks')", "expected one of seconds"),
        ("0|ordinal", "expected a number from 1 on"),
        ("['a']|list('nor')", "expected one of and, or"),
        ("'2026-11-24'|date(language='xx-YY')", 'found the language "xx-YY"'),
        ("'2026-11-24'|date(wekday=true)", "wekday"),
        ("[['a']]|list", "found a list"),
        ("nobody|date", "nothing defines"),
    ],
)
def test_what_can_not_be_said_is_an_error(tmp_path: Path, expression: str, says: str) -> None:
    params = {"nobody": "x"} if "nobody" in expression else {}
    with pytest.raises(TemplateError) as caught:
        if params:
            path = tmp_path / "t.xml.j2"
            path.write_text(f"{{# voxml\n#}}<Response><Say>{{{{ {expression} }}}}</Say></Response>")
            Templates().render(path)
        say(tmp_path, expression)
    assert says in str(caught.value)


def test_without_a_language_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="found no language to speak"):
        say(tmp_path, "'2026-11-24'|date", language="")


def test_where_the_language_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    body = "<Response><Say>{{ 3|ordinal }}</Say></Response>"
    path.write_text('{# voxml\nlanguage = "fr-FR"\n#}' + body)
    assert Templates().render(path) == Response().say("troisième")
    path.write_text('{# voxml\nlanguage = "fr-FR"\n[parameters.language]\ntype = "language"\n#}' + body)
    assert Templates().render(path, language="de-DE") == Response().say("dritte")


def test_units_are_plain() -> None:
    assert Unit("a", "b").one == "a"


@pytest.mark.parametrize(
    "row",
    [
        line.split(" | ")
        for line in Path("docs/speaking.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ],
)
def test_the_table_of_phrases(tmp_path: Path, row: list[str]) -> None:
    expression, language, phrase = row
    expression = expression.removeprefix("| ").strip("`").replace("\\|", "|")
    assert say(tmp_path, expression, language=language) == phrase.removesuffix(" |")


def test_an_empty_list_can_be_looped_over(tmp_path: Path) -> None:
    assert say(tmp_path, "([]|list)|length") == "0"


@pytest.mark.parametrize(
    ("text", "clusters_"),
    [
        ("नमस्ते", "न म स्ते"),
        ("क्\u200dष", "क्\u200dष"),
        ("क्\u200cष", "क्\u200c ष"),
        ("किताब", "कि ता ब"),
        ("e\u0301x\u0302", "é x\u0302"),
        ("தமிழ்", "த மி ழ்"),
    ],
)
def test_letters_stay_with_their_marks(text: str, clusters_: str) -> None:
    assert " ".join(clusters(text)) == clusters_


# --- a second opinion -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_numbers_are_those_of_the_cldr(language: str) -> None:
    babel = pytest.importorskip("babel")
    from babel.lists import format_list
    from babel.numbers import format_decimal

    speech, locale = speech_for(language), babel.Locale.parse(language, sep="-")
    assert speech.months == tuple(locale.months["format"]["wide"][month] for month in range(1, 13))
    assert speech.weekdays == tuple(locale.days["format"]["wide"][day] for day in range(7))
    for number in (0, 1, 2, 5, 11, 100, Decimal("0.5"), Decimal("1.5")):
        assert speech.is_one(number) == (locale.plural_form(number) == "one"), number
    for number in (1234567, 20000000, Decimal("1234567.25"), Decimal("-1234567.5")):
        said = speech.number(abs(number))
        assert said == format_decimal(abs(number), locale=locale).replace("\u202f", "\u00a0")
    serial = format_list(["a", "b", "c"], locale=locale).replace(", and ", " and ")
    assert speech.enumeration(["a", "b", "c"], "and") == serial
    assert speech.enumeration(["a", "b"], "or") == format_list(["a", "b"], style="or", locale=locale)


def test_german_ordinals_are_those_of_num2words() -> None:
    num2words = pytest.importorskip("num2words").num2words
    speech = speech_for("de-DE")
    for number in (*range(1, 1300), 1999, 2001, 10_101, 21_000, 999_999):
        expected = num2words(number, lang="de", to="ordinal")
        # We say "hundertste" and "tausendste", as people do.
        if 100 <= number < 200 or 1000 <= number < 2000:
            expected = expected.removeprefix("ein")
        assert speech.ordinal(number) == expected, number
    assert speech.ordinal(101_000) == "hunderteintausendste"  # num2words: "einhunderteinstausendste"
