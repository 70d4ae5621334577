"""Every setting, once: its name, what it takes, its default and its description."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from voxml.config.kinds import (
    FLAG,
    MENUS,
    RULES,
    RULES_BY_PATTERN,
    SEVERITY,
    SEVERITY_BY_RULE,
    TEXT,
    TEXTS,
    URL,
    WORD,
    Kind,
    one_of,
)


def _modules(package: str, *others: str) -> tuple[str, ...]:
    """Return the modules of a package as names of options: adding a file adds a choice."""
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), package)  # noqa: PTH118, PTH120
    names = (name[:-3] for name in os.listdir(folder) if name.endswith(".py"))  # noqa: PTH208
    return tuple(sorted(name.replace("_", "-") for name in names if not name.startswith("__") and name not in others))


#: What a report can be written as; `json-v1` is the promise that never changes, `json` is the same today.
FORMATS = ("full", "concise", "json-v1", *_modules("reporters", "full", "concise"))
_PRESETS = ("default", "static", "strict")
#: Web hosts that files are prepared for.
PLATFORMS = _modules("site/hosts")


class Setting(NamedTuple):
    """One setting."""

    #: The dotted name in voxml.toml. Hyphens and underscores are the same.
    name: str
    kind: Kind
    description: str
    default: Any = None
    #: An old name that still counts.
    alias: str | None = None


KNOWN: tuple[Setting, ...] = (
    Setting("base_url", URL, "The address of our own site: its documents are files."),
    Setting("static_hosts", TEXTS, "More hosts that serve files only.", []),
    Setting("direction", one_of("outbound", "inbound"), "Whose calls fetch these documents: ours or the caller's."),
    Setting("lint.preset", one_of(*_PRESETS), "The set of rules that is run.", "default"),
    Setting("lint.select", RULES, "Rules and categories that are run in place of the preset's.", []),
    Setting("lint.extend-select", RULES, "Rules and categories that are run besides.", []),
    Setting("lint.ignore", RULES, "Rules and categories that are not run.", []),
    Setting("lint.severity", SEVERITY_BY_RULE, "Severities that are not the rule's own.", {}),
    Setting("lint.per-file-ignores", RULES_BY_PATTERN, "Patterns of files, and the rules not run on them.", {}),
    Setting("lint.fail-on", SEVERITY, "The lowest severity that makes exit code 1.", "warning"),
    Setting("lint.include", TEXTS, "More patterns of files that a walk takes.", []),
    Setting("lint.exclude", TEXTS, "Patterns of files that a walk leaves out, as in .gitignore.", []),
    Setting("lint.baseline", TEXT, "The file of diagnostics that are not reported."),
    Setting("lint.output-format", one_of(*FORMATS), "The format of the report; full without it."),
    Setting("lint.cache", FLAG, "Whether results are kept in .voxml_cache.", True),
    Setting("site.src", TEXT, "The folder of sources, relative to this file."),
    Setting("site.out", TEXT, "The folder that the site is built into, relative to this file."),
    Setting("site.base_url", URL, "The address at which the sources say that the site is."),
    Setting("site.platform", one_of(*PLATFORMS), "The web host that files are prepared for.", None, "host"),
    Setting("site.form", one_of("json", "xml", "both"), "The form in which documents are published.", "json"),
    Setting("site.hashed", FLAG, "Whether documents are also published under names made of their content.", False),
    Setting("site.strict", FLAG, "Whether warnings fail a build.", False),
    Setting("site.entries", TEXTS, "The documents at which calls begin.", []),
    Setting("site.exclude", TEXTS, "Patterns of names that are not built.", []),
    Setting("site.digits_parameter", WORD, "The query parameter with the keys that were pressed.", "digits"),
    Setting("site.row_key", TEXT, "The column that names a row's document.", "id"),
    Setting("site.menus", MENUS, "Menus without a server: document, then keys, then document.", {}),
)

#: Settings that may be in [lint] as well as at the top.
SHARED = ("base_url", "static_hosts", "direction")
#: The tables of settings, `` for the top.
TABLES = ("", "lint", "site")


def plain(name: str) -> str:
    """Return a name in the spelling with underscores."""
    return name.replace("-", "_")


def settings_of(table: str) -> dict[str, Setting]:
    """Return the settings of a table by their plain names, old names included."""
    found: dict[str, Setting] = {}
    for setting in KNOWN:
        place, _, name = setting.name.rpartition(".")
        if place == table:
            found[plain(name)] = setting
            if setting.alias:
                found[setting.alias] = setting
        elif table == "lint" and setting.name in SHARED:
            found[setting.name] = setting
    return found
