"""The filters of templates: they turn data into what a person should hear.

A filter is a module here, with a function of the same name: `spell.py` has `spell(speech, value, …) -> str`, which raises
ValueError for what it can't say. One that needs more of Jinja than the value and the language is called `FILTER`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from voxml.templating.speech.speaking import speaking


def _load(name: str) -> Callable[..., Any]:
    module = import_module(f"{__name__}.{name}")
    own: Callable[..., Any] | None = getattr(module, "FILTER", None)
    return own or speaking(name, getattr(module, name))


FILTERS = {module.name: _load(module.name) for module in pkgutil.iter_modules(__path__)}
