"""Judges the documents of a site: the schema, and the rules of the preset `static` under the site's own settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.site.names import published_name

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.linting.judge import Judge
    from voxml.schema.validate import Checked

# Findings about an address as such. Where the whole site is at such an address, as under `voxml serve`, they would be
# said of every link in it.
_ABOUT_ADDRESSES = ("insecure-url", "private-address")


class Rules(NamedTuple):
    """The rules of one site; plain, so that it can be handed to another process."""

    settings: Settings
    base_urls: tuple[str, ...]
    #: Whether the site itself is at an address that no call could reach, for trying it on this machine.
    is_local: bool

    def judge(self, data: bytes | str, path: str, own_url: str | None = None) -> Checked:
        """A document with everything that is wrong with it; `own_url` is where it will be."""
        from voxml.linting.judge import form_by_name
        from voxml.schema.validate import check, form_of

        checked = check(data, form=form_by_name(path) or form_of(data), path=path)
        return self.judge_rules(checked, path, own_url)

    def judge_rules(self, checked: Checked, path: str, own_url: str | None = None) -> Checked:
        """The same, for a document whose schema has been judged."""
        judge = _judge_of(self)
        selection, engine = judge.rules_for(path)
        about = self.settings.about._replace(base_url=self.base_urls[0], own_url=own_url)
        engine.crashes.clear()
        found = engine.judge(checked, about)
        crashes = [
            Diagnostic("rule-crashed", "error", f"this is a bug in voxml: {each}", path, 1, 1, 1, 1, "")
            for each in engine.crashes
        ]
        if checked.form == "xml" and "voxml:" in checked.source.text:
            from voxml.linting.suppressions import suppress

            found = suppress(found, checked.source, selection.severities)
        if self.is_local:
            found = [each for each in found if not self._is_about_own_address(each, checked)]
        checked.diagnostics = found + crashes
        return checked

    def _is_about_own_address(self, finding: Diagnostic, checked: Checked) -> bool:
        if finding.rule not in _ABOUT_ADDRESSES or checked.root is None:
            return False
        value = _value_at(checked, finding)
        return value is not None and any(published_name(value, base) is not None for base in self.base_urls)


def rules_for(folder: Path, base_urls: tuple[str, ...], host: str | None) -> Rules:
    """The rules of the site in `folder`, under its own settings.

    Raises:
        ConfigError: settings that are wrong.
    """
    from voxml import config
    from voxml.rules.facts.addresses import why_private

    path = config.in_folder(os.fspath(folder))
    settings = config.load(path) if path is not None else config.Settings()
    if settings.choice.preset == "default":
        settings = settings._replace(choice=settings.choice._replace(preset="static"))
    from urllib.parse import urlsplit

    parts = urlsplit(base_urls[0])
    is_local = parts.scheme == "http" or why_private(parts.hostname or "") is not None
    return Rules(settings, base_urls, is_local)


_judges: dict[int, tuple[Rules, Judge]] = {}


def _judge_of(rules: Rules) -> Judge:
    """One judge a set of rules: it keeps what it has loaded."""
    from voxml.linting.judge import Judge

    known = _judges.get(id(rules))
    if known is None or known[0] is not rules:
        _judges.clear()
        known = _judges[id(rules)] = (rules, Judge(rules.settings))
    return known[1]


def _value_at(checked: Checked, finding: Diagnostic) -> str | None:
    """The value of the member that a finding is about."""
    assert checked.root is not None and checked.places is not None
    for node in checked.root.walk():
        for member, value in node.members.items():
            if isinstance(value, str) and "://" in value:
                span: Any = checked.places.of(node, member)
                if span.pointer == finding.pointer:
                    return value
    return None
