from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voxml.diagnostics import Diagnostic
from voxml.errors import InputError, ParameterError
from voxml.templating import Templates, lint_template
from voxml.templating.sandbox import Limits

Write = Callable[[str, str], Path]

HEADER = "{# voxml\n[parameters.n]\ntype = 'integer'\nexample = 3\n[parameters.name]\nrequired = false\n#}\n"


def found(findings: list[Diagnostic]) -> list[tuple[str, str, int, int]]:
    return [(each.rule, Path(each.path).name, each.line, each.column) for each in findings]


def test_a_clean_template(write: Write) -> None:
    text = (
        HEADER
        + "<Response><Pause length='{{ n }}'/>{% if name %}<Say>{{ name }}</Say>{% else %}<Hangup/>{% endif %}</Response>"
    )
    path = write("t.xml.j2", text)
    assert found(lint_template(path)) == [("unreached-branch", "t.xml.j2", 8, 36)]
    write("t.json", '{"n": 5, "name": "Ann"}')
    assert lint_template(path) == []


def test_faults_that_only_some_data_shows(write: Write) -> None:
    path = write(
        "t.xml.j2", HEADER + "<Response>\n<Pause length='{{ n - 3 }}'/><Say>{{ name or 'x' }}</Say></Response>"
    )
    write("t.jsonl", '{"n": 7}\n\n{"n": 3}\n')
    findings = lint_template(path, check=None)
    assert ("invalid-value", "t.xml.j2", 9, 8) in found(findings)
    finding = findings[0]
    assert finding.rendered is not None
    assert (finding.rendered.line, finding.rendered.column, finding.rendered.sample) == (2, 8, "examples")


def test_every_sample_is_tried(write: Write) -> None:
    header = HEADER.replace("#}", "[samples.low]\nn = 1\n[samples.named]\nname = 'x'\n#}")
    path = write(
        "t.xml.j2",
        header + "<Response>{% if n == 1 %}<A/>{% elif n == 5 %}<B/>{% elif n == 6 %}<C/>{% elif n == 7 %}<D/>"
        "{% elif n == 8 %}<E/>{% elif n == 9 %}<F/>{% elif name %}<G/>{% endif %}</Response>",
    )
    write("t.csv", "n\n5\n")
    write("t.more.json", '[{"n": 6}]')
    write("t.toml", "n = 7")
    write("t.x.yaml", "n: 8")
    write("t.jsonl", '{"n": 9}')
    write("other.json", '{"n": 99}')
    write("t.txt", "n = 5")
    findings = [each for each in lint_template(path) if each.rule == "unknown-verb"]
    assert [each.message.split('"')[1] for each in findings] == ["A", "B", "C", "D", "E", "F", "G"]
    samples = [each.rendered.sample for each in findings if each.rendered is not None]
    assert samples == ["the sample low", "t.csv:2", "t.more.json, entry 1", "t.toml, entry 1", "t.x.yaml, entry 1",
                       "t.jsonl:1", "the sample named"]  # fmt: skip
    assert findings[1].message.endswith("(with t.csv:2)")


def test_a_fault_is_told_once_however_many_rows_show_it(write: Write) -> None:
    path = write(
        "t.xml.j2", HEADER + "<Response><Nope/><Pause length='{{ n }}'/><Say>{{ name or 'x' }}</Say></Response>"
    )
    write("t.csv", "n\n" + "5\n" * 50)
    assert found(lint_template(path)) == [("unknown-verb", "t.xml.j2", 8, 11)]


def test_data_that_does_not_fit(write: Write) -> None:
    path = write("t.xml.j2", HEADER + "<Response><Pause length='{{ n }}'/><Say>{{ name or 'x' }}</Say></Response>")
    write("t.csv", 'n,name\n5,x\nsoon,"two\nlines"\n7\n,y\n')
    findings = lint_template(path)
    assert found(findings) == [
        ("template-data", "t.csv", 3, 1),
        ("template-data", "t.csv", 5, 1),
        ("template-data", "t.csv", 6, 1),
    ]
    assert "soon" in findings[0].message and "missing" in findings[2].message
    write("t.json", "{")
    assert ("template-data", "t.json", 1, 1) in found(lint_template(path))


def test_names_and_parameters_that_do_not_match(write: Write) -> None:
    header = HEADER.replace("#}", "[parameters.lost]\nrequired = false\n#}")
    path = write(
        "t.xml.j2",
        header + "<Response><Pause length='{{ n }}'/>{% if name == 'never' %}{{ nmae }}{% endif %}"
        "{{ maybe if maybe is defined }}</Response>",
    )
    findings = {each.rule: each for each in lint_template(path)}
    assert findings["undeclared-parameter"].severity == "warning"
    assert 'did you mean "name"?' in findings["undeclared-parameter"].message
    assert (findings["undeclared-parameter"].line, findings["undeclared-parameter"].column) == (10, 63)
    assert (findings["unused-parameter"].line, findings["unused-parameter"].column) == (7, 13)
    assert findings["unreached-branch"].severity == "info"


def test_names_that_a_file_gives_to_its_blocks_its_parent_and_its_parts(write: Write) -> None:
    write("m.j2", "{% macro wait(n) %}<Pause length='{{ n }}'/>{% endmacro %}")
    write("part.j2", "<Pause length='{{ each }}'/><Pause length='{{ asked }}'/>")
    write("base.j2", "<Response><Say>{{ title }}</Say>{% block body %}{% endblock %}</Response>")
    path = write(
        "t.xml.j2",
        "{% extends 'base.j2' %}{% from 'm.j2' import wait as rest %}{% set title = 'Hello.' %}"
        "{% block body %}{{ rest(3) }}{% for each in [1, 2] %}{% include 'part.j2' %}{% endfor %}<Pause length='{{ own }}'/>{% endblock %}",
    )
    assert [each.name for each in Templates().get(path).parameters] == ["asked", "own"]
    declared = "".join(f"[parameters.{name}]\ntype = 'integer'\nexample = 1\n" for name in ("asked", "own"))
    write("t.xml.j2", "{# voxml\n" + declared + "#}" + path.read_text())
    assert lint_template(path) == []


def test_a_name_that_is_used_before_it_is_set_comes_from_outside(write: Write) -> None:
    path = write(
        "t.xml.j2",
        "{% set who = who or 'you' %}<Response>{% block all %}<Say>{{ who }}</Say>{% endblock %}</Response>",
    )
    assert [each.name for each in Templates().get(path).parameters] == ["who"]


def test_branches_of_loops_macros_and_parts(write: Write) -> None:
    write("part.j2", "{% if false %}not told, since the part is not this file{% endif %}")
    path = write(
        "t.xml.j2",
        "<Response>\n{% for x in [] %}<Say>a</Say>{% else %}\n<Pause/>{% endfor %}\n"
        "{% for x in [1] %}<Pause/>{% else %}<Hangup/>{% endfor %}\n"
        "{% macro m(a) %}{% if a %}<Pause/>{% else %}<Hangup/>{% endif %}{% endmacro %}{{ m(1) }}{% include 'part.j2' %}\n"
        "</Response>",
    )
    assert found(lint_template(path)) == [
        ("unreached-branch", "t.xml.j2", 2, 1),
        ("unreached-branch", "t.xml.j2", 4, 27),
        ("unreached-branch", "t.xml.j2", 5, 35),
    ]


def test_templates_that_can_not_be_compiled(write: Write) -> None:
    assert found(lint_template(write("a.xml.j2", "<Response>\n{% if %}</Response>"))) == [
        ("template-syntax", "a.xml.j2", 2, 7)
    ]
    header = "{# voxml\n[parameters.n]\ntyp = 'text'\n#}<Response/>"
    assert found(lint_template(write("b.xml.j2", header))) == [("template-syntax", "b.xml.j2", 3, 1)]
    with pytest.raises(InputError):
        lint_template("nothing.xml.j2")


def test_without_values_a_template_is_not_tried(write: Write) -> None:
    path = write("t.xml.j2", "<Response><Redirect>{{ url }}</Redirect></Response>")
    assert found(lint_template(path)) == [("untried-template", "t.xml.j2", 1, 1)]
    write("t.json", '{"url": "nope"}')
    assert found(lint_template(path)) == [("invalid-value", "t.xml.j2", 1, 21)]


def test_parts_are_only_compiled(write: Write) -> None:
    assert lint_template(write("_part.xml.j2", "<Say>{{ x }}</Say>")) == []
    assert found(lint_template(write("_bad.xml.j2", "{% x %}"))) == [("template-syntax", "_bad.xml.j2", 1, 4)]


def test_the_path_is_told_as_it_was_named(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("sub/t.xml.j2", "<Response><Nope/></Response>")
    monkeypatch.chdir(tmp_path)
    for name in ("sub/t.xml.j2", "./sub/t.xml.j2", str(tmp_path / "sub/t.xml.j2")):
        assert [each.path for each in lint_template(name)] == [name]


def test_templates_and_checks_of_the_caller(write: Write, tmp_path: Path) -> None:
    write("lib/part.j2", "<Hangup/>")
    path = write("t.xml.j2", "<Response><Redirect>{{ url_for('a') }}</Redirect>{% include 'part.j2' %}</Response>")
    seen: list[str] = []

    def check(text: str, form: str) -> list[Diagnostic]:
        seen.append(f"{form} {text}")
        return [Diagnostic("own-rule", "info", "seen", "x", 1, 11, 1, 20, "/Response")]

    assert found(lint_template(path, search_path=[tmp_path / "lib"], check=check)) == [("own-rule", "t.xml.j2", 1, 11)]
    assert seen == ["xml <Response><Redirect>https://example.com/a.json</Redirect><Hangup/></Response>"]
    templates = Templates(tmp_path / "lib", globals={"url_for": lambda name: f"https://own.site/{name}"})
    lint_template(path, templates=templates, check=check)
    assert "https://own.site/a" in seen[-1]


def test_an_untrusted_template_can_not_hold_up_the_linter(write: Write) -> None:
    bomb = "{% for a in range(9999) %}{% for b in range(9999) %}{{ 'a' * 9999 }}{% endfor %}{% endfor %}"
    templates = Templates(limits=Limits(steps=10_000))
    findings = lint_template(write("t.xml.j2", f"<Response>\n{bomb}</Response>"), templates=templates)
    assert {each.rule for each in findings} == {"template-failure"}


def test_what_is_no_data_beside_a_template(write: Write) -> None:
    path = write("t.xml.j2", HEADER + "<Response><Pause length='{{ n }}'/><Say>{{ name or 'x' }}</Say></Response>")
    write("t.json", '{"voxml_version": "1.0", "instructions": []}')
    write("t.summary.json", '{"rows": 5}')
    write("t.index.csv", "row,line,document\n1,2,x.json\n")
    write("tt.json", "{")
    assert lint_template(path) == []


def test_a_parameter_that_only_a_child_uses_is_used(write: Write) -> None:
    header = "{# voxml\nlanguage = 'en-US'\n[parameters.name]\nexample = 'Ann'\n[parameters.desk]\nexample = 'B'\n#}\n"
    base = write("base.xml.j2", header + "<Response>{% block body %}<Hangup/>{% endblock %}</Response>")
    assert [(each.rule, each.line) for each in lint_template(base)] == [
        ("unused-parameter", 3),
        ("unused-parameter", 5),
    ]
    write("middle.xml.j2", "{% extends 'base.xml.j2' %}")
    write(
        "leaf.xml.j2",
        "{%- extends ['none.j2', \"middle.xml.j2\"] %}{% block body %}<Say>{{ name }}</Say>{% endblock %}",
    )
    write("other.xml.j2", "{% extends 'data.xml.j2' %}{{ desk }}")
    assert [(each.rule, each.line) for each in lint_template(base)] == [("unused-parameter", 5)]
    child = write("child/menu.xml.j2", "{% extends 'base.xml.j2' %}{% block body %}<Say>{{ desk }}</Say>{% endblock %}")
    assert lint_template(base) == []
    assert lint_template(child, search_path=[base.parent]) == []


def test_a_value_that_the_template_refuses_is_reported_at_its_parameter(write: Write) -> None:
    header = """{# voxml
language = "en-US"
[parameters.times]
type = "integer"
example = 0
[parameters.due]
type = "list"
items = { name = { type = "text" }, on = { type = "text" } }
example = [{ name = "A", on = "2026-11-24" }]
[samples.soon]
times = 1
due = [{ name = "A", on = "2026-11-24" }, { name = "B", on = "soon" }]
#}
"""
    body = "<Response><Say>{{ times|ordinal }}{% for each in due %} {{ each.on|date }}{% endfor %}</Say></Response>"
    path = write("t.xml.j2", header + body)
    write("t.jsonl", '{"times": 1, "due": []}\n{"times": -1, "due": []}\n')
    found = [(each.rule, Path(each.path).name, each.line, each.column, each.message) for each in lint_template(path)]
    assert found == [
        ("template-failure", "t.xml.j2", 5, 1, f"times: the filter ordinal: found 0; expected a number from 1 on ({path}:14)"),
        ("template-failure", "t.xml.j2", 12, 1, f'due[1].on: the filter date: found "soon"; expected a date such as 2026-11-24 ({path}:14) (with the sample soon)'),
        ("template-data", "t.jsonl", 2, 1, f"times: the filter ordinal: found -1; expected a number from 1 on ({path}:14)"),
    ]  # fmt: skip
    with pytest.raises(ParameterError) as caught:
        Templates().render(path, times=0, due=[])
    assert [name for name, _ in caught.value.problems] == ["times"]


def test_url_for_knows_the_method(write: Write) -> None:
    path = write(
        "t.xml.j2", "<Response><Redirect method=\"{{ url_for('x').method }}\">{{ url_for('x') }}</Redirect></Response>"
    )
    assert lint_template(path) == []
    assert '"url":"https://a.example/x.json"' in Templates(base_url="https://a.example").render(path).to_json()


@pytest.mark.parametrize("value", ['{{ "," if not loop.last }}', "{{ ',' }}", '{{ "" if loop.last else ", " }}'])
def test_a_comma_as_a_value_is_told_how_to_write_it(write: Write, value: str) -> None:
    path = write(
        "t.json.j2",
        '{"voxml_version": "1.0", "instructions": [\n{% for n in [1] %}{"verb": "Hangup"}' + value + "{% endfor %}]}",
    )
    (finding,) = lint_template(path)
    assert (finding.rule, finding.line, finding.column) == ("template-syntax", 2, 40)
    assert "{% if not loop.last %},{% endif %}" in finding.message
