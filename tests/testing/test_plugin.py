"""The fixtures `phone` and `tryvox`, as users' tests have them."""

from __future__ import annotations

import pytest

from voxml import Number, Response, Say
from voxml.emulator import FarEnd

MENU = (
    Response()
    .say("Welcome to Acme.")
    .gather(action_url="https://example.com/choice", num_digits=1, say=Say("Press 1 for sales."))
    .say("We did not hear you.")
    .hangup()
)
SALES = Response().say("Connecting you.").dial(numbers=[Number("+14155550123")]).say("Nobody is there.")
PAGES = {"https://example.com/": MENU, "https://example.com/choice": SALES}


def test_a_call_step_by_step(phone):
    phone.call(PAGES)
    phone.hears("welcome  to acme", within=1)
    phone.hears("press 1")
    phone.presses("1")
    phone.hears("connecting")
    phone.hangs_up()
    assert (phone.status, phone.end_reason) == ("completed", "callee-hangup")
    assert phone.heard == ["Welcome to Acme.", "Press 1 for sales.", "Connecting you."]


def test_silence_is_no_input(phone):
    phone.call(PAGES).waits(3)
    phone.hears("did not hear you", within=10)
    phone.listens()
    assert phone.is_over


def test_a_file(phone, tmp_path):
    path = tmp_path / "menu.xml"
    path.write_text(MENU.to_xml())
    (tmp_path / "choice.json").write_text(SALES.to_json())
    phone.call(path).presses("1", barge_in=True)
    phone.hears("connecting")
    phone.far_ends["*"] = FarEnd(outcome="busy")


def test_far_ends(phone):
    phone.far_ends["+14155550123"] = FarEnd(outcome="busy", after=1)
    phone.call(PAGES).presses("1")
    phone.hears("nobody is there")


def test_what_is_not_heard_fails_with_the_transcript(phone):
    phone.call(PAGES)
    with pytest.raises(AssertionError, match=r'"lottery" was never heard[\s\S]*Press 1 for sales'):
        phone.hears("lottery")


def test_too_late_fails(phone):
    phone.call(PAGES)
    with pytest.raises(AssertionError, match="within 2 s"):
        phone.hears("did not hear", within=2)


def test_keys_that_nothing_listens_for(phone):
    phone.call(Response().say("Hello.").hangup())
    with pytest.raises(AssertionError, match="nothing listened for keys"):
        phone.presses("1")


def test_speech(phone):
    heard = []
    pages = {
        "https://example.com/": Response().gather(
            action_url="https://example.com/said", input="speech", say=Say("What is it about?")
        ),
        "https://example.com/said": lambda request: (
            heard.append(request.payload["speech_result"]) or Response().say("Thank you.")
        ),
    }
    phone.call(pages).says("billing")
    phone.hears("thank you")
    assert heard == ["billing"]


def test_a_call_of_an_application_reaches_the_phone(phone, tryvox):
    tryvox.serves(PAGES)
    created = tryvox.calls.create(
        from_="+14155550100", to=phone.number, answer_url="https://example.com/", answer_method="GET"
    )
    tryvox.picks_up(phone)
    phone.hears("press 1")
    phone.presses("1")
    phone.hears("connecting")
    assert tryvox.calls.get(created.call_uuid).status == "in-progress"
    phone.hangs_up()
    assert tryvox.transcript(created.call_uuid).facts.end_reason == "callee-hangup"
    assert tryvox.calls.get(created.call_uuid).end_reason == "callee-hangup"


def test_the_application_hangs_up(phone, tryvox):
    tryvox.serves(PAGES)
    created = tryvox.calls.create(from_="+14155550100", to=phone.number, answer_url="https://example.com/")
    tryvox.picks_up(phone)
    phone.hears("welcome")
    tryvox.calls.hangup(created.call_uuid)
    phone.listens()
    assert phone.end_reason == "api-hangup"


def test_faults(tryvox):
    from voxml.errors import VoxmlError

    tryvox.fails("status", status=503, times=1)
    with pytest.raises(VoxmlError):
        tryvox.calls.create(from_="+14155550100", to="+14155550101", answer_url="https://example.com/")
    assert tryvox.emulator.store.numbers == {}


def test_what_no_phone_can_do_is_refused(phone):
    with pytest.raises(ValueError, match="found no documents"):
        phone.call({})
    phone.call(PAGES)
    for keys in ("", "A", "1 2"):
        with pytest.raises(ValueError, match="expected keys from 0-9"):
            phone.presses(keys)
