"""Links of the pages: in a checkout they lead to files, in the site to pages."""

from __future__ import annotations

import re

from voxml.version import HOME

#: Files outside docs/ that are pages of the site.
_PAGES = {"SECURITY.md": "security-policy.md", "CHANGELOG.md": "changelog.md", "README.md": "index.md"}


def within_the_site(text: str, page: str) -> str:
    """Return a page's text with links to files above docs/ led to their pages."""
    up = "../" * (page.count("/") + 1)
    below = "../" * page.count("/")

    def lead(match: re.Match[str]) -> str:
        return f"]({below}{_PAGES.get(match[1], match[1])}"

    text = re.sub(rf"\]\({re.escape(up)}([\w./-]+)", lead, text)
    text = re.sub(rf"\]\({re.escape(HOME)}/([\w.-]+?)(\.html)?(#[^)]*)?\)", _own, text)
    return text.replace("](docs/", "](") if page in _PAGES.values() else text


def _own(match: re.Match[str]) -> str:
    """A link to a page that is derived from the code, which only the site has."""
    return f"]({match[1]}{'.md' if match[2] else ''}{match[3] or ''})"
