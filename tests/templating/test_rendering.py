from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from voxml import Response
from voxml.errors import InputError, ParameterError, TemplateError
from voxml.templating import Templates, render

Write = Callable[[str, str], Path]


def test_a_shipped_template_by_name() -> None:
    document = render("appointment-reminder", clinic="Acme", at="2026-11-24T14:30")
    assert isinstance(document, Response)
    assert "Acme" in document.to_json()
    assert "Tuesday, November 24th, at 2:30 PM" in document.to_json()


def test_a_file_by_path_whatever_it_is_called(write: Write) -> None:
    for name in ("menu.xml.j2", "menu.voxml", "menu.txt", "menu", "menu.xml", "menu.html.jinja"):
        path = write(name, "<Response><Say>{{ name }}</Say></Response>")
        for given in (path, str(path)):
            assert render(given, name="AT&T <Hangup/>") == Response().say("AT&T <Hangup/>")


def test_unknown_names_say_what_was_meant(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='did you mean "voicemail"'):
        render("voicemial")
    with pytest.raises(InputError, match="no such file"):
        render(str(tmp_path / "nothing.xml.j2"))
    with pytest.raises(InputError, match="directory"):
        render(f"{tmp_path}/")
    for name in ("", "a\0b"):
        with pytest.raises(InputError):
            render(name)


def test_a_parameter_may_have_any_name(write: Write) -> None:
    path = write("t.xml.j2", "<Response><Say>{{ name_or_path }} {{ params }} {{ path }}</Say></Response>")
    assert render(path, name_or_path="a", params="b", path="c") == Response().say("a b c")


def test_without_a_header_the_names_that_are_used_are_the_parameters(write: Write) -> None:
    path = write("t.xml.j2", "<Response><Say>{{ a }}{% if b is defined %}{{ b }}{% endif %}</Say></Response>")
    with pytest.raises(ParameterError, match="missing"):
        render(path)
    with pytest.raises(ParameterError, match='did you mean "a"'):
        render(path, A="x", b="y")
    assert render(path, a="x", b=5) == Response().say("x5")


def test_values_are_written_as_documents_write_them(write: Write) -> None:
    path = write(
        "t.xml.j2",
        '<Response><Dial record="{{ on }}"><Number>+14155550100</Number></Dial><Say loop="{{ n }}">{{ d }} {{ day }}'
        "</Say></Response>",
    )
    document = render(path, on=True, n=3, d=2.5, day=__import__("datetime").date(2026, 11, 24))
    assert '"record":true' in document.to_json()
    assert '"loop":3' in document.to_json()
    assert "2.5 2026-11-24" in document.to_json()


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("nothing", "found none; expected a value"),
        ("many", "found a list"),
        ("table", "found a table"),
        ("table.colour", "'colour'"),
        ("nobody", 'found the name "nobody", which nothing defines'),
        ("text|nofilter", "no filter named 'nofilter'"),
        ("text|safe", "no filter named 'safe'"),
        ("text.__class__", "not allowed"),
        ("many.append(1)", "not allowed"),
        ("1 / 0", "division by zero"),
        ("text + 1", "can only concatenate"),
    ],
)
def test_what_goes_wrong_points_to_its_tag(write: Write, expression: str, says: str) -> None:
    header = "".join(
        f"[parameters.{name}]\ntype = '{kind}'\nrequired = false\n"
        for name, kind in (("nothing", "text"), ("text", "text"), ("many", "list"))
    )
    header += "[parameters.table]\ntype = 'list'\nrequired = false\n"
    path = write(
        "t.xml.j2",
        f"{{# voxml\n{header}#}}\n<Response>\n  <Say>ok</Say><Say>{{{{ {expression} }}}}</Say>\n</Response>",
    )
    with pytest.raises(TemplateError) as caught:
        template = Templates(trusted=True).get(path)
        values = template.check({"text": "x", "many": ["a"]})
        template.text({**values, "table": {"color": "red"}})
    finding = caught.value.diagnostics[0]
    text = path.read_text()
    assert says in finding.message
    assert finding.line == text[: text.index("{{ ")].count("\n") + 1
    assert 20 <= finding.column <= 40
    assert finding.path.endswith("t.xml.j2")


@pytest.mark.parametrize("expression", ["1e999", "'1e999'|float", "1e308 * 10", "'nan'|float", "(1e999,)|first"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_numbers_that_are_none_are_not_said(write: Write, expression: str, form: str) -> None:
    around = "<Response><Say>{}</Say></Response>" if form == "xml" else '{{"voxml_version": "1.0", "instructions": {}}}'
    with pytest.raises(TemplateError, match=r"found (inf|nan); expected a number that can be said"):
        Templates().render(write(f"t.{form}.j2", around.format(f"{{{{ {expression} }}}}")))


def test_syntax_faults_have_line_and_column(write: Write) -> None:
    path = write("t.xml.j2", "<Response>\n  {% if x %}\n  <Say>{{ a b }}</Say>\n{% endif %}</Response>")
    with pytest.raises(TemplateError) as caught:
        render(path)
    finding = caught.value.diagnostics[0]
    assert (finding.rule, finding.line, finding.column) == ("template-syntax", 3, 13)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_bytes("<Response>\n<Say>gr\xfc\xdf</Say></Response>".encode("latin-1"))
    with pytest.raises(TemplateError) as caught:
        render(path)
    finding = caught.value.diagnostics[0]
    assert (finding.rule, finding.line, finding.column) == ("encoding", 2, 8)


def test_a_byte_order_mark_and_a_declaration_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_bytes(
        b'\xef\xbb\xbf{# voxml\ntitle = "x"\n#}\r\n\r\n<?xml version="1.0"?>\r\n<Response><Hangup/></Response>'
    )
    assert render(path) == Response().hangup()


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_json_values_and_strings_escape_themselves(write: Write) -> None:
    path = write(
        "t.json.j2",
        '{"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": "Dear {{ name }}, {{ n }}", "loop": {{ n }}},'
        ' {"verb": "Say", "text": {{ name }}}{% for x in more %}, {"verb": "Say", "text": {{ x }}}{% endfor %}]}',
    )
    evil = 'x"]},{"verb":"Hangup"},{"a\\":\n'
    document = render(path, name=evil, n=2, more=[evil, "b"])
    assert document == Response().say(f"Dear {evil}, 2", loop=2).say(evil).say(evil).say("b")


def test_json_macros_and_captured_parts_are_json(write: Write) -> None:
    path = write(
        "t.json.j2",
        '{% macro say(text) %}{"verb": "Say", "text": {{ text }}}{% endmacro %}'
        '{% set end %}{"verb": "Hangup"}{% endset %}'
        '{"voxml_version": "1.0", "instructions": [{{ say(name) }}, {% call wrap() %}{{ name }}{% endcall %}, {{ end }}]}'
        '{% macro wrap() %}{"verb": "Say", "text": {{ caller() }}}{% endmacro %}',
    )
    text = path.read_text()
    path.write_text(text[text.index("{% macro wrap") :] + text[: text.index("{% macro wrap")])
    assert render(path, name='a"b') == Response().say('a"b').say('a"b').hangup()


def test_joining_json_with_data_gives_data(write: Write) -> None:
    path = write(
        "t.json.j2",
        "{% macro open() %}[{% endmacro %}"
        '{"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": {{ open() ~ x }}},'
        '{"verb": "Say", "text": {{ open()|upper }}}, {"verb": "Say", "text": {{ x|tojson }}}]}',
    )
    assert render(path, x='"},{') == Response().say('["},{').say("[").say('"},{')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": "{% if x %}b"{% endif %}}', "opens or closes in one branch"),
        ('{"a": {% for x in y %}"{% endfor %}}', "opens a JSON string and does not close it"),
        ('{"a": "{% block b %}x{% endblock %}"}', "block inside a JSON string"),
        ('{"a": "{% include "b" %}"}', "include inside a JSON string"),
        ('{"a": "\\{{ x }}"}', "backslash before a value"),
    ],
)
def test_json_whose_strings_depend_on_data_is_refused(write: Write, text: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        render(write("t.json.j2", text), x="1", y=[1])


def test_a_captured_part_inside_a_json_string_is_refused(write: Write) -> None:
    path = write("t.json.j2", '{% set a %}x{% endset %}{"a": "{{ a }}"}')
    with pytest.raises(TemplateError, match="captured part"):
        render(path)


def test_the_form_is_known_by_name_or_by_content(write: Write) -> None:
    wire = '{"voxml_version": "1.0", "instructions": []}'
    for name, text in (("a.json.j2", wire), ("b.txt", wire), ("c", f"{{# voxml\n#}}\n{{% set a = 1 %}}\n{wire}")):
        assert Templates().get(write(name, text)).form == "json"
    assert Templates().get(write("d", "{% if true %}<Response/>{% endif %}")).form == "xml"


# --- several files ------------------------------------------------------------------------------------------------------


def test_extends_include_import(write: Write) -> None:
    write("base.xml.j2", "{# voxml\n[parameters.who]\n#}<Response>{% block body %}{% endblock %}<Hangup/></Response>")
    write("parts/greet.j2", "<Say>Hello {{ who }}</Say>{% include 'tail.j2' %}")
    write("parts/tail.j2", "<Pause/>")
    write("parts/macros.j2", '{% macro twice(t) %}<Say loop="2">{{ t }}</Say>{% endmacro %}')
    path = write(
        "t.xml.j2",
        "{% extends 'base.xml.j2' %}{% from 'parts/macros.j2' import twice %}"
        "{% block body %}{% include 'parts/greet.j2' %}{{ twice(who) }}{{ super() }}{% endblock %}",
    )
    template = Templates().get(path)
    assert [parameter.name for parameter in template.parameters] == ["who"]
    assert template.render(who="A & B") == Response().say("Hello A & B").pause().say("A & B", loop=2).hangup()
    names = {file.relative_to(path.parent).as_posix() for file in template.dependencies}
    assert names == {"base.xml.j2", "parts/greet.j2", "parts/tail.j2", "parts/macros.j2", "t.xml.j2"}


def test_a_child_adds_to_its_parents_header(write: Write) -> None:
    write("base.xml.j2", "{# voxml\nlanguage = 'en-GB'\n[parameters.a]\n[parameters.b]\n#}<Response/>")
    path = write(
        "t.xml.j2", "{# voxml\n[parameters.b]\nrequired = false\n[parameters.c]\n#}{% extends 'base.xml.j2' %}"
    )
    template = Templates().get(path)
    assert [(each.name, each.required) for each in template.parameters] == [("a", True), ("b", False), ("c", True)]
    assert template.header.language == "en-GB"


def test_user_folders_come_before_ours(write: Write, tmp_path: Path) -> None:
    write("mine/voicemail.xml.j2", "<Response><Hangup/></Response>")
    write("mine/voxml/verbs.j2", '{% macro attributes(m) %} loop="7"{% endmacro %}')
    templates = Templates(tmp_path / "mine")
    assert templates.render("voicemail") == Response().hangup()
    # Even inside a shipped template, the user's macros are found first.
    assert '"loop":7' in templates.render("appointment-reminder", clinic="A", at="2026-11-24T14:30").to_json()


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.j2", "a/../../secret.j2", "a\\b", "", ".", "link.j2"])
def test_nothing_outside_the_folders_is_loaded(write: Write, tmp_path: Path, name: str) -> None:
    write("secret.j2", "<Hangup/>")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.j2").symlink_to(tmp_path / "secret.j2")
    for text in (f"<Response>{{% include {name!r} %}}</Response>", "<Response>{% include name %}</Response>"):
        with pytest.raises(TemplateError, match="no template is called"):
            render(write("in/t.xml.j2", text), **({"name": name or "?"} if "name %" in text else {}))


def test_files_named_by_data_become_dependencies(write: Write) -> None:
    part = write("a.j2", "<Hangup/>")
    template = Templates().get(write("t.xml.j2", "<Response>{% include which %}</Response>"))
    assert part not in template.dependencies
    assert template.render(which="a.j2") == Response().hangup()
    assert part in template.dependencies


def test_a_changed_file_is_compiled_again(write: Write, tmp_path: Path) -> None:
    write("lib/part.j2", "<Pause/>")
    path = write("t.xml.j2", "<Response>{% include 'part.j2' %}</Response>")
    templates = Templates(tmp_path / "lib")
    template = templates.get(path)
    assert templates.get(path) is template
    assert template.render() == Response().pause()
    assert tmp_path / "part.j2" in template.absent
    write("lib/part.j2", "<Hangup reason='busy'/>")
    assert templates.get(path).render() == Response().hangup(reason="busy")
    write("part.j2", "<Reject/>")  # beside the template, and so before the search path
    assert templates.get(path).render() == Response().reject()


def test_globals_and_filters_of_the_caller(write: Write) -> None:
    path = write("t.xml.j2", "<Response><Redirect>{{ url_for('menu') }}</Redirect><Say>{{ 'a'|loud }}</Say></Response>")
    templates = Templates(globals={"url_for": lambda name: f"https://a.b/{name}?x=1&y=2"}, filters={"loud": str.upper})
    assert templates.render(path) == Response().redirect("https://a.b/menu?x=1&y=2").say("A")


def test_an_error_of_a_global_points_to_its_call(write: Write) -> None:
    def url_for(name: str) -> str:
        raise InputError(f"no document is called {name}")

    path = write("t.xml.j2", "<Response>\n<Redirect>{{ url_for('nope') }}</Redirect></Response>")
    with pytest.raises(TemplateError) as caught:
        Templates(globals={"url_for": url_for}).render(path)
    finding = caught.value.diagnostics[0]
    assert (finding.message, finding.line, finding.column) == ("no document is called nope", 2, 11)


def test_markup_objects_are_data_too(write: Write) -> None:
    path = write("t.xml.j2", "<Response><Say>{{ x }}{{ y[0] }}{{ z.a }}</Say></Response>")
    evil = Markup("<Hangup/>")
    assert render(path, x=evil, y=[evil], z={"a": evil}) == Response().say("<Hangup/>" * 3)


@pytest.mark.parametrize(
    "body",
    [
        "{% filter striptags %}{{ x }}{% endfilter %}",
        "{% filter upper %}{{ x }}{% endfilter %}",
        "{% call '{}'.format(x) %}{% endcall %}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
        "{{ (x ~ '') }}{{ ('<b>' ~ x)[3:] }}",
        "{{ [x, x]|join('<') }}",
        "{{ x|e }}{{ x|forceescape }}",
        "{{ x|replace('a', x) }}",
        "{{ '%s'|format(x) }}",
        "{% macro m(t) %}{{ t }}{% endmacro %}{{ m(x) }}{{ m(x) ~ x }}",
        "{{ x|tojson }}",
        "{{ x|indent }}{{ x|title }}{{ x|trim }}",
    ],
)
def test_no_way_through_a_template_makes_markup_of_data(write: Write, body: str) -> None:
    evil = "a&lt;Hangup/&gt;<Hangup/>]]>\"'<!-- -->"
    path = write("t.xml.j2", f"<Response><Say>{body}</Say></Response>")
    try:
        document = Templates(trusted=True).render(path, x=evil)
    except TemplateError as error:
        assert {each.rule for each in error.diagnostics} <= {"template-syntax", "template-failure", "syntax"}
    else:
        assert len(document) == 1


def test_autoescape_can_not_be_switched_off(write: Write) -> None:
    with pytest.raises(TemplateError, match="autoescape"):
        render(write("t.xml.j2", "{% autoescape false %}<Response/>{% endautoescape %}"))


def test_many_threads_share_one_template() -> None:
    templates = Templates()
    wrong: list[str] = []

    def work(number: int) -> None:
        template = templates.get("appointment-reminder")
        for each in range(50):
            name = f"Clinic {number}-{each}"
            if name not in template.render(clinic=name, at="2026-11-24T14:30").to_json():
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_same_values_give_the_same_bytes() -> None:
    given = {"clinic": "Acme", "at": "2026-11-24T14:30"}
    template = Templates().get("appointment-reminder")
    assert (
        template.wire(given) == template.render(given).to_json().encode() == Templates().get(template.path).wire(given)
    )
    assert json.loads(template.wire(given))["voxml_version"] == "1.0"


def test_a_pipe_will_do(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("<Response><Say>{{ x }}</Say></Response>"))
    writer.start()
    assert render(str(pipe), x="a") == Response().say("a")
    writer.join()


def test_a_shipped_template_by_its_file_name() -> None:
    assert Templates().get("voicemail.xml.j2") is not None
