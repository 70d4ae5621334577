"""Findings point into the template, its parents and its macros."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxml.errors import TemplateError
from voxml.templating import Templates, render
from voxml.templating.header import sample_values
from voxml.templating.shipped import shipped_names
from voxml.templating.tracer import Tracer

Write = Callable[[str, str], Path]


def places(error: TemplateError) -> list[tuple[str, int, int, str]]:
    return [(Path(each.path).name, each.line, each.column, each.rule) for each in error.diagnostics]


def test_a_fault_in_line_14_of_an_included_macro_is_reported_there(write: Write) -> None:
    macro = "\n" * 12 + "{% macro bad(text) %}\n  <Say languge='en'>{{ text }}</Say>{% endmacro %}"
    write("parts/macros.j2", macro)
    path = write(
        "t.xml.j2",
        "{% from 'parts/macros.j2' import bad %}\n<Response>\n{% for x in range(3) %}\n{{ bad('hi') }}{% endfor %}</Response>",
    )
    with pytest.raises(TemplateError) as caught:
        render(path)
    assert places(caught.value) == [("macros.j2", 14, 8, "unknown-member")] * 3
    first = caught.value.diagnostics[0]
    assert (first.end_line, first.end_column) == (14, 20)
    assert first.rendered is not None
    assert first.rendered.line != first.line
    assert first.pointer == "/Response/Say[1]/@languge"


def test_parents_and_includes(write: Write) -> None:
    write("base.xml.j2", "<Response>\n  <Pausse/>\n{% block b %}{% endblock %}\n</Response>")
    write("part.j2", "\n <Say/>")
    path = write(
        "t.xml.j2",
        "{% extends 'base.xml.j2' %}\n{% block b %}\n<Hangup reson='busy'/>{% include 'part.j2' %}{% endblock %}",
    )
    with pytest.raises(TemplateError) as caught:
        render(path)
    assert places(caught.value) == [
        ("base.xml.j2", 2, 3, "unknown-verb"),
        ("t.xml.j2", 3, 9, "unknown-member"),
        ("part.j2", 2, 2, "missing-member"),
    ]


def test_a_fault_of_a_shipped_macro_is_the_callers(write: Write) -> None:
    path = write(
        "t.xml.j2",
        "{% from 'voxml/verbs.j2' import redirect, say %}<Response>\n{{ say('ok') }}\n  {{ redirect('nope') }}</Response>",
    )
    with pytest.raises(TemplateError) as caught:
        render(path)
    assert places(caught.value) == [("t.xml.j2", 3, 3, "invalid-value")]
    assert caught.value.diagnostics[0].end_column == 25


def test_json_templates_too(write: Write) -> None:
    path = write(
        "t.json.j2",
        '{"voxml_version": "1.0",\n "instructions": [\n  {"verb": "Say", "txt": {{ x }}},\n  {"verb": "Pause", "length": {{ n }}}]}',
    )
    with pytest.raises(TemplateError) as caught:
        render(path, x="a" * 100, n=0)
    assert places(caught.value) == [("t.json.j2", 3, 19, "unknown-member"), ("t.json.j2", 4, 21, "invalid-value")]


def test_captured_parts_keep_their_places(write: Write) -> None:
    path = write(
        "t.xml.j2",
        "{% set part %}\n  <Say>x</Say>\n  <Saay/>\n{% endset %}\n<Response>\n<Hangup/>{{ part }}"
        "{% filter trim %}\n <Playy/> {% endfilter %}{% call w() %}\n<Dialx/>{% endcall %}</Response>",
    )
    text = path.read_text()
    path.write_text("{% macro w() %}{{ caller() }}{% endmacro %}" + text)
    with pytest.raises(TemplateError) as caught:
        render(path)
    found = places(caught.value)
    assert ("t.xml.j2", 3, 3, "unknown-verb") in found
    assert ("t.xml.j2", 8, 1, "unknown-verb") in found


def test_windows_line_ends_and_whitespace_control(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_bytes(
        b"{# voxml\r\n[parameters.x]\r\n#}\r\n<Response>\r\n  {%- if x %}\r\n    <Say>a</Say>\r\n\t<Nope/>\r\n"
        b"  {%- endif -%}\r\n\r\n  {% raw %}<Nix a='{{'/>{% endraw %}\r\n</Response>\r\n"
    )
    with pytest.raises(TemplateError) as caught:
        render(path, x="1")
    assert places(caught.value) == [("t.xml.j2", 7, 2, "unknown-verb"), ("t.xml.j2", 10, 12, "unknown-verb")]


@pytest.mark.parametrize("name", shipped_names())
def test_tracing_changes_nothing(name: str) -> None:
    template = Templates().get(name)
    tracer = Tracer(template)
    for least in (True, False):
        values = template.check(sample_values(template.parameters, only_required=least))
        trace = tracer.render(values)
        assert trace.text == template.text(values)
        starts = [segment.start for segment in trace.segments]
        assert starts == sorted(starts)


@given(
    lines=st.lists(
        st.sampled_from(
            [
                "<Say>a</Say>",
                "{{ '' }}",
                "{% if x %}<Pause/>{% endif %}",
                "{%- if y -%} <Pause/> {%- else -%} <Hangup/>{% endif %}",
                "{# a comment #}",
                "{% for i in [1, 2] %}<Say>{{ i }}</Say>{% endfor %}",
                "{% set z %}<Say>{{ x }}</Say>{% endset %}{{ z }}",
                "{% raw %}<Say>{{</Say>{% endraw %}",
                "    ",
                "<Say>ünï 👋</Say>",
            ]
        ),
        max_size=12,
    ),
    at=st.integers(0, 12),
)
def test_a_fault_is_found_where_it_was_put(lines: list[str], at: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    at = min(at, len(lines))
    lines = [*lines[:at], "  <Wrong/>", *lines[at:]]
    path = tmp_path_factory.mktemp("t") / "t.xml.j2"
    path.write_text("\n".join(["<Response>", *lines, "</Response>"]), encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        Templates().get(path).render({"x": "1", "y": ""}, ignore_extra=True)
    assert places(caught.value) == [("t.xml.j2", at + 2, 3, "unknown-verb")]
