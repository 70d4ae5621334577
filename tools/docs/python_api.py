"""The page of the Python API: every public name, by the package that it is imported from."""

from __future__ import annotations

from importlib import import_module

_HEAD = """# Python

Everything is typed (`py.typed`). A name that is not on this page is not promised to stay.

"""

#: Each package with what it is for. Its names are those of its `__all__`.
PACKAGES = {
    "voxml": "Documents, templates, the linter and the client.",
    "voxml.calls": "Calls: results, and an exception for each thing that can go wrong. See [Calls](calls.md).",
    "voxml.webhooks": "Verify what TryVox sends. See [Webhooks](webhooks.md).",
    "voxml.templating": "Templates, their parameters, and their check. See [Templates](templates.md).",
    "voxml.testing": "For tests of your own; the strategies need hypothesis. See [Test flows](testing.md).",
    "voxml.emulator": "The emulator, and the engine that plays documents. See [The emulator](emulator.md).",
}
#: The order of `voxml`'s own names, which is not the alphabet's: what a reader needs first stands first.
_FIRST = ("Response", "load", "loads", "lint", "is_valid", "render", "Templates", "url_for", "TryVox", "AsyncTryVox")
_PLAIN = {
    "MEDIA_TYPE": "`application/json`: the content type of a document on the wire.",
    "__version__": "The version of voxml, a text.",
    "webhooks": "The module [`voxml.webhooks`](#voxmlwebhooks).",
}


def public_names() -> dict[str, list[str]]:
    """Return the public names of each package."""
    return {package: list(import_module(package).__all__) for package in PACKAGES}


def page() -> str:
    """Return the page in Markdown, for mkdocstrings."""
    parts = []
    shown: dict[int, str] = {}
    for package, names in public_names().items():
        parts.append(f"## {package}\n\n{PACKAGES[package]}\n")
        module = import_module(package)
        again: list[str] = []
        for name in sorted(names, key=lambda each: (_FIRST.index(each) if each in _FIRST else len(_FIRST), each)):
            value = getattr(module, name)
            if package == "voxml" and name in _PLAIN:
                parts.append(f'### `{name}`\n\n<a id="voxml.{name}"></a>{_PLAIN[name]}\n')
            elif id(value) in shown:
                again.append(f'<a id="{package}.{name}"></a>[`{name}`](#{shown[id(value)]})')
            else:
                shown[id(value)] = f"{package}.{name}"
                # The verbs of a Response are written by the emitter, in a class below it.
                more = "    options:\n      inherited_members: true\n" if name == "Response" else ""
                parts.append(f"::: {package}.{name}\n{more}")
        if again:
            parts.append(f"Also importable from here: {', '.join(again)}.\n")
    return _HEAD + "\n".join(parts)
