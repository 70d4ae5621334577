"""Reports: what each format looks like, and that other programs can read it."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from tests.linting.helpers import BAD, GOOD, WARNED, Command


def test_full(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    lint.write(
        "a.xml", '<Response version="1.0">\n  <Gather action_url="https://e.com/" numDigits="1"/>\n</Response>\n'
    )
    assert lint("a.xml", "--select", "unknown-member").out == (
        'error[unknown-member] unknown member "numDigits" in Gather; did you mean "num_digits"?\n'
        " --> a.xml:2:39\n"
        "  |\n"
        '1 | <Response version="1.0">\n'
        '2 |   <Gather action_url="https://e.com/" numDigits="1"/>\n'
        "  |                                       ^^^^^^^^^^^^^\n"
        '  = fix: rename it to "num_digits" (--fix)\n'
        '  -   <Gather action_url="https://e.com/" numDigits="1"/>\n'
        '  +   <Gather action_url="https://e.com/" num_digits="1"/>\n'
        "\n"
        "Found 1 error in 1 file; 1 can be fixed with --fix.\n"
    )
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror[unknown-member]\x1b[0m" in lint("a.xml").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in lint("a.xml").out


def test_full_is_exact_with_tabs_wide_letters_and_long_lines(lint: Command) -> None:
    lint.write("a.xml", '<Response version="1.0">\t<Say voice="日本" tiemout="1">Hi.</Say></Response>')
    lines = lint("a.xml", "--select", "unknown-member").out.splitlines()
    at = lines[4].index("^")
    assert lines[4].count("^") == len('tiemout="1"')
    # Two letters that are two cells wide each stand before it.
    assert lines[3][at - 2 :].startswith('tiemout="1"')
    lint.write("b.xml", f'<Response version="1.0">{"<Pause/>" * 1000}<Say tiemout="1">Hi.</Say></Response>')
    shown = lint("b.xml", "--select", "unknown-member").out.splitlines()
    assert max(map(len, shown)) <= 120
    assert shown[3][shown[4].index("^") :].startswith('tiemout="1"')


def test_control_characters_never_reach_the_terminal(lint: Command) -> None:
    lint.write("a.json", b'{"voxml_version": "1.0", "instructions": [{"verb": "Sa\x1b[31my"}]}')
    lint.write("b.json", b'{"voxml_version": "1.0", "instructions": [{"verb": "Sa\\u001b[31my"}]}')
    assert "\x1b" not in lint("a.json", "b.json").out


@pytest.mark.parametrize("form", ["full", "concise"])
def test_nor_do_those_of_a_file_name(lint: Command, form: str) -> None:
    lint.write("a\x1b[31m\nb.xml", WARNED)
    result = lint(".", "--output-format", form)
    assert "\x1b" not in result.out and "a\\x1b[31m\\nb.xml:1:" in result.out


def test_concise(lint: Command) -> None:
    lint.write("a.xml", BAD)
    result = lint("a.xml", "--output-format", "concise")
    assert result.out == (
        'a.xml:1:61: error[unknown-member] unknown member "numDigits" in Gather; did you mean "num_digits"?\n'
    )
    assert "Found 1 error in 1 file" in result.err


def test_sarif(lint: Command) -> None:
    lint.write("a b.xml", BAD)
    lint.write("c.xml", WARNED)
    report = json.loads(lint(".", "--output-format", "sarif").out)
    assert report["version"] == "2.1.0"
    run = report["runs"][0]
    results, rules = run["results"], run["tool"]["driver"]["rules"]
    assert [each["ruleId"] for each in results] == ["unknown-member", "long-pause"]
    assert [each["level"] for each in results] == ["error", "warning"]
    for each in results:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert len(each["partialFingerprints"]["voxml/v1"]) == 32
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.xml"
    assert place["region"] == {"startLine": 1, "startColumn": 61, "endLine": 1, "endColumn": 74}
    assert results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "num_digits"
    assert all(rule["help"]["markdown"] and rule["shortDescription"]["text"] for rule in rules)
    lint.write("empty/good.xml", GOOD)
    assert json.loads(lint("empty", "--output-format", "sarif").out)["runs"][0]["results"] == []


def test_fingerprints_stay_while_lines_move(lint: Command) -> None:
    def prints() -> list[str]:
        return [each["fingerprint"] for each in json.loads(lint("a.xml", "--output-format", "gitlab").out)]

    text = '<Response version="1.0">\n<Pause length="60"/>\n<Pause length="60"/>\n</Response>'
    lint.write("a.xml", text)
    before = prints()
    assert len(set(before)) == 2
    lint.write("a.xml", text.replace("\n", "\n\n  <!-- moved -->\n", 1))
    assert prints() == before


def test_gitlab(lint: Command) -> None:
    lint.write("site/a.xml", BAD)
    found = json.loads(lint(".", "--output-format", "gitlab").out)
    assert [list(each) for each in found] == [["description", "check_name", "fingerprint", "severity", "location"]]
    assert found[0]["severity"] == "critical"
    assert found[0]["location"] == {"path": "site/a.xml", "lines": {"begin": 1, "end": 1}}
    lint.write("good/a.xml", GOOD)
    assert lint("good", "--output-format", "gitlab").out == "[]\n"


def test_junit(lint: Command) -> None:
    lint.write('a"<&.xml', BAD)
    lint.write("good.xml", GOOD)
    suites = ElementTree.fromstring(lint(".", "--output-format", "junit").out)
    assert [(each.get("name"), each.get("tests"), each.get("failures")) for each in suites] == [
        ('a"<&.xml', "1", "1"),
        ("good.xml", "1", "0"),
    ]
    failure = suites.find(".//failure")
    assert failure is not None and "numDigits" in failure.get("message", "")


def test_github_shows_the_worst_ten(lint: Command) -> None:
    pauses = '<Pause length="60"/>' * 20
    lint.write("a,b.xml", f'<Response version="1.0">{pauses}<Say tiemout="1">Hi.</Say></Response>')
    lines = lint("a,b.xml", "--output-format", "github").out.splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("::error file=a%2Cb.xml,line=1,")
    assert "12 more problems" in lines[-1]


def test_github_escapes_lines(lint: Command) -> None:
    from voxml.reporters.github import _escape

    assert _escape("50%\r\nmore") == "50%25%0D%0Amore"


def test_jsonl_has_the_objects_of_json(lint: Command) -> None:
    lint.write("a.xml", BAD)
    lint.write("b.xml", WARNED)
    lines = lint(".", "--output-format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == lint.json(".").json


def test_rdjson_counts_bytes_and_suggests(lint: Command) -> None:
    lint.write("a.xml", '<Response version="1.0"><Say voice="ü" tiemout="1">Hi.</Say></Response>')
    report = json.loads(lint("a.xml", "--select", "unknown-member", "--output-format", "rdjson").out)
    assert report["source"]["name"] == "voxml"
    [found] = report["diagnostics"]
    assert (found["severity"], found["code"]["value"], found["location"]["path"]) == (
        "ERROR",
        "unknown-member",
        "a.xml",
    )
    start = found["location"]["range"]["start"]
    column = '<Response version="1.0"><Say voice="ü" '.encode()
    assert start == {"line": 1, "column": len(column) + 1}
    lint.write("good.xml", GOOD)
    assert json.loads(lint("good.xml", "--output-format", "rdjson").out)["diagnostics"] == []


def test_rdjson_suggests_what_fix_writes(lint: Command) -> None:
    lint.write("a.xml", BAD)
    report = json.loads(lint("a.xml", "--output-format", "rdjson").out)
    [suggestion] = report["diagnostics"][0]["suggestions"]
    assert suggestion["text"] == "num_digits"
    assert suggestion["range"]["start"]["column"] == 61


def test_markdown_is_a_table_that_nothing_breaks(lint: Command) -> None:
    lint.write("a|b<i>.xml", BAD)
    lint.write("c.xml", WARNED)
    text = lint(".", "--output-format", "markdown").out
    assert text.startswith("### voxml lint\n\nFound 1 error, 1 warning in 2 files")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) == 3
    assert "a\\|b&lt;i>.xml:1:61" in rows[1]
    lint.write("good/a.xml", GOOD)
    assert "No problems in 1 file." in lint("good", "--output-format", "markdown").out


def test_sarif_leads_to_our_manuals(lint: Command) -> None:
    lint.write("a.xml", BAD)
    driver = json.loads(lint("a.xml", "--output-format", "sarif").out)["runs"][0]["tool"]["driver"]
    assert driver["informationUri"].startswith("https://")
    assert driver["rules"][0]["helpUri"].endswith("#unknown-member")
    assert "tryvox" not in driver["informationUri"]


def test_a_fix_on_a_long_line_is_shown_around_the_change(lint: Command) -> None:
    gather = '<Gather action_url="https://e.com/" numDigits="1"/>'
    lint.write("a.xml", f'<Response version="1.0">{"<Pause/>" * 1000}{gather}</Response>')
    shown = lint("a.xml", "--select", "unknown-member").out.splitlines()
    assert any(line.startswith("  - …") and "numDigits" in line for line in shown)
    assert any(line.startswith("  + …") and "num_digits" in line for line in shown)
    assert max(map(len, shown)) <= 120


def test_two_places_that_disagree_are_both_marked(lint: Command) -> None:
    say = '<Say voice="en-US-Wavenet-D" language="de-DE">Hallo.</Say>'
    lint.write("a.xml", f'<Response version="1.0">\n  {say}\n</Response>\n')
    shown = lint("a.xml", "--select", "voice-language-mismatch").out.splitlines()
    at = shown[4].index("voice=")
    assert shown[5][at:] == "^" * len('voice="en-US-Wavenet-D"') + " " + "-" * len('language="de-DE"')
    found = lint.json("a.xml", "--select", "voice-language-mismatch").json[0]
    assert (found["column"], found["related"]["column"]) == (8, 32)
    report = json.loads(lint("a.xml", "--output-format", "sarif").out)
    [result] = [each for each in report["runs"][0]["results"] if each["ruleId"] == "voice-language-mismatch"]
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"] == 32
    lint.write(
        "a.xml", f'<Response version="1.0">\n  {say.replace(" language", chr(10) + "   language")}\n</Response>\n'
    )
    shown = lint("a.xml", "--select", "voice-language-mismatch").out.splitlines()
    assert shown[5].strip("| ") == "^" * len('voice="en-US-Wavenet-D"')
    assert shown[7].strip("| ") == "-" * len('language="de-DE"')


def test_the_second_place_is_kept_in_the_cache(lint: Command) -> None:
    lint.write(
        "site/a.xml", '<Response version="1.0"><Say voice="en-US-Wavenet-D" language="de-DE">Hallo.</Say></Response>'
    )
    assert lint.json("site").json == lint.json("site").json != []


def test_carets_are_under_the_words_that_are_meant(lint: Command) -> None:
    lint.write(
        "a.xml",
        '<Response version="1.0">\n  <Say>\n    Welcome.\n    Visit https://example.com/a now.\n  </Say>\n</Response>\n',
    )
    found = lint.json("a.xml", "--select", "unpronounceable-text").json[0]
    assert (found["line"], found["column"], found["end_column"]) == (4, 11, 32)
    shown = lint("a.xml", "--select", "unpronounceable-text").out.splitlines()
    assert shown[4][shown[5].index("^") :].startswith("https://example.com/a now")
