"""The pages: links lead somewhere, and files that they name exist."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), f"{page.name}: {target}"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{page.name}: {target}"


@pytest.mark.parametrize("page", ["docs/security.md", "docs/development.md"])
def test_tests_and_modules_that_are_named_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    names = set(re.findall(r"`((?:tests|voxml|bench|action|tools)/[\w./-]+)`", text))
    assert names
    missing = [name for name in names if "NAME" not in name and not (ROOT / name).exists()]
    # An example of how tests mirror the package.
    assert set(missing) <= {"tests/site/test_links.py"}


def test_every_picture_is_shown_somewhere() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    unused = [each.name for each in (ROOT / "docs" / "pictures").iterdir() if f"pictures/{each.name}" not in shown]
    assert unused == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_of_text_fit_into_120_characters(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    # A row of a table and an element of HTML are one line.
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("|", "<"))]
    assert [line for line in lines if len(line) > 120] == []


def test_every_picture_is_made_by_the_script() -> None:
    scenes = sorted((ROOT / "tools" / "pictures" / "scenes").glob("[a-z]*.py"))
    names = {name for scene in scenes for name in import_module(f"tools.pictures.scenes.{scene.stem}").PICTURES}
    made = [each.name for each in (ROOT / "docs" / "pictures").iterdir() if each.name.startswith(tuple(names))]
    assert sorted(made) == sorted(each.name for each in (ROOT / "docs" / "pictures").iterdir())
