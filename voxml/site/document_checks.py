"""Check the documents of a site: the schema, and the rules of the preset `static` under the site's own settings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import NamedTuple
from urllib.parse import urlsplit

from voxml import config
from voxml.diagnostics import Diagnostic
from voxml.linting.lint_file import FileLinter
from voxml.linting.suppressions import suppress
from voxml.net.addresses import why_private
from voxml.schema.check import check, form_by_name, form_of
from voxml.schema.checked import CheckedDocument
from voxml.site.names import published_name

# Diagnostics about an address as such. Where the whole site is at such an address, as under `voxml serve`, every link
# in it would have one.
_ABOUT_ADDRESSES = ("insecure-url", "private-address")


class DocumentChecks(NamedTuple):
    """The checks of one site, by the folder of its settings; plain, so that it can be handed to another process."""

    folder: str
    base_urls: tuple[str, ...]
    #: Differs from build to build, so that settings are read anew.
    build: int

    @staticmethod
    def of(folder: str, base_urls: tuple[str, ...]) -> DocumentChecks:
        """Return the checks for one run over a site; `base_urls` are the addresses that mean it."""
        return DocumentChecks(folder, base_urls, next(_builds))

    def check(self, data: bytes | str, path: str, own_url: str) -> tuple[CheckedDocument, bool]:
        """Return a document with its problems, and whether the schema allows it; `own_url` is where it will be."""
        checked = check(data, form=form_by_name(path) or form_of(data), path=path)
        is_valid = checked.is_valid
        self._check_rules(checked, path, own_url)
        return checked, is_valid

    def with_severities(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return diagnostics about the whole site with the severities of the settings, without those ignored."""
        found: list[Diagnostic] = []
        for each in diagnostics:
            severity = _ready(self).linter.rules_for(each.path).selection.severity_on_site(each.rule, each.severity)
            if severity is not None:
                found.append(each if severity == each.severity else each._replace(severity=severity))
        return found

    def _check_rules(self, checked: CheckedDocument, path: str, own_url: str) -> None:
        ready = _ready(self)
        runner = ready.linter.rules_for(path)
        active = runner.selection.severities
        context = ready.settings.site._replace(base_url=self.base_urls[0], own_url=own_url)
        found, failed = runner.run(checked, context)
        crashes = [
            Diagnostic("rule-crashed", "error", f"this is a bug in voxml: {each}", path, 1, 1, 1, 1, "")
            for each in failed
        ]
        if checked.form == "xml" and "voxml:" in checked.source.text:
            found = suppress(found, checked.source, active)
        if ready.is_local:
            found = [each for each in found if not self._is_about_own_address(each, checked)]
        checked.diagnostics = found + crashes

    def _is_about_own_address(self, each: Diagnostic, checked: CheckedDocument) -> bool:
        if each.rule not in _ABOUT_ADDRESSES or checked.root is None:
            return False
        value = _value_at(checked, each)
        return value is not None and any(published_name(value, base) is not None for base in self.base_urls)


class _Ready(NamedTuple):
    checks: DocumentChecks
    settings: config.Settings
    linter: FileLinter
    #: Whether the site itself is at an address that no call could reach, for trying it on this machine.
    is_local: bool


_builds = count()
_kept: list[_Ready] = []


def _ready(checks: DocumentChecks) -> _Ready:
    """Return the settings and rules of a site; those of the last site are kept."""
    if not _kept or _kept[0].checks != checks:
        _kept[:] = [_load(checks)]
    return _kept[0]


def _load(checks: DocumentChecks) -> _Ready:
    path = config.find(checks.folder)
    settings = config.load(path) if path is not None else config.Settings()
    if settings.choice.preset == "default":
        settings = settings._replace(choice=settings.choice._replace(preset="static"))
    parts = urlsplit(checks.base_urls[0])
    is_local = parts.scheme == "http" or why_private(parts.hostname or "") is not None
    return _Ready(checks, settings, FileLinter(settings), is_local)


def _value_at(checked: CheckedDocument, diagnostic: Diagnostic) -> str | None:
    """Return the value of the member that a diagnostic is about."""
    assert checked.root is not None
    for node in checked.root.walk():
        for member, value in node.members.items():
            is_url = isinstance(value, str) and "://" in value
            if is_url and checked.locate(node, member).pointer == diagnostic.pointer:
                return str(value)
    return None
