from __future__ import annotations

import pickle

import pytest

from voxml.errors import ParameterError, VoxmlError
from voxml.templating.parameters import Parameter, check

PARAMETERS = (
    Parameter("clinic", max=10, description="Who it is."),
    Parameter("count", "integer", min=1, max=5),
    Parameter("voice", "choice", required=False, choices=("anna", "bert")),
    Parameter("pause", "integer", required=False, default=2),
    Parameter(
        "options",
        "list",
        required=False,
        max=2,
        fields=(Parameter("key", "choice", choices=("1", "2")), Parameter("label")),
    ),
    Parameter("numbers", "list", required=False, items=Parameter("item", "phone")),
)


def test_what_is_no_text_is_told_the_choices() -> None:
    key = Parameter("key", "choice", choices=("1", "2"))
    with pytest.raises(ParameterError, match='key: found 1; expected one of "1", "2"'):
        check("menu", [key], {"key": 1})


def test_what_is_right_is_read_and_defaults_are_filled_in() -> None:
    assert check("t", PARAMETERS, {"clinic": "Acme", "count": "3"}) == {
        "clinic": "Acme",
        "count": 3,
        "voice": None,
        "pause": 2,
        "options": None,
        "numbers": None,
    }


def test_null_is_not_given_for_what_is_not_required() -> None:
    read = check("t", PARAMETERS, {"clinic": "Acme", "count": 3, "pause": None})
    assert read["pause"] == 2


def test_one_error_names_every_fault() -> None:
    given = {
        "clinik": "Acme",
        "count": 9,
        "voice": "ana",
        "pause": "soon",
        "options": [{"key": "1", "label": ""}, {"key": "3", "text": "x"}, "y"],
        "numbers": ["+14155550100", "911"],
    }
    with pytest.raises(ParameterError) as caught:
        check("reminder", PARAMETERS, given)
    problems = dict(caught.value.problems)
    assert problems["clinic"].startswith("missing; expected text (text): Who it is.")
    assert problems["clinik"] == 'unknown parameter (given "Acme"); did you mean "clinic"?'
    assert problems["count"] == "found 9; expected 5 or less (a whole number such as 3) (integer)"
    assert problems["voice"] == 'found "ana"; expected one of "anna", "bert"; did you mean "anna"? (choice)'
    assert problems["pause"] == 'found "soon"; expected a whole number such as 3 (integer)'
    assert problems["options[0].label"] == 'found ""; expected text that is not empty (text)'
    assert problems["options[1].key"].startswith('found "3"; expected one of "1", "2"')
    assert problems["options[1].label"].startswith("missing")
    assert "options[1].text" in problems
    assert problems["options[2]"] == 'found "y"; expected a table of key, label'
    assert problems["numbers[1]"].startswith('found "911", which has no country code; expected a plus sign')
    assert str(caught.value).startswith("reminder: its parameters are wrong\n  clinic: missing")


def test_the_error_is_what_people_catch() -> None:
    with pytest.raises(ParameterError) as caught:
        check("t", PARAMETERS, {})
    assert isinstance(caught.value, VoxmlError)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, TypeError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


def test_bounds_of_text_and_lists_count_what_is_in_them() -> None:
    with pytest.raises(ParameterError) as caught:
        option = {"key": "1", "label": "x"}
        check("t", PARAMETERS, {"clinic": "Acme Dental & Co", "count": 3, "options": [option] * 3})
    problems = dict(caught.value.problems)
    assert "16 in" in problems["clinic"] and "10 or less (characters)" in problems["clinic"]
    assert "2 or less (entries)" in problems["options"]


def test_extra_values_can_be_ignored() -> None:
    assert check("t", PARAMETERS[:1], {"clinic": "Acme", "id": 5}, is_extra_refused=False) == {"clinic": "Acme"}


def test_a_name_that_is_no_text_is_a_fault_and_no_crash() -> None:
    with pytest.raises(ParameterError, match="unknown parameter"):
        check("t", PARAMETERS[:1], {"clinic": "Acme", 5: "x"})  # type: ignore[dict-item]
