"""For users' own tests: assertions that show findings well, and hypothesis strategies that make documents.

`assert_valid` needs nothing more than voxml; the strategies need hypothesis, and are imported when first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.testing.asserting import assert_valid

if TYPE_CHECKING:
    from voxml.testing.faulty import Faulty, faulty_documents
    from voxml.testing.strategies import documents, http_urls, instructions, texts

__all__ = ["Faulty", "assert_valid", "documents", "faulty_documents", "http_urls", "instructions", "texts"]

_HOMES = {
    "Faulty": "faulty",
    "documents": "strategies",
    "faulty_documents": "faulty",
    "http_urls": "strategies",
    "instructions": "strategies",
    "texts": "strategies",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'voxml.testing' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"voxml.testing.{home}"), name)
