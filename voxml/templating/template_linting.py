"""Check a template by rendering it: with its examples, its samples, and the data files beside it.

What a template is tried with, in this order:

- the examples of all its parameters; then those of the required ones alone;
- each `[samples.NAME]` of its header, on top of the required ones' examples;
- every row of the data files beside it: for `menu.xml.j2`, those called `menu.EXT` or `menu.ANYTHING.EXT`, where EXT is
  json, toml, yaml, csv or jsonl.

A template whose name begins with `_` is a part of others; it is only compiled.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from voxml.diagnostics import Diagnostic, Severity
from voxml.errors import InputError, ParameterError, TemplateError
from voxml.language.spelling import did_you_mean
from voxml.linter import lint
from voxml.rules import RULES
from voxml.templating.header import offset_of_key, sample_values
from voxml.templating.rows import Row, read_rows
from voxml.templating.shipped import bare_name
from voxml.templating.site_url import EXAMPLE_SITE
from voxml.templating.source_map import SourceMap
from voxml.templating.template import Template
from voxml.templating.template_errors import diagnostic_at, shown, text_of
from voxml.templating.templates import Templates
from voxml.templating.tracer import Tracer

#: Of each data file, as many rows are tried.
MAX_ROWS = 1000
#: As many templates are looked through for those that extend one.
MAX_CHILDREN = 1000
_DATA = (".json", ".toml", ".yaml", ".yml", ".csv", ".tsv", ".jsonl", ".ndjson")
#: What `voxml render -o DIR` writes beside DIR.
_OURS = (".summary.json", ".index.csv")

#: Checks a rendered text: `(text, form) -> diagnostics`.
Check = Callable[[str, Any], Sequence[Diagnostic]]


class Sample(NamedTuple):
    """Values to try a template with, and where they come from; `problem` says why a row could not be read."""

    name: str
    values: Mapping[str, Any]
    path: str | None = None
    line: int = 0
    problem: str | None = None
    #: Which `[samples.NAME]` of the header it is, if any.
    header_sample: str = ""


def lint_template(
    path: str | os.PathLike[str],
    *,
    templates: Templates | None = None,
    search_path: Sequence[str | os.PathLike[str]] = (),
    check: Check | None = None,
) -> list[Diagnostic]:
    """Return the diagnostics of a template, each at its position in the template's files.

    `check` checks each document that the template gives; by default that is `voxml.lint` as it is. `templates` is used
    when given, else new ones with this search path, in which `url_for` gives an address of an example site.

    Raises:
        InputError: there is no such template.
    """
    if templates is None:
        templates = Templates(search_path, base_url=EXAMPLE_SITE)
    named = os.fspath(path)
    try:
        template = templates.get(Path(path))
        diagnostics = _Linting(template, check or _lint).run()
    except TemplateError as error:
        diagnostics = error.diagnostics
    own = shown(os.path.abspath(named))  # noqa: PTH100 - resolves no symbolic link
    diagnostics = [each._replace(path=named) if each.path == own else each for each in diagnostics]
    return sorted(diagnostics, key=lambda each: (each.path != named, each.path, each.line, each.column))


def _lint(text: str, form: Any) -> Sequence[Diagnostic]:
    return lint(text.encode(), form=form)


class _Linting:
    """One template and what was found in it."""

    def __init__(self, template: Template, check: Check) -> None:
        self.template = template
        self.check = check
        self.tracer = Tracer(template)
        self.source_map = SourceMap(self.tracer)
        self.diagnostics: dict[tuple[Any, ...], Diagnostic] = {}

    def run(self) -> list[Diagnostic]:
        if self.template.path.name.startswith("_"):
            return []
        self._names()
        tried = 0
        for sample in self._samples():
            tried += 1
            self._try(sample)
        if tried:
            self._branches()
        elif self.template.parameters:
            names = ", ".join(parameter.name for parameter in self.template.parameters)
            message = f"found nothing to try {names} with; expected a header with examples, or data beside the template"
            self._add(diagnostic_at(str(self.template.path), "untried-template", message, 0))
        return list(self.diagnostics.values())

    def _samples(self) -> Iterator[Sample]:
        parameters, header = self.template.parameters, self.template.header
        if header.is_declared or not parameters:
            least = sample_values(parameters, only_required=True)
            examples = sample_values(parameters)
            yield Sample("examples", examples)
            if least != examples:
                yield Sample("required parameters only", least)
            for name, values in header.samples.items():
                yield Sample(f"the sample {name}", {**least, **values}, header_sample=name)
        for file in data_beside(self.template.path):
            try:
                for row in islice(read_rows(str(file)), MAX_ROWS):
                    if {"voxml_version", "instructions"} <= row.values.keys():
                        break  # a document that happens to stand beside the template
                    yield _sample_of(row, shown(str(file)))
            except InputError as error:
                yield Sample(file.name, {}, shown(str(file)), 1, str(error).partition(": ")[2])

    def _try(self, sample: Sample) -> None:
        try:
            if sample.problem is not None:
                raise ParameterError("", [("", sample.problem)])
            values = self.template.check(sample.values, ignore_extra=sample.path is not None)
            trace = self.tracer.render(values)
        except ParameterError as error:
            for name, problem in error.problems:
                self._refused(sample, name, problem)
            return
        except TemplateError as error:
            for diagnostic in error.diagnostics:
                self._add(diagnostic, sample.name)
            return
        for diagnostic in self.source_map.move_all(trace, self.check(trace.text, self.template.form), sample.name):
            self._add(diagnostic, sample.name)

    def _refused(self, sample: Sample, name: str, problem: str) -> None:
        """Report a value where it is written: in the row of a data file, or in the header."""
        message = f"{name}: {problem}" if name else problem
        if sample.path is not None:
            line = max(sample.line, 1)
            self._add(Diagnostic("template-data", "error", message, sample.path, line, 1, line, 1, ""))
            return
        own, text = str(self.template.path), text_of(str(self.template.path))
        parameter = re.split(r"[.\[]", name)[0]
        table = f"parameters.{parameter}"
        keys: tuple[str, ...] = ("example", "default")
        if parameter in self.template.header.samples.get(sample.header_sample, ()):
            table, keys = f"samples.{sample.header_sample}", (parameter,)
        places = [(key, offset_of_key(text, table, key)) for key in keys]
        key, at = next((place for place in places if text.startswith(*place)), places[-1])
        self._add(diagnostic_at(own, "template-failure", message, at, at + len(key), text), sample.name)

    def _add(self, diagnostic: Diagnostic, sample: str = "examples") -> None:
        key = (diagnostic.rule, diagnostic.path, diagnostic.line, diagnostic.column, diagnostic.message)
        if sample != "examples":
            diagnostic = diagnostic._replace(message=f"{diagnostic.message} (with {sample})")
        diagnostic = diagnostic._replace(severity=_severity(diagnostic))
        self.diagnostics.setdefault(key, diagnostic)

    def _branches(self) -> None:
        environment = self.tracer.environment
        own = str(self.template.path)
        for number, branch in enumerate(environment.branches):
            if branch.path == own and number not in environment.reached:
                message = f"no example and no sample reaches what follows {{% {branch.tag.word} … %}}"
                diagnostic = diagnostic_at(own, "unreached-branch", message, branch.tag.start, branch.tag.end)
                self._add(diagnostic)

    def _names(self) -> None:
        """Report names that the header does not declare, and declared ones that are not used."""
        if not self.template.header.is_declared:
            return
        declared = {parameter.name for parameter in self.template.parameters}
        known = declared | set(self.tracer.environment.globals) | {"__language__"}
        for path, name, offset, is_guarded in self.template.free_names():
            if name not in known and not is_guarded:
                message = f'found the name "{name}", which the header does not declare{did_you_mean(name, declared)}'
                diagnostic = diagnostic_at(path, "undeclared-parameter", message, offset, offset + len(name))
                self._add(diagnostic)
        used = {name for _, name, _, _ in self.template.free_names()} | {"language"}
        unused = [each.name for each in self.template.parameters if each.name not in used]
        if not unused or self.template.is_open:
            return
        own, text = str(self.template.path), text_of(str(self.template.path))
        children = "\n".join(_children(self.template.path))
        for name in unused:
            at = text.find(f"parameters.{name}]")
            if at >= 0 and re.search(rf"\b{name}\b", children) is None:
                at += len("parameters.")
                message = f'the parameter "{name}" is never used'
                self._add(diagnostic_at(own, "unused-parameter", message, at, at + len(name), text))


def _children(template: Path) -> Iterator[str]:
    """Yield the texts of the templates in a template's folder, or one below, that extend it, directly or through others."""
    near = chain(template.parent.glob("*.j2"), template.parent.glob("*/*.j2"))
    texts = {path: text_of(str(path)) for path in islice(near, MAX_CHILDREN) if path.is_file()}
    parents = [template]
    while parents:
        parent = parents.pop()
        extends = re.compile(rf"""\{{%[-+]?\s*+extends\s[^%]*["'](?:[^"']*/)?{re.escape(parent.name)}["']""")
        for path in [path for path, text in texts.items() if path != template and extends.search(text)]:
            yield texts.pop(path)
            parents.append(path)


def _severity(diagnostic: Diagnostic) -> Severity:
    rule = RULES.get(diagnostic.rule)
    return diagnostic.severity if rule is None or rule.scope != "template" else rule.severity


def data_beside(template: Path) -> list[Path]:
    """Return the data files that belong to a template, in alphabetical order."""
    stem = bare_name(template.name)
    if stem is None:
        return []
    found = [
        entry
        for entry in template.parent.iterdir()
        if entry.name.startswith(f"{stem}.")
        and entry.name.endswith(_DATA)
        and not entry.name.endswith(_OURS)
        and entry.is_file()
    ]
    return sorted(found)


def _sample_of(row: Row, path: str) -> Sample:
    name = os.path.basename(path)  # noqa: PTH119 - a str is at hand
    where = f"{name}:{row.line}" if row.line else f"{name}, entry {row.number}"
    return Sample(where, row.values, path, row.line, row.problem)
