"""The rules over a whole site: each fires at its place, and stays quiet on what is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.site_helpers import BASE, HANGUP, build_tree, document, gather, redirect, rules_of, say
from voxml.language.elements import elements
from voxml.site.links import ADDRESSES
from voxml.site.site_rules import RULES


def test_every_address_of_the_language_is_known() -> None:
    known = {(each.verb, each.member) for each in ADDRESSES}
    there = {
        (element.name, member.name)
        for element in elements().values()
        for member in element.members
        if member.kind is not None and member.kind.name in ("HttpUrl", "WssUrl")
    }
    assert known == there


def faults(result: Any, rule: str) -> list[tuple[str, int]]:
    return [(Path(each.path).name, each.line) for each in result.diagnostics if each.rule == rule]


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("sails.json", 'did you mean "sales.json"'),
        ("sales", 'did you mean "sales.json"'),
        ("", "the address of the site itself"),
        ("xyz/unheard-of.json", "expected one of its"),
    ],
)
def test_broken_link(tmp_path: Path, wrong: str, hint: str) -> None:
    files = {
        "menu.xml": f'<Response>\n<Say>Hi.</Say>\n<Redirect method="GET">{BASE}/{wrong}</Redirect>\n</Response>',
        "sales.json": document(say("Sales."), HANGUP),
    }
    result = build_tree(tmp_path, files)
    assert faults(result, "broken-link") == [("menu.xml", 3)]
    assert hint in next(each.message for each in result.diagnostics if each.rule == "broken-link")


def test_links_elsewhere_and_with_queries_and_other_capitals_are_right(tmp_path: Path) -> None:
    files = {
        "a.json": document(say("A."), redirect("b.json?x=1#y")),
        "b.json": document(say("B."), {**redirect(""), "url": "HTTPS://Voice.Example.com/a.json"}),
        "c.json": document(say("C."), {**redirect(""), "url": "https://other.example.com/nothing.json"}),
        "d.json": document(say("D."), {**redirect(""), "url": f"{BASE}.evil.example.com/nothing.json"}),
    }
    result = build_tree(tmp_path, files)
    assert result.manifest is not None
    assert "broken-link" not in rules_of(result)


@pytest.mark.parametrize(
    ("instruction", "rule"),
    [
        ({"verb": "Redirect", "url": f"{BASE}/b.json"}, "post-to-static-host"),
        ({"verb": "Gather", "action_url": f"{BASE}/b.json", "say": {"text": "x"}}, "post-to-static-host"),
        ({"verb": "Record", "action_url": f"{BASE}/b.json"}, "static-callback-without-method"),
        (
            {"verb": "Dial", "action_url": f"{BASE}/b.json", "client": [{"name": "ann"}]},
            "static-callback-without-method",
        ),
        ({"verb": "Conference", "name": "r", "wait_url": f"{BASE}/b.json"}, "static-callback-without-method"),
    ],
)
def test_post_to_a_static_host_is_one_finding(tmp_path: Path, instruction: dict[str, Any], rule: str) -> None:
    files = {"a.json": document(say("A."), instruction), "b.json": document(say("B."), HANGUP)}
    result = build_tree(tmp_path, files)
    assert result.manifest is None
    assert [each.rule for each in result.diagnostics if each.severity == "error"] == [rule]


def test_redirect_cycle(tmp_path: Path) -> None:
    ring = {f"{a}.json": document(redirect(f"{b}.json")) for a, b in ("ab", "bc", "ca")}
    result = build_tree(tmp_path, ring)
    assert faults(result, "redirect-cycle") == [("a.json", 1)]
    assert "a → b → c → a" in next(each.message for each in result.diagnostics if each.rule == "redirect-cycle")
    result = build_tree(tmp_path, {"b.json": document(say("Still here."), redirect("c.json"))})
    assert faults(result, "redirect-cycle") == []


def test_a_document_that_redirects_to_itself_is_one_finding(tmp_path: Path) -> None:
    result = build_tree(tmp_path, {"a.json": document(redirect("a.json"))})
    assert [each.rule for each in result.diagnostics if each.severity == "error"] == ["redirect-cycle"]


def test_orphan_and_unreachable(tmp_path: Path) -> None:
    files = {
        "voxml.toml": '[site]\nentries = ["a"]\n',
        "a.json": document(say("A."), redirect("b.json")),
        "b.json": document(say("B."), HANGUP),
        "left.json": document(say("Left over."), redirect("next.json")),
        "next.json": document(say("Next."), HANGUP),
    }
    result = build_tree(tmp_path, files)
    assert faults(result, "orphan-document") == [("left.json", 1)]
    assert faults(result, "unreachable-document") == [("next.json", 1)]
    assert result.manifest is not None
    assert build_tree(tmp_path, {}, strict=True).manifest is not None


def test_entries_are_guessed_when_nobody_names_them(tmp_path: Path) -> None:
    files = {
        "menu.json": document(gather("sales.json", say={"text": "x"}), HANGUP),
        "sales.json": document(say("Sales."), redirect("menu.json")),
        "lonely.json": document(say("Lonely."), HANGUP),
    }
    result = build_tree(tmp_path, files)
    assert result.manifest.entries == ("menu",)
    assert faults(result, "orphan-document") == [("lonely.json", 1)]


def test_no_way_out(tmp_path: Path) -> None:
    files = {
        "a.json": document(say("A."), redirect("b.json")),
        "b.json": document(say("B."), redirect("a.json")),
    }
    result = build_tree(tmp_path, files)
    assert faults(result, "no-way-out")
    result = build_tree(tmp_path, {"b.json": document(say("B."), HANGUP)})
    assert faults(result, "no-way-out") == []


def test_keys_that_nothing_tells_apart(tmp_path: Path) -> None:
    files = {
        "a.json": document(gather("b.json", num_digits=1, say={"text": "x"}), HANGUP),
        "b.json": document(say("B."), HANGUP),
    }
    assert faults(build_tree(tmp_path, files), "keys-not-told-apart") == [("a.json", 1)]
    spoken = document(gather("b.json", input="speech", say={"text": "x"}), HANGUP)
    assert faults(build_tree(tmp_path, {"a.json": spoken}), "keys-not-told-apart") == []


def test_the_preset_is_static_and_settings_count(tmp_path: Path) -> None:
    sip = {"verb": "Dial", "sip": [{"uri": "sip:a@example.com", "username": "u", "password": "secret"}]}
    result = build_tree(tmp_path, {"a.json": document(sip, HANGUP)})
    assert "credentials-in-document" in rules_of(result)
    assert result.manifest is None
    toml = '[lint]\nignore = ["credentials-in-document"]\n'
    assert build_tree(tmp_path, {"voxml.toml": toml}).manifest is not None


def test_a_site_on_this_machine_is_not_blamed_for_its_address(tmp_path: Path) -> None:
    files = {
        "a.json": document(say("A."), {**redirect(""), "url": "http://127.0.0.1:8000/b.json"}),
        "b.xml": "<Response><Say>B.</Say><Play>http://127.0.0.1:9000/x.wav</Play><Hangup/></Response>",
    }
    result = build_tree(tmp_path, files, base_url="http://127.0.0.1:8000")
    assert faults(result, "private-address") == [("b.xml", 1)]


def test_every_rule_has_a_manual() -> None:
    for name, rule in RULES.items():
        assert len(f"{rule.summary}. {rule.manual}") > 40, name
        assert not rule.summary.endswith("."), name


def test_links_are_judged_again_when_only_their_target_changes(tmp_path: Path) -> None:
    files = {"a.json": document(say("A."), redirect("b.json")), "b.json": document(say("B."), HANGUP)}
    assert build_tree(tmp_path, files).manifest is not None
    (tmp_path / "src/b.json").unlink()
    assert faults(build_tree(tmp_path, {"c.json": document(HANGUP)}), "broken-link") == [("a.json", 1)]


def test_a_broken_link_is_told_whatever_else_is_wrong(tmp_path: Path) -> None:
    files = {
        "a.xml": f"<Response>\n  <Redirect>{BASE}/gone.json</Redirect>\n</Response>",
        "b.xml": f'<Response>\n  <Redirect method="GET">{BASE}/faulty.json</Redirect>\n</Response>',
        "c.json.j2": '{"voxml_version": "1.0", "instructions": [\n{"verb": "Redirect", "url": "{{ url_for(\'lost\') }}"}]}',
        "d.py": "from voxml import Response, url_for\npages = {\n    'd': Response().redirect(\n        url_for('away')),\n}\n",
        "faulty.json": document(say("")),
        "rows.json.j2": '{"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": "{{ nothing }}"}]}',
        "rows.csv": "id\n1\n",
        "e.json": document(say("E."), redirect("rows/1.json")),
    }
    result = build_tree(tmp_path, files)
    assert faults(result, "broken-link") == [("a.xml", 2), ("c.json.j2", 2), ("d.py", 4)]
    assert faults(result, "post-to-static-host") == [("a.xml", 2), ("c.json.j2", 2), ("d.py", 3)]


def test_a_document_that_a_rule_objects_to_is_in_the_picture(tmp_path: Path) -> None:
    result = build_tree(
        tmp_path, {"a.xml": f"<Response><Redirect>{BASE}/b.json</Redirect></Response>", "b.json": document(HANGUP)}
    )
    assert result.manifest is None
    assert set(result.flow.stops) == {"a", "b"}


def test_settings_leave_out_and_soften_what_is_said_of_the_site(tmp_path: Path) -> None:
    files = {
        "start.json": document(say("Hello."), redirect("sales.json")),
        "left.json": document(say("Bye."), HANGUP),
    }
    lint = 'ignore = ["orphan-document"]\n\n[lint.severity]\nbroken-link = "warning"\n'
    files["voxml.toml"] = f'[site]\nbase_url = "{BASE}"\nentries = ["start"]\n\n[lint]\n{lint}'
    result = build_tree(tmp_path, files)
    assert result.manifest is not None
    assert [(each.rule, each.severity) for each in result.diagnostics] == [("broken-link", "warning")]


def test_comments_silence_what_is_said_of_the_site(tmp_path: Path) -> None:
    menu = f'<Gather action_url="{BASE}/b.json" method="GET" num_digits="1"><Say>x</Say></Gather>'
    files = {
        "a.xml": f"<Response>\n<!-- voxml: ignore[keys-not-told-apart] one for all -->\n{menu}\n{menu}<Hangup/></Response>",
        "b.json": document(say("B."), HANGUP),
        "c.xml": "<Response><!-- voxml: ignore-file[orphan-document] kept for later --><Hangup/></Response>",
        "f.xml": "<Response><!-- voxml: ignore-file[orphan-document] --><Hangup/></Response>".encode("utf-16"),
        "d.xml": "<Response><!-- voxml: ignore-file[redirect-cycle] --><Hangup/></Response>",
        "e.xml.j2": f"{{# voxml: ignore[keys-not-told-apart] #}}<Response>{menu}<Hangup/></Response>",
        "voxml.toml": '[site]\nentries = ["a", "e"]\n',
    }
    result = build_tree(tmp_path, files)
    assert faults(result, "keys-not-told-apart") == [("a.xml", 4)]
    assert faults(result, "orphan-document") == [("d.xml", 1)]
    assert rules_of(result).count("unused-suppression") == 0
    # Also from the cache, and when only a comment changes.
    assert faults(build_tree(tmp_path, {}), "orphan-document") == [("d.xml", 1)]
    result = build_tree(tmp_path, {"c.xml": "<Response><Hangup/></Response>"})
    assert faults(result, "orphan-document") == [("c.xml", 1), ("d.xml", 1)]
