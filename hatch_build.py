"""Build hook: on a package index the README's links lead to the documentation, in a checkout to the files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ReadmeHook(MetadataHookInterface):
    """Makes the README of a package: relative addresses are of no use there."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the text of the README."""
        root = Path(self.root)
        home = re.search(r'^HOME = "(.+)"', (root / "voxml/version.py").read_text("utf-8"), re.MULTILINE)
        if home is None:
            raise ValueError("voxml/version.py: found no HOME; expected the address of the documentation")
        text = with_absolute_links((root / "README.md").read_text("utf-8"), home[1])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def with_absolute_links(text: str, home: str) -> str:
    """Return a page with its relative links below `home`: docs/a.md is a.html there."""

    def replace(match: re.Match[str]) -> str:
        path = match[1].removeprefix("docs/")
        return f"]({home}/{path[:-3].lower() + '.html' if path.endswith('.md') else path}{match[2]})"

    text = re.sub(r'\b(src|srcset)="docs/([^"]+)"', rf'\1="{home}/\2"', text)
    return re.sub(r"\]\((?![a-z]+:|#)([^)#\s]+)((?:#[^)\s]*)?)\)", replace, text)
