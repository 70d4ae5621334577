"""Which rules are run, and the severity of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from voxml.diagnostics import SEVERITIES, Severity
from voxml.errors import ConfigError
from voxml.language.spelling import did_you_mean
from voxml.rules import RULES
from voxml.rules.rule import CATEGORIES, PRESETS


class Choice(NamedTuple):
    """What was asked for: rules, categories, or `all`."""

    preset: str = "default"
    #: In place of the preset's rules, when anything is named.
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    #: Severities that are not the rule's own.
    severity: tuple[tuple[str, Severity], ...] = ()


class Selection(NamedTuple):
    """The rules that are run, by name, with the severity of each."""

    severities: dict[str, Severity]
    ignored: frozenset[str] = frozenset()
    #: Severities that the settings give.
    changed: Mapping[str, Severity] = MappingProxyType({})

    def without(self, names: Iterable[str]) -> Selection:
        """Return the same without some rules or categories."""
        ignored = expand(names, "per-file-ignores")
        kept = {name: level for name, level in self.severities.items() if name not in ignored}
        return self._replace(severities=kept, ignored=self.ignored | ignored)

    def severity_of(self, rule: str, own: Severity) -> Severity | None:
        """Return the severity of a diagnostic of `rule`, whose own is `own`; None when the rule is not run.

        What no rule reports, such as a disagreement of the engines, always counts.
        """
        is_run = rule in self.severities or rule not in RULES
        return self.changed.get(rule, own) if is_run else None

    def severity_on_site(self, rule: str, own: Severity) -> Severity | None:
        """Return the severity of a diagnostic about the whole site; None when the rule is ignored.

        One that is just not selected counts: who selects rules for documents does not mean that links may be broken.
        """
        return None if rule in self.ignored else self.changed.get(rule, own)


def select(choice: Choice) -> Selection:
    """Return the rules that a choice comes to.

    Raises:
        ConfigError: a rule, category, preset or severity that does not exist.
    """
    chosen = expand(choice.select, "select") if choice.select else _preset(choice.preset)
    ignored = expand(choice.ignore, "ignore")
    chosen = (chosen | expand(choice.extend_select, "extend-select")) - ignored
    changed = _severities(dict(choice.severity))
    kept: dict[str, Severity] = {
        name: changed.get(name, rule.severity) for name, rule in RULES.items() if name in chosen
    }
    return Selection(kept, frozenset(ignored), changed)


def _preset(name: str) -> set[str]:
    if name not in PRESETS:
        raise ConfigError(f'preset: found "{name}"; expected one of {", ".join(PRESETS)}')
    level = PRESETS.index(name)
    return {each for each, rule in RULES.items() if PRESETS.index(rule.preset) <= level}


def expand(names: Iterable[str], where: str) -> set[str]:
    """Return the rules that names of rules and categories, and `all`, stand for.

    Raises:
        ConfigError: there is no such rule or category; `where` says which setting names it.
    """
    found: set[str] = set()
    for name in names:
        if name.lower() == "all":
            found.update(RULES)
        elif name in CATEGORIES:
            found.update(in_category(name))
        elif name in RULES:
            found.add(name)
        else:
            raise ConfigError(f"{where}: {unknown_rule(name)}")
    return found


def in_category(category: str) -> set[str]:
    """Return the rules of a category."""
    return {name for name, rule in RULES.items() if rule.category == category}


def unknown_rule(name: str) -> str:
    """Return the message about the name of a rule that does not exist."""
    more = did_you_mean(name, [*RULES, *CATEGORIES]) or "; `voxml rules` lists them"
    return f'there is no rule or category "{name}"{more}'


def _severities(wanted: Mapping[str, str]) -> dict[str, Severity]:
    changed: dict[str, Severity] = {}
    for name, level in wanted.items():
        if level not in SEVERITIES:
            raise ConfigError(f'severity: found "{level}" for {name}; expected one of {", ".join(SEVERITIES)}')
        for rule in expand([name], "severity"):
            changed[rule] = level
    return changed
