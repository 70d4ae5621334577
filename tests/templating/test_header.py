from __future__ import annotations

from decimal import Decimal

import pytest

from voxml.templating.header import HeaderError, parse_header, sample_values
from voxml.templating.parameter_types import Money


def header(toml: str) -> str:
    return "{# voxml\n" + toml + "\n#}\n<Response/>"


def test_all_of_a_header() -> None:
    found = parse_header(
        header(
            """
title = "Reminder"
description = "Reminds."
language = "en-GB"
[parameters.amount]
type = "money"
default = "5 EUR"
example = "49.90 USD"
min = 0
[parameters.options]
type = "list"
max = 3
[parameters.options.items.key]
type = "choice"
choices = ["1", "2"]
[samples.poor]
amount = "0 USD"
options = [{ key = "1" }]
"""
        )
    )
    assert (found.title, found.description, found.language) == ("Reminder", "Reminds.", "en-GB")
    amount, options = found.parameters
    assert amount.default == Money(Decimal(5), "EUR")
    assert not amount.required
    assert options.required
    assert options.fields[0].choices == ("1", "2")
    assert sample_values(found.parameters) == {
        "amount": Money(Decimal("49.90"), "USD"),
        "options": [{"key": "1"}],
    }
    assert found.samples["poor"]["amount"] == "0 USD"


@pytest.mark.parametrize(
    "text",
    ["<Response/>", "{# just a comment #}{# voxml\n[parameters.x]\n#}", "{# voxmlish #}", "", "{{ 1 }}"],
)
def test_only_the_first_comment_is_a_header(text: str) -> None:
    assert not parse_header(text).is_declared


@pytest.mark.parametrize("start", ["{# voxml\n", "{#- voxml\r\n", "{#voxml\n", '<?xml version="1.0"?>\n{# voxml\n'])
def test_ways_to_begin(start: str) -> None:
    assert parse_header(start + 'title = "x"\n-#}<Response/>').title == "x"


@pytest.mark.parametrize(
    ("toml", "says", "at"),
    [
        ("title = ", "not TOML", "\n#}"),
        ("titel = 'x'", 'did you mean "title"?', "titel"),
        ("title = 5", "title: found 5; expected text", "title"),
        ("language = 'en_US'", "language: found", "language"),
        ("[parameters.x]\ntype = 'txt'", 'x: found the type "txt"', "type"),
        ("[parameters.x]\ntyp = 'text'", 'x: unknown key "typ"; did you mean "type"?', "typ"),
        ("[parameters.x]\nrequired = 'no'", "x: required: found", "required"),
        ("[parameters.x]\ntype = 'choice'", "x: choices", "parameters.x"),
        ("[parameters.x]\ntype = 'integer'\nexample = 'three'", "x: example: found", "example"),
        ("[parameters.x]\ntype = 'integer'\nmax = 5\ndefault = 6", "x: default: found 6", "default"),
        ("[parameters.x]\ntype = 'integer'\nmin = 5\nmax = 2", "x: found the min 5 over the max 2", "min"),
        ("[parameters.x]\nunique = 'key'", 'x: unique: found "key"; expected a field', "unique"),
        ("[parameters.x]\ntype = 'boolean'\nmin = 1", "x: a boolean has no min", "min"),
        ("[parameters.x]\nrequired = true\ndefault = 'a'", "x: required, yet it has a default", "required"),
        ("[parameters.loop]\ntype = 'text'", "can't be called", "parameters.loop"),
        ("[parameters]\nx = 5", "x: found 5; expected a table", "parameters.x"),
        ("[parameters.x]\nitems = 'text'", "items belong to the type list", "items"),
        ("[parameters.x]\ntype = 'list'\n[parameters.x.items.items]\n", "can't be called", "parameters.x.items"),
        ("[parameters.x]\n[samples.s]\ny = 5", "y: unknown parameter", "y ="),
    ],
)
def test_faults_have_words_and_a_place(toml: str, says: str, at: str) -> None:
    text = header(toml)
    with pytest.raises(HeaderError) as caught:
        parse_header(text)
    assert says in str(caught.value)
    assert 0 < caught.value.offset <= len(text)
    if at in text:
        line = text.count("\n", 0, text.index(at))
        assert abs(text.count("\n", 0, caught.value.offset) - line) <= 1
