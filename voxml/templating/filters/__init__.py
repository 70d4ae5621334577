"""The filters of templates: they turn data into what a person should hear. One module a filter.

A new filter is a module with a function `(speech, value, …) -> str` that raises ValueError for what it can't say, and a
line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context

from voxml.templating.filters.date import date
from voxml.templating.filters.digits import digits
from voxml.templating.filters.duration import duration
from voxml.templating.filters.list import list_
from voxml.templating.filters.money import money
from voxml.templating.filters.ordinal import ordinal
from voxml.templating.filters.phone import phone
from voxml.templating.filters.plural import plural
from voxml.templating.filters.speaking import speaking
from voxml.templating.filters.spell import spell
from voxml.templating.filters.time import time

FILTERS: dict[str, Callable[..., Any]] = {
    "digits": speaking("digits", digits),
    "spell": speaking("spell", spell),
    "phone": speaking("phone", phone),
    "money": speaking("money", money),
    "date": speaking("date", date),
    "time": speaking("time", time),
    "duration": speaking("duration", duration),
    "ordinal": speaking("ordinal", ordinal),
    "plural": speaking("plural", plural),
    "list": pass_context(list_),
}
