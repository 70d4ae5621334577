"""Every verb with every member, in virtual time."""

from __future__ import annotations

import pytest

from voxml import Client, Number, Play, Response, Say, Sip
from voxml.emulator import Callee, FarEnd, HungUp, Order, PickUp, ScriptedCallee, Settings, SimulatedWorld, Turn, play
from voxml.emulator.effects import Fetch, Notify
from voxml.emulator.transcript import Entry
from voxml.emulator.transcript_text import entry_text

URL = "https://example.com/"


def call(document, *turns: Turn, pages=None, settings=None, far_ends=None, callee=None, **order):
    world = SimulatedWorld({URL: document, **(pages or {})}, settings=settings, far_ends=far_ends)
    wanted = Order(**{"from_": "+14155550100", "to": "+14155550199", "answer_url": URL, **order})
    callee = callee or ScriptedCallee(turns)
    done = play(world, wanted, callee)
    done.world, done.callee = world, callee
    return done


def entries(done, kind: str) -> list[Entry]:
    return [entry for entry in done.transcript.entries if entry.kind == kind]


def kinds(done) -> list[str]:
    return [entry.kind for entry in done.transcript.entries]


def asked(pages: dict, url: str, document):
    """A page that remembers what it was asked with."""
    seen: list = []
    pages[url] = lambda request: seen.append(request) or document
    return seen


# --- Say, Play, Pause -------------------------------------------------------------------------------------------------


def test_say_repeats():
    [entry] = entries(call(Response().say("one two three", loop=3)), "say")
    assert entry.times == 3
    assert entry.until - entry.at == pytest.approx(3 * 1.2)


def test_say_for_ever_ends_with_the_call():
    done = call(Response().say("one two three", loop=0), time_limit=14_400)
    [entry] = entries(done, "say")
    assert entry.times == 12_000
    assert done.facts.end_reason == "time-limit"
    assert done.facts.duration == 14_400


def test_play_lasts_as_long_as_the_setting_says():
    done = call(Response().play("https://example.com/a.wav", loop=2), settings=Settings(play_seconds=7))
    [entry] = entries(done, "play")
    assert entry.until - entry.at == 14


def test_pause_is_one_second_unless_set():
    assert call(Response().pause()).facts.duration == 1
    assert call(Response().pause(30)).transcript.figures().longest_silence == 30


# --- Gather -----------------------------------------------------------------------------------------------------------


def gather(**members):
    return Response().gather(action_url="https://example.com/in", **members).say("after")


def gathered(document, *turns, **options):
    pages: dict = {}
    seen = asked(pages, "https://example.com/in", Response().say("taken"))
    done = call(document, *turns, pages=pages, **options)
    return done, [request.payload for request in seen]


def test_num_digits_submits_by_itself():
    _, [sent] = gathered(gather(num_digits=4), Turn(press="1234"))
    assert sent["digits"] == "1234"
    assert sent["call_status"] == "in-progress"


def test_finish_key_ends_input_and_is_not_sent():
    _, [sent] = gathered(gather(), Turn(press="12#34"))
    assert sent["digits"] == "12"


def test_another_finish_key():
    _, [sent] = gathered(gather(finish_on_key="*"), Turn(press="1#2*"))
    assert sent["digits"] == "1#2"


def test_no_finish_key_waits_for_time():
    done, [sent] = gathered(gather(finish_on_key="", timeout=3), Turn(press="1#"))
    assert sent["digits"] == "1#"
    assert done.facts.duration == pytest.approx(1.4 + 3, abs=1)


def test_only_the_finish_key_sends_nothing_but_counts():
    _, [sent] = gathered(gather(), Turn(press="#"))
    assert sent["digits"] == ""


def test_no_input_goes_on():
    done, sent = gathered(gather(timeout=4, say=Say("one two three")))
    assert sent == []
    assert done.transcript.spoken() == ["one two three", "after"]
    assert entries(done, "no-input")[0].at == pytest.approx(3 + 1.2 + 4)


def test_no_input_can_call_back():
    _, [sent] = gathered(gather(), settings=Settings(gather_no_input="callback"))
    assert sent["digits"] == ""


def test_barge_in_cuts_the_prompt():
    done, [sent] = gathered(gather(num_digits=1, say=Say("word " * 100)), Turn(press="5", barge_in=True))
    [prompt, _taken] = entries(done, "say")
    assert prompt.is_cut
    assert prompt.until == 3
    assert sent["digits"] == "5"


def test_both_prompts_follow_each_other():
    done, _ = gathered(gather(say=Say("one two three"), play=Play("https://example.com/a.wav")))
    [said, played] = entries(done, "say")[0], entries(done, "play")[0]
    assert played.at == said.until


def test_prompts_that_repeat():
    done, _ = gathered(gather(say=Say("one two three", loop=2), play=Play("https://example.com/a.wav", loop=3)))
    assert (entries(done, "say")[0].times, entries(done, "play")[0].times) == (2, 3)
    done, _ = gathered(gather(num_digits=1, say=Say("hello", loop=0)), Turn(wait=2, press="1", barge_in=True))
    said = entries(done, "say")[0]
    assert (said.times, said.is_cut, said.until - said.at) == (5, True, 2)


def test_speech():
    _, [sent] = gathered(gather(input="speech"), Turn(say="billing please"))
    assert sent["speech_result"] == "billing please"
    assert "digits" not in sent


def test_keys_and_speech():
    _, [sent] = gathered(gather(input="dtmf speech", num_digits=1), Turn(press="7"))
    assert sent["digits"] == "7"


def test_keys_are_lost_where_only_speech_is_heard():
    done, sent = gathered(gather(input="speech"), callee=_Presser("1"))
    assert sent == []
    assert "nothing listens for" in entries(done, "key")[0].text


class _Presser(Callee):
    """Presses a key one second into the call, whatever listens."""

    def __init__(self, key: str) -> None:
        self.key: str | None = key

    def act(self, moment):
        from voxml.emulator import Key

        if self.key is None:
            return None
        key, self.key = self.key, None
        return Key(moment.now + 0.1, key)


def test_method_get_is_asked_with_get():
    pages: dict = {}
    seen = asked(pages, "https://example.com/in", Response().hangup())
    call(gather(num_digits=1, method="GET"), Turn(press="1"), pages=pages)
    assert seen[0].method == "GET"


# --- Dial -------------------------------------------------------------------------------------------------------------


def dialled(far_ends, document=None, **members):
    pages: dict = {}
    seen = asked(pages, "https://example.com/out", Response().say("done"))
    document = document or Response().dial(
        numbers=[Number("+14155550101", send_digits="12#"), Number("+14155550102")],
        action_url="https://example.com/out",
        **members,
    )
    return call(document, pages=pages, far_ends=far_ends), [request.payload for request in seen]


def test_the_first_that_answers_wins():
    ends = {"+14155550101": FarEnd(after=9), "+14155550102": FarEnd(after=4, talks=10)}
    done, [sent] = dialled(ends)
    assert sent["dial_status"] == "completed"
    assert sent["dialed_to"] == "+14155550102"
    assert sent["dial_duration"] == 10
    assert entries(done, "ring-tone")[0].until == 3 + 4


def test_digits_are_sent_to_whoever_answers():
    done, _ = dialled({"+14155550101": FarEnd(after=1)})
    assert "12#" in entries(done, "send-digits")[0].text


@pytest.mark.parametrize(
    ("ends", "status"),
    [
        ({"*": FarEnd(outcome="busy", after=2)}, "busy"),
        ({"*": FarEnd(outcome="no-answer")}, "no-answer"),
        ({"*": FarEnd(outcome="fails", after=1)}, "failed"),
        ({"*": FarEnd(after=31)}, "no-answer"),
    ],
)
def test_outcomes(ends, status):
    _, [sent] = dialled(ends)
    assert sent["dial_status"] == status
    assert sent["dial_duration"] == 0


def test_time_limit_of_a_talk():
    done, [sent] = dialled({"*": FarEnd(after=1, talks=500)}, time_limit=60)
    assert sent["dial_duration"] == 60
    assert "time limit of 60 s" in done.transcript.entries[-4].text + done.transcript.entries[-5].text


def test_recorded_talk():
    done, [sent] = dialled({"*": FarEnd(after=1, talks=12)}, record=True)
    assert sent["recording_url"] in done.facts.recording_urls


def test_without_action_url_the_next_instruction_runs():
    document = Response().dial(sip=[Sip("sip:a@example.com")], client=[Client("ann")]).say("after")
    done, _ = dialled({"client:ann": FarEnd(after=1), "*": FarEnd(outcome="busy")}, document)
    assert done.transcript.spoken() == ["after"]
    assert "client:ann" in entries(done, "talk")[0].text


# --- Record -----------------------------------------------------------------------------------------------------------


def recorded(*turns, callee=None, **members):
    pages: dict = {}
    seen = asked(pages, "https://example.com/rec", Response().say("kept"))
    done = call(Response().record(action_url="https://example.com/rec", **members), *turns, pages=pages, callee=callee)
    return done, [request.payload for request in seen]


def test_silence_ends_a_recording():
    done, [sent] = recorded(Turn(say="this is a message for you"), timeout=4)
    assert sent["ended_by"] == "silence"
    assert sent["recording_duration"] == 2
    assert done.world.recordings[sent["recording_uuid"]].stretches[0][0] == 0


def test_silence_is_kept_when_asked_for():
    _, [sent] = recorded(Turn(say="this is a message for you"), timeout=4, trim="do-not-trim")
    assert sent["recording_duration"] == 7  # a second of thinking, two of words, four of silence


def test_a_key_ends_a_recording():
    _, [sent] = recorded(Turn(say="hello"), Turn(press="#"), finish_on_key="#")
    assert (sent["ended_by"], sent["digits"]) == ("key", "#")


def test_what_is_said_is_said_to_its_end_before_a_key():
    done, [sent] = recorded(Turn(say="this is a message for you"), Turn(press="5"))
    said = entries(done, "speech")[0]
    assert (sent["ended_by"], said.is_cut) == ("key", False)


def test_other_keys_do_not():
    _, [sent] = recorded(Turn(say="hello"), Turn(press="12"), finish_on_key="#")
    assert sent["ended_by"] == "silence"


def test_the_longest_length_ends_a_recording():
    done, [sent] = recorded(Turn(say="word " * 200), max_length=10)
    assert sent["ended_by"] == "max_length"
    assert entries(done, "speech")[0].is_cut


def test_hanging_up_ends_a_recording_and_still_tells_of_it():
    done, asked_for = recorded(Turn(say="hello"), Turn(hang_up=True, wait=1))
    assert asked_for == []
    [hook] = [hook for hook in done.world.webhooks if hook.what == "record"]
    assert hook.payload["ended_by"] == "hangup"


def test_whoever_has_left_a_message_hangs_up():
    done, _ = recorded(Turn(say="call me back please"), Turn(hang_up=True))
    [hook] = [hook.payload for hook in done.world.webhooks if hook.what == "record"]
    assert (hook["ended_by"], entries(done, "speech")[0].is_cut) == ("hangup", False)


def test_a_beep_comes_first_unless_not_wanted():
    assert "beep" in kinds(recorded()[0])
    assert "beep" not in kinds(recorded(play_beep=False)[0])


def test_transcription_comes_later():
    done, _ = recorded(Turn(say="call me back"), transcribe=True, transcription_url="https://example.com/text")
    [hook] = [hook for hook in done.world.webhooks if hook.what == "transcription"]
    assert hook.payload["transcription_text"] == "call me back"
    assert hook.delay == 5


def test_the_recording_is_told_of_before_its_transcript():
    asked = []

    class Listening(SimulatedWorld):
        def perform(self, effect, acts, now):
            if isinstance(effect, Fetch | Notify):
                asked.append(effect.what)
            return super().perform(effect, acts, now)

    document = Response().record(
        action_url="https://example.com/rec", transcribe=True, transcription_url="https://example.com/text"
    )
    order = Order(from_="+14155550100", to="+14155550199", answer_url=URL)
    world = Listening({URL: document, "https://example.com/rec": Response().say("kept")})
    play(world, order, ScriptedCallee([Turn(say="call me back")]))
    assert asked == ["answer", "record", "transcription"]


# --- Stream, Conference, Redirect, Hangup, Reject ------------------------------------------------------------------------


def test_stream_tells_of_its_start_and_end():
    document = Response().stream(
        "wss://example.com/a", name="agent", status_callback_url="https://example.com/s", parameters={"a": "1"}
    )
    done = call(document.say("after"))
    hooks = [hook.payload for hook in done.world.webhooks]
    assert [hook["event"] for hook in hooks] == ["stream-started", "stream-stopped"]
    assert hooks[0]["stream_name"] == "agent"
    assert done.transcript.spoken() == ["after"]


def test_a_conference_waits_to_music_and_begins():
    document = Response().conference("room", start_on_enter=False, wait_url="https://example.com/wait").say("bye")
    pages = {
        "https://example.com/wait": Response()
        .say("Please hold.")
        .play("https://example.com/m.mp3")
        .dial(numbers=[Number("+14155550101")])
    }
    done = call(document, pages=pages, settings=Settings(conference_seconds=30, conference_starts_after=8))
    assert [entry.text for entry in entries(done, "room")] == [
        'joins the room "room"',
        "the conference starts",
        "the conference ends",
    ]
    assert entries(done, "conference")[0].until == pytest.approx(3 + 30)
    assert "Dial is passed over" in entries(done, "wait")[0].text
    assert done.transcript.spoken()[-1] == "bye"


def test_leaving_a_room_by_hanging_up():
    document = Response().conference("room", status_callback_url="https://example.com/c")
    done = call(document, Turn(hang_up=True, wait=5))
    assert [hook.payload["event"] for hook in done.world.webhooks] == [
        "conference.participant-joined",
        "conference.participant-left",
    ]


def test_redirect_leaves_the_rest_behind():
    pages: dict = {}
    seen = asked(pages, "https://example.com/next", Response().say("there"))
    done = call(Response().redirect("https://example.com/next", method="GET").say("never"), pages=pages)
    assert done.transcript.spoken() == ["there"]
    assert seen[0].method == "GET"


def test_redirects_in_no_time_are_an_endless_loop():
    done = call(Response().redirect(URL))
    assert (done.facts.status, done.facts.end_reason) == ("failed", "endless-loop")


def test_redirects_that_take_time_are_counted():
    done = call(Response().pause(1).redirect(URL), settings=Settings(max_documents=50))
    assert done.facts.end_reason == "too-many-documents"


@pytest.mark.parametrize("reason", ["completed", "busy", "rejected"])
def test_hangup_reasons(reason):
    done = call(Response().hangup(reason=reason).say("never"))
    assert (done.facts.status, done.facts.end_reason) == ("completed", reason)


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "failed")])
def test_reject_refuses_an_inbound_call(reason, status):
    done = call(Response().reject(reason=reason), direction="inbound")
    assert (done.facts.status, done.facts.answer_time) == (status, None)


def test_reject_on_an_outbound_call_is_a_problem():
    assert "only works" in call(Response().reject()).problems[0]
    done = call(Response().reject().say("still here"), settings=Settings(reject_outbound="ignore"))
    assert done.transcript.spoken() == ["still here"]


# --- the call as a whole ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pick_up", "status"),
    [
        (PickUp(outcome="busy"), "busy"),
        (PickUp(outcome="no-answer"), "no-answer"),
        (PickUp(outcome="fails"), "failed"),
        (PickUp(after=61), "no-answer"),
        (PickUp(outcome="machine"), "completed"),
    ],
)
def test_how_a_call_is_taken(pick_up, status):
    callee = ScriptedCallee(pick_up=pick_up)
    done = call(Response().say("hi"), callee=callee, machine_detection="Enable")
    assert done.facts.status == status
    if pick_up.outcome == "machine":
        assert done.facts.machine_detection_result == "machine"


def test_time_limit_ends_anything():
    done = call(Response().pause(500), time_limit=60)
    assert (done.facts.duration, done.facts.end_reason) == (60, "time-limit")


def test_fallback_is_asked_when_the_answer_fails():
    pages = {"https://example.com/fallback": Response().say("sorry")}
    done = call(b"{}", pages=pages, fallback_url="https://example.com/fallback")
    assert done.transcript.spoken() == ["sorry"]
    assert "invalid document" in done.problems[0]


def test_without_fallback_the_call_fails():
    done = call(b'{"voxml_version": "1.0", "instructions": [{"verb": "Say", "txt": "hi"}]}')
    assert (done.facts.status, done.facts.end_reason) == ("failed", "answer-failed")
    assert '"txt"' in done.problems[0]


def test_an_answer_in_xml_fails_on_the_wire():
    done = call(Response().say("hi").to_xml())
    assert done.facts.status == "failed"


def test_webhooks_tell_of_every_change():
    hooks = call(
        Response().hangup(),
        ring_url="https://example.com/ring",
        hangup_url="https://example.com/end",
        status_callback_url="https://example.com/status",
    ).world.webhooks
    told = [(hook.url.rpartition("/")[2], hook.payload["event"], hook.payload["status"]) for hook in hooks]
    assert told == [
        ("ring", "call.ringing", "ringing"),
        ("status", "call.ringing", "ringing"),
        ("status", "call.answered", "answered"),
        ("end", "call.ended", "completed"),
        ("status", "call.ended", "completed"),
    ]


def test_four_hours_are_played_at_once():
    done = call(Response().say("hello", loop=0), time_limit=14_400)
    assert done.facts.duration == 14_400


def test_a_person_of_ones_own():
    class Impatient(Callee):
        def act(self, moment):
            return HungUp(moment.now + 1.5)

    done = call(Response().say("word " * 50), callee=Impatient())
    assert done.facts.end_reason == "callee-hangup"
    assert done.facts.duration == 2


def test_an_endless_open_line():
    done = call(Response().say("hi"), settings=Settings(document_end="hold"), time_limit=100)
    assert done.facts.duration == 100


def test_empty_document():
    assert call(Response()).facts.end_reason == "end-of-document"


def test_expectations():
    done = call(gather(say=Say("Press 1.")), Turn(hears="PRESS   1", press="9"), Turn(hears="lottery", within=3))
    assert [miss.message for miss in done.callee.misses] == ['did not hear "lottery" within 3 s'] or [
        miss.message for miss in done.callee.misses
    ] == ['never heard "lottery"']


def test_a_recorded_conference():
    document = Response().conference("room", record=True, status_callback_url="https://example.com/c")
    done = call(document, settings=Settings(conference_seconds=30, conference_starts_after=8))
    [told] = [hook.payload for hook in done.world.webhooks if hook.payload["event"] == "conference.recording-completed"]
    assert told["recording_duration"] == 22
    assert told["recording_url"] in done.facts.recording_urls


@pytest.mark.parametrize(
    ("muted", "kind", "told"),
    [
        (False, "speech", '"hello there"'),
        (True, "unheard", 'says "hello there", which nothing listens for'),
    ],
)
def test_somebody_muted_is_not_heard(muted, kind, told):
    done = call(Response().conference("room", muted=muted), Turn(say="hello there", wait=12))
    assert entry_text(entries(done, kind)[0]) == told
