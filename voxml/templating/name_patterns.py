"""The names of row documents: unguessable ones, or those that a pattern such as `{{ id }}` makes of a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import meta

from voxml.errors import ConfigError
from voxml.templating.environment import DocumentEnvironment
from voxml.templating.loader import FolderLoader
from voxml.templating.parameter_types import show
from voxml.templating.sandbox import Limits
from voxml.templating.to_text import to_text

#: The longest name, in characters; hosts and file systems take 255 bytes with the ending.
MAX_NAME = 120
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?")
#: Names that Windows keeps for devices, whatever follows the first dot.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


class _NameEnvironment(DocumentEnvironment):
    """An environment of names: plain text, no escaping, since the result is checked letter by letter."""

    form = "name"
    is_escaped = False

    def to_output(self, value: Any) -> str:
        return to_text(value)

    to_string_part = to_output


class NamePattern:
    """A pattern such as `{{ id }}`, filled in from the columns and the parameters of a row."""

    def __init__(self, pattern: str) -> None:
        environment = self._environment = _NameEnvironment(FolderLoader(()), {}, {}, Limits())
        try:
            self._template = environment.from_string(pattern)
            self.columns = frozenset(meta.find_undeclared_variables(environment.parse(pattern)))
        except (JinjaError, RecursionError) as error:
            raise ConfigError(
                f"--name: found {pattern!r}; expected a pattern such as '{{{{ id }}}}': {error}"
            ) from None
        if not self.columns:
            raise ConfigError(
                f"--name: found {pattern!r}, which is the same for every row; expected '{{{{ id }}}}' or such"
            )

    def parameters(self, values: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
        """Return the values without those that only name the document and are no parameters."""
        return {name: value for name, value in values.items() if name in known or name not in self.columns}

    def name(self, values: Mapping[str, Any]) -> str:
        """Return the name for a row.

        Raises:
            ValueError: it is no name that a file and a URL can have; the message says why.
        """
        try:
            self._environment.begin()
            context = self._template.new_context(dict(values))
            name = str(self._environment.join_pieces(self._template.root_render_func(context)))
        except JinjaError as error:
            raise ValueError(f"--name: {error.message}") from None
        return checked_name(name)


def checked_name(name: str) -> str:
    """Return `name`, when it is safe as the name of a file and in a URL on every host.

    Raises:
        ValueError: it is empty, too long, leads out of its folder, or holds a character that some host does not take.
    """
    if len(name) > MAX_NAME:
        raise ValueError(f"found the name {show(name)}; expected at most {MAX_NAME} characters")
    if _DEVICES.match(name):
        raise ValueError(f"found the name {show(name)}, which Windows keeps for a device; expected another")
    if _NAME.fullmatch(name) is None or ".." in name:
        raise ValueError(f"found the name {show(name)}; expected letters, digits, and - _ . ~ between them")
    return name
