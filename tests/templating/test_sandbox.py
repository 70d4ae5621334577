"""A template that is not trusted can't take more than its share, nor reach what is not its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voxml.errors import InputError, TemplateError
from voxml.templating import Templates
from voxml.templating.sandbox import Limits

_DOUBLE = "{% set n = namespace(s=['ab'], t=['ab']) %}{% for i in range(90) %}{% set n.s = STEP %}{% endfor %}"

BOMBS = {
    "loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
    "empty loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    "macros": "{% macro a(n) %}{% if n %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(60) }}",
    "repetition": "{{ 'a' * 10**10 }}",
    "repetition of lists": "{{ [1] * 10**10 }}",
    "tuples": "{{ (1,) * 10**10 }}",
    "power": "{{ 9**99**99 }}",
    "digits": "{% set n = namespace(i=9) %}{% for i in range(99) %}{% set n.i = n.i * n.i %}{% endfor %}",
    "doubled text": _DOUBLE.replace("STEP", "n.s|join ~ n.s|join"),
    "added lists": _DOUBLE.replace("STEP", "n.s + n.s"),
    "nested lists": _DOUBLE.replace("STEP", "[n.s, n.s]") + "{{ n.s|string }}",
    "nested tables": _DOUBLE.replace("STEP", "{'a': n.s, 'b': n.s}") + "{{ n.s|string }}",
    "captured": "{% set n = namespace(s='aa') %}{% for i in range(99) %}{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}{% endfor %}",
    "center": "{{ 'a'|center(10**9) }}",
    "format": "{{ '%1000000000d' % 1 }}",
    "format filter": "{{ '%1000000000d'|format(1) }}",
    "format by argument": "{{ '%*d' % (1000000000, 1) }}",
    "format method": "{{ '{:1000000000}'.format(1) }}",
    "ljust": "{{ 'a'.ljust(10**9) }}",
    "zfill": "{{ 'a'.zfill(10**9) }}",
    "join": "{{ range(9999)|join('a' * 1000) }}",
    "join method": "{{ ('a' * 9999).join('b' * 9999) }}",
    "replace": "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
    "indent": "{{ ('a\\n' * 9999)|indent(99999) }}",
    "batch": "{{ range(9)|batch(10**9, 'x')|list }}",
    "map": "{% set s = 'a' * 99999 %}{{ range(9999)|map('string')|map('replace', '1', s)|list|length }}",
    "range": "{{ range(10**9)|list }}",
    "recursion": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "itself": "{% include 'bomb.xml.j2' %}",
    "its own parent": "{% extends 'bomb.xml.j2' %}",
    "output": "{% set s = 'a' * 9999 %}{% for i in range(999) %}{{ s }}{% endfor %}",
    "parentheses": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "attributes": "{{ a" + ".b" * 3000 + " }}",
    "nested loops": "{% for x in [1] %}" * 40 + "{% endfor %}" * 40,
    "long number": "{{ " + "9" * 5000 + " }}",
    "long template": "x" * 300_000,
    "class": "{{ ''.__class__ }}",
    "class by item": "{{ ''['__class__'] }}",
    "class by filter": "{{ ''|attr('__class__') }}",
    "class by map": "{{ ['']|map(attribute='__class__')|list }}",
    "globals": "{{ joiner.__init__.__globals__ }}",
    "context": "{{ self.__init__ }}{{ self._TemplateReference__context }}",
    "mapping format": "{{ '%(a)1500000000d' % {'a': 1} }}",
    "mapping format filter": "{{ '%(a)1500000000d'|format(a=1) }}",
    "many directives": "{{ ('%(a)s' * 20000) % {'a': 'x' * 100000} }}",
    "many directives by filter": "{{ ('%s' * 20000)|format(*['x' * 9999] * 20000) }}",
    "precision": "{{ '%.1500000000f' % 1 }}",
    "padded": "{{ '%(a) 0+-#1500000000d' % {'a': 1} }}",
    "escaped loops": '{% set s = "\'<&" * 65000 %}{% for i in range(9999) %}{{ s }}{% endfor %}',
    "escaped loops in a macro": '{% set s = "\'<&" * 65000 %}{% macro m() %}{% for i in range(9999) %}{{ s }}{% endfor %}{% endmacro %}{{ m() }}',
    "escaped loops in a set": '{% set s = "\'<&" * 65000 %}{% set x %}{% for i in range(9999) %}{{ s }}{% endfor %}{% endset %}',
    "escaped loops in a call": '{% macro m() %}{{ caller() }}{% endmacro %}{% set s = "\'" * 130000 %}{% call m() %}{% for i in range(9999) %}{{ s }}{% endfor %}{% endcall %}',
    "escaped loops in a block": '{% block b %}{% set s = "\'" * 130000 %}{% for i in range(9999) %}{{ s }}{% endfor %}{% endblock %}',
    "many literals": "{% set x %}"
    + "{% for i in range(999) %}" * 3
    + "{% if i %}a{% endif %}{% if i %}b{% endif %}" * 500
    + "{% endfor %}" * 3
    + "{% endset %}",
    "many values": "".join(f"{{% set a{n} = 'x' * 130000 ~ {n} %}}" for n in range(500)),
    "many slices": "{% set s = 'x' * 130000 %}" + "".join(f"{{% set a{n} = s[1:] %}}" for n in range(500)),
    "many escapes": "{% set s = '\"' * 130000 %}" + "".join(f"{{% set a{n} = s|tojson %}}" for n in range(500)),
    "many constants": "".join("{{ 'a'|center(9999) }}" for n in range(4000)),
    "loops over a text": "{% set s = 'x' * 130000 %}" + "{% for a in s %}" * 4 + "{% endfor %}" * 4,
    "loops that skip all": "{% set s = 'x' * 130000 %}" + "{% for a in s if a == 'y' %}{% endfor %}" * 500,
    "changing a list": "{% set a = [1] %}{{ a.append(2) }}",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("form", ["xml", "json"])
def test_bombs_are_refused_soon(tmp_path: Path, bomb: str, form: str) -> None:
    path = tmp_path / f"bomb.{form}.j2"
    path.write_text(bomb.replace("bomb.xml.j2", path.name))
    limits = Limits(steps=20_000, seconds=1.0)
    with pytest.raises(TemplateError) as caught:
        Templates(limits=limits).get(path).text({})
    assert caught.value.diagnostics[0].rule in ("template-failure", "template-syntax")
    assert len(str(caught.value)) < 1000


def test_time_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text("{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}")
    with pytest.raises(TemplateError, match="s of work"):
        Templates(limits=Limits(steps=10**9, seconds=0.2)).get(path).text({})


def test_ordinary_work_is_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text(
        "<Response>{% for x in many %}<Say>{{ loop.index }}. {{ x.name|upper|replace('A', 'b')|truncate(20) }} "
        "{{ x.name.split(' ')|join(', ') }} {{ '%03d' % x.n }} {{ (x.n * 3) ** 2 }} {{ [x.n] + [1] }}</Say>"
        "{% endfor %}</Response>".replace("{{ [x.n] + [1] }}", "{{ ([x.n] + [1])|length }}")
    )
    many = [{"name": f"Ann Ba {n}", "n": n} for n in range(2000)]
    template = Templates().get(path)
    assert len(template.render(many=many)) == 2000
    assert template.text({"many": many}) == Templates(trusted=True).get(path).text({"many": many})


def test_each_render_has_its_own_share(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text("{% for a in range(900) %}x{% endfor %}")
    template = Templates(limits=Limits(steps=1000)).get(path)
    for _ in range(5):
        assert template.text({}) == "x" * 900


def test_trusted_templates_have_no_such_bounds(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text("{{ ('a' * 300000)|length }}{{ 'a'.ljust(5, 'b') }}{{ range(20000)|length }}")
    assert Templates(trusted=True).get(path).text({}) == "300000abbbb20000"


@pytest.mark.parametrize(
    "name", [".env", "notes.txt", ".hidden.xml.j2", ".git/menu.xml.j2", "link.xml.j2", "../out.xml.j2", "/etc/passwd"]
)
@pytest.mark.parametrize(
    "tag", ["{{% include {} %}}", "{{% extends {} %}}", "{{% import {} as x %}}", "{{% from {} import x %}}"]
)
@pytest.mark.parametrize("is_named_by_data", [False, True])
def test_only_templates_are_included(tmp_path: Path, name: str, tag: str, is_named_by_data: bool) -> None:
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    for each in (".env", "notes.txt", ".hidden.xml.j2", ".git/menu.xml.j2", "../out.xml.j2"):
        (folder / each).write_text("secret")
    (folder / "link.xml.j2").symlink_to(folder / ".env")
    path = folder / "t.xml.j2"
    path.write_text(f"<Response><Say>{tag.format('name' if is_named_by_data else repr(name))}x</Say></Response>")
    with pytest.raises(TemplateError) as caught:
        Templates([tmp_path]).get(path).render({"name": name} if is_named_by_data else {})
    assert "secret" not in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../out.xml.j2",
        "out.xml.j2/../.env",
        ".env",
        "notes.txt",
        ".hidden.xml.j2",
        "link",
        "pipe",
        "\0",
        "a\\b.j2",
    ],
)
def test_a_name_opens_templates_of_the_search_path_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for each in (".env", "notes.txt", ".hidden.xml.j2", "../out.xml.j2"):
        (folder / each).write_text("<Response/>")
    (folder / "link.xml.j2").symlink_to("../out.xml.j2")
    os.mkfifo(folder / "pipe.xml.j2")
    monkeypatch.chdir(folder)
    templates = Templates([folder])
    for asked in (name, str(folder / name) if "\0" not in name else name, name.removesuffix(".xml.j2")):
        with pytest.raises(InputError):
            templates.get(asked)


def test_names_in_the_search_path(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    for name in ("menu.xml.j2", "parts/menu.xml.j2"):
        (tmp_path / name).write_text("<Response/>")
    templates = Templates([tmp_path])
    for name in ("menu", "menu.xml.j2", "parts/menu", "parts/menu.xml.j2", "voicemail"):
        assert templates.get(name).name == name.rpartition("/")[2].removesuffix(".xml.j2")


def test_an_included_file_may_not_be_too_long(tmp_path: Path) -> None:
    (tmp_path / "long.j2").write_text("x" * 300_000)
    path = tmp_path / "t.xml.j2"
    path.write_text("<Response><Say>{% include 'long.j2' %}</Say></Response>")
    with pytest.raises(TemplateError, match="found a template of more than 131,072 characters"):
        Templates().get(path)
