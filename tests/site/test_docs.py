"""What docs/site.md and the examples show is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.site_helpers import HANGUP, build_tree, document, published, run, say
from voxml.site.build import build
from voxml.site.hosts import HOSTS, load_host
from voxml.site.site_rules import RULES
from voxml.site.site_settings import load_settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/site.md").read_text(encoding="utf-8")


def samples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_settings_are_those_that_there_are(tmp_path: Path) -> None:
    for text in samples("toml"):
        (tmp_path / "voxml.toml").write_text(text, encoding="utf-8")
        assert load_settings(tmp_path).path


def test_the_samples_build(tmp_path: Path) -> None:
    template, menu = samples("xml")
    (code,) = samples("python")
    files = {
        "voxml.toml": samples("toml")[0].replace('exclude = ["drafts/*"]', "").replace('["welcome"]', '["menu"]'),
        "menu.xml": menu,
        "support.json": document(say("Support."), HANGUP),
        "sales.json": document(say("Sales."), HANGUP),
        "bye.xml.j2": template,
        "bye.json": '{"name": "Ann"}',
    }
    result = build_tree(tmp_path / "a", files)
    assert [each for each in result.diagnostics if each.severity != "info"] == []
    assert set(published(tmp_path / "a/out")) == {"menu.json", "support.json", "sales.json", "bye.json"}
    result = build_tree(tmp_path / "b", {"code.py": code})
    assert set(published(tmp_path / "b/out")) == {"menu.json", "sales.json"}, result.diagnostics


def test_every_host_and_rule_is_told_of() -> None:
    for name in HOSTS:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[2] == str(load_host(name).post)
        assert cells[3].startswith("yes") == (load_host(name).no_branching is None)
    for name in ("broken-link", "orphan-document", "no-way-out", "menu-unused"):
        assert f"`{name}`" in PAGE
        assert name in RULES


def test_every_command_of_the_page_is_there() -> None:
    for name in set(re.findall(r"voxml (init|serve|build|graph|publish|probe)\b", PAGE)):
        done = run(name, "--help")
        assert done.returncode == 0
        for option in re.findall(rf"voxml {name}[^\n`]*?(--[a-z-]+)", PAGE):
            assert option in done.stdout, (name, option)


def test_the_hospital_builds_clean_and_its_picture_is_fresh(tmp_path: Path) -> None:
    result = build(ROOT / "examples/hospital", tmp_path / "out", manifest=tmp_path / "manifest.json", strict=True)
    assert [each for each in result.diagnostics if each.severity != "info"] == []
    assert result.manifest is not None
    assert len(result.manifest.documents) == 50
    assert (tmp_path / "out.nginx.conf").exists()


@pytest.mark.parametrize(
    ("source", "picture", "title"),
    [
        ("examples/hospital", "docs/pictures/hospital.svg", "Lakeside Hospital"),
        ("examples/site", "docs/pictures/example-site.svg", "The example site"),
    ],
)
def test_the_pictures_are_fresh(tmp_path: Path, source: str, picture: str, title: str) -> None:
    done = run("graph", ROOT / source, "-o", tmp_path / "new.svg", "--title", title)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new.svg").read_text() == (ROOT / picture).read_text(), f"run: voxml graph {source} -o {picture}"
