"""The files of the page: its HTML, styles and ES modules."""

from __future__ import annotations

from importlib.resources import files

from voxml.site.diagram import palette

#: The modules, each after those that it needs.
MODULES = (
    "parts.js",
    "store.js",
    "server.js",
    "voice.js",
    "flow.js",
    "documents.js",
    "flow_pane.js",
    "phone.js",
    "syntax.js",
    "source.js",
    "problems.js",
    "requests.js",
    "timeline.js",
    "workbench.js",
)
STYLES = ("palette.css", "workbench.css")
#: The names of the files with their content types.
TYPES = {
    "workbench.html": "text/html; charset=utf-8",
    **dict.fromkeys(STYLES, "text/css; charset=utf-8"),
    **dict.fromkeys(MODULES, "text/javascript; charset=utf-8"),
}


def static_file(name: str) -> str:
    """Return a file of the page."""
    if name == "palette.css":
        return palette.css()
    package = "voxml.site.diagram" if name == "flow.js" else "voxml.emulator.workbench"
    return files(package).joinpath(name).read_text("utf-8")
