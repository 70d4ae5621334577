"""Hooks of mkdocs: pages that are derived from the code, and "Hear it" below each sample that is a document.

Read it in this order: `hear.py` plays the samples, `commands.py`, `settings.py` and `python_api.py` write pages,
`dialect.py` and `links.py` make of a page for GitHub one of the site, and `pictures.py` gives both pages their pictures.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

TOP = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(TOP))

import commands  # noqa: E402
import dialect  # noqa: E402
import hear  # noqa: E402
import links  # noqa: E402
import pictures  # noqa: E402
import python_api  # noqa: E402
import settings  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

#: What the search weighs more: the page that a word is the subject of, before those that mention it.
_BOOSTS = {"calls.md": 2, "menus.md": 3, "tutorial.md": 1.5, "why-get.md": 3}
#: Pages without the list of pages beside them, and without that of their sections.
_HIDDEN = {"index.md": ["navigation", "toc"], "tutorial.md": ["navigation"]}
#: Pages whose samples in Python make documents, and do nothing else.
_RUN = frozenset({"building.md"})

_flows: dict[str, str] = {}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are derived from the code, the schemas, and the styles and scripts of the site."""
    _flows.clear()
    made = {
        "commands.md": commands.page(),
        "settings.md": settings.page(),
        "python.md": python_api.page(),
        "changelog.md": (TOP / "CHANGELOG.md").read_text("utf-8"),
        "security-policy.md": (TOP / "SECURITY.md").read_text("utf-8"),
        "voxml-settings.schema.json": json.dumps(settings.schema(), indent=2),
    }
    for path in (TOP / "schemas").iterdir():
        made[path.name] = path.read_text("utf-8")
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    for path in sorted((TOP / "tools/docs/assets").iterdir()):
        files.append(File.generated(config, f"assets/{path.name}", content=path.read_bytes()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a player below each sample, a picture for each scheme, and pages in place of files that links lead to."""
    name = page.file.src_uri
    if name in _BOOSTS:
        page.meta["search"] = {"boost": _BOOSTS[name]}
    page.meta["hide"] = _HIDDEN.get(name, [])
    text = dialect.as_github_reads_it(markdown)
    text, players, flows = hear.with_players(text, _depth(page), runs_python=name in _RUN)
    page.meta["players"] = players
    text, drawings = pictures.with_schemes(text, TOP / "docs")
    _flows.update(flows | drawings)
    return links.within_the_site(text, name)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the players where their marks are."""
    return hear.put_players(html, page.meta.get("players", []))


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pictures of the samples' flows."""
    folder = Path(config.site_dir, "assets/flows")
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in _flows.items():
        (folder / name).write_text(drawn, "utf-8")


def _depth(page: Page) -> str:
    return "../" * page.url.count("/")
