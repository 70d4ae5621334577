"""Which rules judge, and how bad each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from voxml.diagnostics import SEVERITIES, Severity
from voxml.errors import ConfigError
from voxml.linting.index import RULES
from voxml.rules import CATEGORIES, PRESETS
from voxml.schema.faults import SCHEMA_RULES

#: Rules about the comments that silence others; they have no file, since they judge what the others found.
SUPPRESSION_RULES: dict[str, tuple[Severity, str]] = {
    "unused-suppression": (
        "warning",
        "A comment silences a rule that finds nothing there, or that does not exist",
    ),
}

#: Rules over a whole site, which `voxml build` judges by: settings may leave them out, or change how bad they are.
SITE_RULES = frozenset(
    [
        "broken-link",
        "redirect-cycle",
        "orphan-document",
        "unreachable-document",
        "keys-not-told-apart",
        "menu-cannot-branch",
        "large-audio",
        "menu-unused",
        "menu-without-host",
        "not-audio",
        "host-cannot-serve",
        "host-files-below-root",
    ]
)
#: Rules over a document that look further in `voxml build`, at the whole site.
SITE_TOO = frozenset(["no-way-out", "post-to-static-host", "static-callback-without-method"])


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
    """The rules that judge, by name, with how bad their findings are."""

    severities: dict[str, Severity]
    #: Rules of templates, whose severities their own part knows: those that are left out.
    others_left_out: frozenset[str] = frozenset()
    #: Whether those of them that are not left out judge at all.
    has_others: bool = True
    #: Severities that the settings give.
    changed: Mapping[str, Severity] = MappingProxyType({})

    def without(self, names: Iterable[str]) -> Selection:
        """The same without some rules or categories."""
        left_out = _expand(names, "per-file-ignores")
        kept = {name: level for name, level in self.severities.items() if name not in left_out}
        return self._replace(severities=kept, others_left_out=self.others_left_out | left_out)

    def level_of(self, rule: str, own: Severity) -> Severity | None:
        """How bad a finding of `rule` is, whose own severity is `own`; None when the rule does not judge."""
        if rule in own_severities():
            judges = rule in self.severities
        else:
            judges = self.has_others or rule in self.severities or rule in _UNCHOSEN
            judges = judges and rule not in self.others_left_out
        return self.changed.get(rule, own) if judges else None

    def level_on_site(self, rule: str, own: Severity) -> Severity | None:
        """How bad a finding about the whole site is; None when it is left out. Only what is ignored is: not what is
        not selected, since those who select rules for documents do not mean that links may be broken.
        """
        return None if rule in self.others_left_out else self.changed.get(rule, own)


#: Findings that are no rule's: the engines disagree, which is a bug of ours that must be seen.
_UNCHOSEN = frozenset(["engines-disagree"])


@cache
def own_severities() -> dict[str, Severity]:
    """Every rule there is that judges a single document, with its own severity."""
    return {
        **dict.fromkeys(SCHEMA_RULES, "error"),
        **{name: entry.severity for name, entry in RULES.items()},
        **{name: level for name, (level, _) in SUPPRESSION_RULES.items()},
    }


def select(choice: Choice) -> Selection:
    """The rules that a choice comes to.

    Raises:
        ConfigError: a rule, category, preset or severity that does not exist.
    """
    known = own_severities()
    chosen = _expand(choice.select, "select") if choice.select else _preset(choice.preset)
    chosen = (chosen | _expand(choice.extend_select, "extend-select")) - _expand(choice.ignore, "ignore")
    changed = _severities(dict(choice.severity))
    left_out = frozenset(_expand(choice.ignore, "ignore"))
    kept: dict[str, Severity] = {name: changed.get(name, level) for name, level in known.items() if name in chosen}
    # Rules of other parts are named by those who want just them.
    kept.update((name, changed.get(name, "error")) for name in chosen if name not in known)
    return Selection(kept, left_out, not choice.select or "all" in choice.select, changed)


def _preset(name: str) -> set[str]:
    if name not in PRESETS:
        raise ConfigError(f'preset: found "{name}"; expected one of {", ".join(PRESETS)}')
    level = PRESETS.index(name)
    rules = {each.name for each in RULES.values() if PRESETS.index(each.preset) <= level}
    return rules | SCHEMA_RULES.keys() | SUPPRESSION_RULES.keys()


def _expand(names: Iterable[str], where: str) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name.lower() == "all":
            found.update(own_severities(), elsewhere())
        elif name in CATEGORIES:
            found.update(in_category(name))
        elif name in own_severities() or name in SITE_RULES or is_elsewhere(name):
            found.add(name)
        else:
            raise ConfigError(f"{where}: {unknown_rule(name)}")
    return found


def in_category(category: str) -> set[str]:
    """The rules of a category."""
    if category == "schema":
        return set(SCHEMA_RULES)
    if category == "suppression":
        return set(SUPPRESSION_RULES)
    if category == "templates":
        return set(elsewhere())
    return {each.name for each in RULES.values() if each.category == category}


def is_elsewhere(name: str) -> bool:
    """Whether a name is that of a rule about templates, which has no file in voxml/rules."""
    return "-" in name and name in elsewhere()


@cache
def elsewhere() -> dict[str, str]:
    """The rules about templates, with what they find."""
    from voxml.templating.rules import TEMPLATE_RULES

    return TEMPLATE_RULES


def unknown_rule(name: str) -> str:
    """What is wrong with the name of a rule that does not exist."""
    from voxml.language.spelling import did_you_mean

    more = (
        did_you_mean(name, [*own_severities(), *elsewhere(), *sorted(SITE_RULES), *CATEGORIES])
        or "; `voxml rules` lists them"
    )
    return f'there is no rule or category "{name}"{more}'


def _severities(wanted: Mapping[str, str]) -> dict[str, Severity]:
    changed: dict[str, Severity] = {}
    for name, level in wanted.items():
        if level not in SEVERITIES:
            raise ConfigError(f'severity: found "{level}" for {name}; expected one of {", ".join(SEVERITIES)}')
        for rule in _expand([name], "severity"):
            changed[rule] = level
    return changed
