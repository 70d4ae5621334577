"""Templates among the sources: one document, one a row, links by url_for."""

from __future__ import annotations

from pathlib import Path

from tests.site.site_helpers import BASE, HANGUP, build_tree, document, published, rules_of, say

HELLO = """{# voxml
title = "Hello"
[parameters.who]
type = "text"
#}
<Response>
  <Say>Hello {{ who }}.</Say>
  <Redirect method="{{ url_for('bye').method }}">{{ url_for("bye") }}</Redirect>
</Response>
"""
BYE = document(say("Bye."), HANGUP)


def test_one_document_from_an_object(tmp_path: Path) -> None:
    files = {"hello.xml.j2": HELLO, "hello.json": '{"who": "AT&T <Hangup/>"}', "bye.json": BYE}
    result = build_tree(tmp_path, files)
    assert result.manifest is not None, result.diagnostics
    out = published(tmp_path / "out")
    assert set(out) == {"hello.json", "bye.json"}
    assert b"Hello AT&T <Hangup/>." in out["hello.json"]
    assert f"{BASE}/bye.json".encode() in out["hello.json"]


def test_rows_get_names_that_nobody_guesses_and_that_stay(tmp_path: Path) -> None:
    files = {"hello.xml.j2": HELLO, "hello.csv": "id,who\n1,Ann\n2,Bob\n", "bye.json": BYE}
    first = build_tree(tmp_path, files)
    assert first.manifest is not None, first.diagnostics
    names = dict(first.manifest.rows["hello.xml.j2"])
    assert set(names) == {"1", "2"}
    assert all(len(name.removeprefix("hello/")) == 32 for name in names.values())
    before = published(tmp_path / "out")
    assert build_tree(tmp_path, {}, use_cache=False).manifest.rows["hello.xml.j2"] == names
    assert published(tmp_path / "out") == before
    again = build_tree(tmp_path, {"hello.csv": "id,who\n2,Bob\n1,Anne\n3,Cid\n"})
    assert {key: again.manifest.rows["hello.xml.j2"][key] for key in "12"} == names
    assert "orphan-document" not in rules_of(again)


def test_equal_rows_without_a_key(tmp_path: Path) -> None:
    result = build_tree(tmp_path, {"hello.xml.j2": HELLO, "hello.csv": "who\nAnn\nAnn\n", "bye.json": BYE})
    assert len(set(result.manifest.rows["hello.xml.j2"].values())) == 2


def test_bad_rows_are_told_with_their_line(tmp_path: Path) -> None:
    files = {"hello.xml.j2": HELLO, "hello.csv": "id,who\n1,Ann\n1,Bob\n3,\n", "bye.json": BYE}
    result = build_tree(tmp_path, files)
    assert result.manifest is None
    faults = [(each.rule, each.line) for each in result.diagnostics if each.severity == "error"]
    assert faults[0] == ("bad-data", 3)
    assert all("hello.csv" in each.path for each in result.diagnostics if each.rule == "bad-data")


def test_a_link_to_nothing_is_found_at_its_line_in_the_template(tmp_path: Path) -> None:
    result = build_tree(tmp_path, {"hello.xml.j2": HELLO, "hello.json": '{"who": "x"}'})
    (fault,) = [each for each in result.diagnostics if each.rule == "broken-link"]
    assert (fault.line, fault.path.endswith("src/hello.xml.j2")) == (8, True)


def test_a_template_is_made_again_when_its_data_or_its_parent_changes(tmp_path: Path) -> None:
    files = {
        "hello.xml.j2": '{% extends "_base.xml.j2" %}{% block text %}{{ who }}{% endblock %}',
        "_base.xml.j2": "<Response><Say>{% block text %}{% endblock %}</Say><Hangup/></Response>",
        "hello.json": '{"who": "Ann"}',
    }
    result = build_tree(tmp_path, files)
    assert result.manifest is not None, result.diagnostics
    assert build_tree(tmp_path, {}).rendered == 0
    build_tree(tmp_path, {"hello.json": '{"who": "Bob"}'})
    assert "Bob" in (tmp_path / "out/hello.json").read_text()
    build_tree(tmp_path, {"_base.xml.j2": files["_base.xml.j2"].replace("<Say>", "<Say>Dear ")})
    assert "Dear Bob" in (tmp_path / "out/hello.json").read_text()


def test_a_template_that_fails(tmp_path: Path) -> None:
    result = build_tree(tmp_path, {"x.xml.j2": "<Response>\n{{ nope }}\n{% if %}</Response>"})
    assert result.manifest is None
    assert [each.path.endswith("x.xml.j2") for each in result.diagnostics] == [True]
