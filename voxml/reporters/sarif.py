"""SARIF 2.1.0, for GitHub code scanning and other viewers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from voxml.diagnostics import Diagnostic, Fix, printable_json
from voxml.linting.fingerprints import fingerprints, relative
from voxml.reporters import Style, Summary
from voxml.rules.manual import describe
from voxml.source import Source
from voxml.version import HOME, __version__, rule_url

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class Report:
    """One run; results are written as they come, the rules at the end, when it is known which were met."""

    needs_source = True

    def __init__(self, style: Style) -> None:
        self._before = _opening()
        self._rules: dict[str, int] = {}

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return the results of one file."""
        pieces: list[str] = []
        for each, fingerprint in zip(diagnostics, fingerprints(relative(path), diagnostics, source), strict=True):
            pieces += (self._before, printable_json(self._result(each, fingerprint, source)))
            self._before = ",\n"
        return "".join(pieces)

    def end(self, summary: Summary) -> str:
        """Return the rules and the end."""
        lead = self._before if not self._rules else ""
        driver = {
            "name": "voxml",
            "version": __version__,
            "informationUri": HOME,
            "rules": [_rule(name) for name in self._rules],
        }
        return (
            f'{lead}\n],\n"columnKind": "unicodeCodePoints",\n"tool": {{"driver": {printable_json(driver)}}}\n}}]\n}}\n'
        )

    def _result(self, each: Diagnostic, fingerprint: str, source: Source | None) -> dict[str, Any]:
        index = self._rules.setdefault(each.rule, len(self._rules))
        artifact = {"uri": quote(os.fsencode(relative(each.path).replace(os.sep, "/")))}
        region = {
            "startLine": each.line,
            "startColumn": each.column,
            "endLine": each.end_line,
            "endColumn": each.end_column,
        }
        result: dict[str, Any] = {
            "ruleId": each.rule,
            "ruleIndex": index,
            "level": _LEVELS[each.severity],
            "message": {"text": each.message},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": artifact, "region": region},
                    "logicalLocations": [{"fullyQualifiedName": each.pointer or "/"}],
                }
            ],
            "partialFingerprints": {"voxml/v1": fingerprint},
        }
        if each.related is not None:
            line, column, end_line, end_column, _ = each.related
            region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
            result["relatedLocations"] = [{"physicalLocation": {"artifactLocation": artifact, "region": region}}]
        if each.fix is not None and source is not None:
            result["fixes"] = [_fix(each.fix, artifact, source)]
        return result


def _opening() -> str:
    return f'{{\n"$schema": {printable_json(_SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n"results": [\n'


def _fix(fix: Fix, artifact: dict[str, str], source: Source) -> dict[str, Any]:
    replacements = []
    for edit in fix.edits:
        line, column = source.place(edit.start)
        end_line, end_column = source.place(edit.end)
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        replacements.append({"deletedRegion": region, "insertedContent": {"text": edit.text}})
    return {
        "description": {"text": fix.message},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _rule(name: str) -> dict[str, Any]:
    rule = describe(name)
    text = f"{rule['summary']}. {rule['reason']}".strip()
    return {
        "id": name,
        "helpUri": rule_url(name),
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": rule["summary"]},
        "fullDescription": {"text": text[:1000]},
        "help": {"text": text, "markdown": rule["markdown"]},
        "defaultConfiguration": {"level": _LEVELS[rule["severity"]]},
        "properties": {"tags": [rule["category"]]},
    }
