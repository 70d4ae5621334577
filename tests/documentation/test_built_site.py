"""The built site: links lead somewhere, nothing comes from other hosts, and everything public has its place."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest

import voxml
from tests.documentation.conftest import TOP, Site
from voxml.version import HOME, rule_url


def test_links_lead_somewhere(site: Site) -> None:
    broken: list[str] = []
    for name, page in site.pages.items():
        if name == "404.html":  # its links begin at the root of wherever it is served
            continue
        for link in page.links + page.assets:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                if parts.scheme not in ("https", "http", "mailto") or not re.fullmatch(r"[\w.:-]*", parts.netloc):
                    broken.append(f"{name}: {link}")
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
            path += "/" if parts.path.endswith("/") else ""
            path = "index.html" if path in (".", "./") else path
            anchor = "" if parts.fragment in ("", "only-light", "only-dark", "__skip") else f"#{parts.fragment}"
            if not site.is_there(path + anchor):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_nothing_comes_from_other_hosts(site: Site) -> None:
    for name, page in site.pages.items():
        outside = [each for each in page.assets if urlsplit(each).netloc and not each.startswith("data:")]
        assert outside == [], name
    for sheet in site.folder.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import\s)\s*[\"']?((?:https?:)?//[^\"')]+)", sheet.read_text("utf-8"))
        assert found == [], sheet.name


def test_the_address_of_every_rule_is_true(site: Site) -> None:
    from voxml.rules import RULES

    for rule in RULES:
        address = rule_url(rule)
        assert address.startswith(f"{HOME}/")
        assert site.is_there(address.removeprefix(f"{HOME}/")), address


@pytest.mark.parametrize("form", ["sarif", "rdjson", "full", "markdown", "gitlab"])
def test_addresses_that_reports_print_are_true(site: Site, form: str, tmp_path: Path, monkeypatch, capsys) -> None:
    from voxml.cli import run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORCE_COLOR", "1")
    Path("menu.xml").write_text('<Response><Pause lenght="60"/><Pause length="60"/></Response>')
    run(["lint", "menu.xml", "--output-format", form, "--color", "always"])
    shown = capsys.readouterr().out
    addresses = set(re.findall(rf"{re.escape(HOME)}[^\s\"'\\\x1b)<>]*", shown))
    assert addresses or form not in ("sarif", "rdjson")
    for address in addresses:
        assert site.is_there(address.removeprefix(HOME).lstrip("/")), address


def test_the_schemas_are_where_they_say_they_are(site: Site) -> None:
    from voxml.config.settings_schema import settings_schema

    shipped = json.loads((TOP / "schemas/voxml-1.0.schema.json").read_text("utf-8"))
    for schema in (shipped, settings_schema()):
        name = schema["$id"].removeprefix(f"{HOME}/")
        assert json.loads(site.text(name)) == schema


def test_links_of_the_readme_lead_into_the_site(site: Site) -> None:
    pytest.importorskip("hatchling")
    from hatch_build import with_absolute_links

    text = with_absolute_links((TOP / "README.md").read_text("utf-8"), HOME)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(HOME):
            assert site.is_there(link.removeprefix(f"{HOME}/")), link


def test_every_public_name_has_its_place(site: Site) -> None:
    import importlib

    anchors = site.pages["python.html"].anchors
    for package in ("voxml", "voxml.calls", "voxml.webhooks", "voxml.templating", "voxml.testing", "voxml.emulator"):
        missing = [f"{package}.{name}" for name in importlib.import_module(package).__all__]
        assert [name for name in missing if name not in anchors] == []
    assert "voxml.Response.say" in anchors and "voxml.Response.gather" in anchors


def test_every_command_and_option_has_its_place(site: Site) -> None:
    from voxml.cli._commands import voxml as group

    page = site.pages["commands.html"]
    text = site.text("commands.html")

    def walk(command: click.Command, path: str) -> None:
        assert path.replace(" ", "-") in page.anchors or path == "voxml", path
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert any(f">{option}<" in text for option in parameter.opts), (path, parameter.opts)
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None and not inner.hidden:
                    walk(inner, f"{path} {name}")

    walk(group, "voxml")


def test_every_setting_has_its_place(site: Site) -> None:
    from voxml.config.known import KNOWN

    text = site.text("settings.html")
    for setting in KNOWN:
        assert f">{setting.name.rpartition('.')[2]}</code>" in text, setting.name


@pytest.mark.parametrize("page", ["index", "tutorial", "menus", "agents", "two-forms", "why-get", "rules", "linting"])
def test_every_sample_that_is_a_document_can_be_heard(site: Site, page: str) -> None:
    source = (TOP / f"docs/{page}.md").read_text("utf-8")
    valid = [
        text
        for text in re.findall(r"^```(?:xml|json)\n(.*?)^```", source, re.M | re.S)
        if voxml.is_valid(text.encode())
    ]
    different: list[voxml.Response] = []
    for text in valid:
        document = voxml.loads(text)
        if not different or different[-1] != document:
            different.append(document)
    players = len(re.findall(r'<section [^>]*class="hear"', site.text(f"{page}.html")))
    assert players >= len(different) > 0
