"""Judges the documents of a site: the schema, and the rules of the preset `static` under the site's own settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from voxml.diagnostics import Diagnostic
from voxml.site.names import published_name

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.linting.lint_file import FileLinter
    from voxml.schema.checked import CheckedDocument

# Findings about an address as such. Where the whole site is at such an address, as under `voxml serve`, they would be
# said of every link in it.
_ABOUT_ADDRESSES = ("insecure-url", "private-address")


class Rules(NamedTuple):
    """The rules of one site, by where its settings are; plain, so that it can be handed to another process."""

    folder: str
    base_urls: tuple[str, ...]

    def judge(self, data: bytes | str, path: str, own_url: str | None = None) -> tuple[CheckedDocument, bool]:
        """A document with everything that is wrong with it, and whether its schema is right; `own_url` is where it will be."""
        from voxml.schema.check import check, form_by_name, form_of

        checked = check(data, form=form_by_name(path) or form_of(data), path=path)
        is_sound = checked.is_valid
        self._judge_rules(checked, path, own_url)
        return checked, is_sound

    def on_site(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Findings about the site as a whole, as the settings want them: without those that are ignored."""
        found: list[Diagnostic] = []
        for each in findings:
            level = _ready(self).judge.rules_for(each.path).selection.severity_on_site(each.rule, each.severity)
            if level is not None:
                found.append(each if level == each.severity else each._replace(severity=level))
        return found

    def _judge_rules(self, checked: CheckedDocument, path: str, own_url: str | None) -> None:
        ready = _ready(self)
        runner = ready.judge.rules_for(path)
        active = runner.selection.severities
        site = ready.settings.site._replace(base_url=self.base_urls[0], own_url=own_url)
        found, failed = runner.run(checked, site)
        crashes = [
            Diagnostic("rule-crashed", "error", f"this is a bug in voxml: {each}", path, 1, 1, 1, 1, "")
            for each in failed
        ]
        if checked.form == "xml" and "voxml:" in checked.source.text:
            from voxml.linting.suppressions import suppress

            found = suppress(found, checked.source, active)
        if ready.is_local:
            found = [each for each in found if not self._is_about_own_address(each, checked)]
        checked.diagnostics = found + crashes

    def _is_about_own_address(self, finding: Diagnostic, checked: CheckedDocument) -> bool:
        if finding.rule not in _ABOUT_ADDRESSES or checked.root is None:
            return False
        value = _value_at(checked, finding)
        return value is not None and any(published_name(value, base) is not None for base in self.base_urls)


class _Ready(NamedTuple):
    rules: Rules
    settings: Settings
    judge: FileLinter
    #: Whether the site itself is at an address that no call could reach, for trying it on this machine.
    is_local: bool


_kept: list[_Ready] = []


def _ready(rules: Rules) -> _Ready:
    """The settings read and the rules loaded; those of the last site are kept."""
    if not _kept or _kept[0].rules is not rules:
        _kept[:] = [_load(rules)]
    return _kept[0]


def _load(rules: Rules) -> _Ready:
    from voxml import config
    from voxml.linting.lint_file import FileLinter
    from voxml.net.addresses import why_private

    path = config.find(rules.folder)
    settings = config.load(path) if path is not None else config.Settings()
    if settings.choice.preset == "default":
        settings = settings._replace(choice=settings.choice._replace(preset="static"))
    parts = urlsplit(rules.base_urls[0])
    is_local = parts.scheme == "http" or why_private(parts.hostname or "") is not None
    return _Ready(rules, settings, FileLinter(settings), is_local)


def _value_at(checked: CheckedDocument, finding: Diagnostic) -> str | None:
    """The value of the member that a finding is about."""
    assert checked.root is not None
    for node in checked.root.walk():
        for member, value in node.members.items():
            if isinstance(value, str) and "://" in value:
                span: Any = checked.locate(node, member)
                if span.pointer == finding.pointer:
                    return value
    return None
