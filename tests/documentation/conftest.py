"""The documentation site, built once for all tests that look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.waiting import until

TOP = Path(__file__).parents[2]


class Html(HTMLParser):
    """What the tests ask of a page: its addresses, its anchors and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.assets: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and not {"canonical", "next", "prev", "alternate"} & set(given.get("rel", "").split()):
            self.assets.append(given["href"])
        elif tag != "a" and "src" in given:
            self.assets.append(given["src"])
        self.assets += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): Html(path.read_text("utf-8")) for path in folder.rglob("*.html")
        }

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def is_there(self, address: str) -> bool:
        """Whether `rules.html#long-pause`, or a file, is in the site."""
        path, _, anchor = address.partition("#")
        path = path or "index.html"
        if path.endswith("/"):
            path += "index.html"
        if anchor and path in self.pages:
            return anchor in self.pages[path].anchors
        return (self.folder / path).is_file()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Site:
    pytest.importorskip("material", reason="mkdocs-material is not installed (uv pip install --group docs)")
    pytest.importorskip("mkdocstrings")
    if worker_id == "master":
        return Site(build(tmp_path_factory.mktemp("site")))
    # Of several workers the first one builds it, and the others wait.
    folder = tmp_path_factory.getbasetemp().parent / "site"
    done, failed = folder.with_name("site-is-built"), folder.with_name("site-failed")
    try:
        folder.mkdir()
    except FileExistsError:
        until(lambda: done.exists() or failed.exists(), "the site that another worker builds")
        assert not failed.exists(), failed.read_text("utf-8")
        return Site(folder)
    try:
        build(folder)
    except BaseException as error:
        failed.write_text(str(error), "utf-8")
        raise
    done.touch()
    return Site(folder)


def build(folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=TOP, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
