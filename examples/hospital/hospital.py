"""Fifty documents of a hospital's telephone menu, from a few words about each.

Which key leads where stands in voxml.toml, since the host must know it too; what is said stands here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from voxml import Number, Response, Say, url_for

MENUS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("voxml.toml").read_text())["site"]["menus"]

PROMPTS = {
    "welcome": "Welcome to Lakeside Hospital. If this is an emergency, press 0. For appointments, press 1. For our "
    "departments, 2. For records, results and the pharmacy, 3. For billing, 4. For visitors, 5. For the operator, 9.",
    "appointments": "To book an appointment, press 1. To change one, 2. To cancel one, 3. For directions, 4.",
    "book": "For a first visit, press 1. For a follow-up, 2. For a vaccination, 3.",
    "departments": "For the heart centre, press 1. For children, 2. For maternity, 3. For surgery, 4. For imaging, 5. "
    "For the laboratory, 6.",
    "heart": "For the heart clinic, press 1. For rehabilitation, 2. To speak to a nurse, 3.",
    "children": "For the children's clinic, press 1. For the ward, 2. To speak to a nurse, 3.",
    "maternity": "If labour has begun, press 1. For our classes, 2. For the ward, 3.",
    "surgery": "For how to prepare for surgery, press 1. For what to do afterwards, 2. To speak to a nurse, 3.",
    "imaging": "For how to prepare for your scan, press 1. For results, 2.",
    "laboratory": "For our hours, press 1. For results, 2.",
    "patients": "For your records, press 1. For results, 2. For the pharmacy, 3. For an interpreter, 4.",
    "records": "For a copy of your records, press 1. To have them sent to your doctor, 2.",
    "pharmacy": "For a refill, press 1. For our hours, 2.",
    "billing": "To pay a bill, press 1. With a question about a bill, 2. About your insurance, 3.",
    "visiting": "For visiting hours, press 1. For parking, 2. For directions, 3. For the cafeteria, 4.",
}

#: Who picks up: the last digits of the extension.
DESKS = {
    "operator": 100,
    "emergency": 199,
    "change": 110,
    "book-first-visit": 111,
    "book-follow-up": 112,
    "book-vaccine": 113,
    "heart-clinic": 120,
    "heart-nurse": 121,
    "children-clinic": 130,
    "children-ward": 131,
    "children-nurse": 132,
    "maternity-labour": 140,
    "maternity-ward": 141,
    "surgery-nurse": 150,
    "imaging-results": 160,
    "results": 170,
    "records-doctor": 171,
    "interpreter": 180,
    "billing-question": 190,
    "billing-insurance": 191,
}

TEXTS = {
    "cancel": "To cancel, please use the link in your reminder message. Your place goes to someone who waits for one.",
    "directions": "We are at 1 Lakeside Avenue. Tram 4 and bus 17 stop in front of the main entrance.",
    "heart-rehab": "Rehabilitation is on the second floor of the heart centre, Monday to Friday from 8 to 6.",
    "maternity-classes": "Classes begin on the first Monday of each month at 7 in the evening. Partners are welcome.",
    "surgery-before": "Please do not eat or drink from midnight on, and bring a list of your medicines.",
    "surgery-after": "Keep the wound dry for two days. With fever, or more pain than before, call us at any hour.",
    "imaging-prepare": "Leave metal and jewellery at home, and tell us if you may be pregnant.",
    "laboratory-hours": "The laboratory is open from 7 in the morning to 4 in the afternoon, without appointment.",
    "pharmacy-hours": "The pharmacy is open every day from 8 in the morning to 9 in the evening.",
    "billing-pay": "You can pay on our website, or at the desk in the main hall, from 8 to 5.",
    "visiting-hours": "Visitors are welcome every day from 10 to 8. The intensive care ward has its own hours.",
    "parking": "Parking is in Garage B. The first hour is free, and visitors' tickets are stamped at the desk.",
    "cafeteria": "The cafeteria is in the garden wing, and open from 7 in the morning to 7 in the evening.",
}

#: Where a message is left; the recordings go to a server of the hospital's own.
MESSAGES = {
    "pharmacy-refill": "Please say your name, your date of birth and the medicine, after the tone.",
    "records-copy": "Please say your name, your date of birth and where to send the copy, after the tone.",
}
RECORDINGS = "https://recordings.hospital.example/messages"


def menu(name: str) -> Response:
    """Asks for a key; the host knows which document each one means."""
    here = url_for(name)
    return (
        Response()
        .gather(action_url=here, method=here.method, num_digits=1, timeout=7, say=Say(PROMPTS[name]))
        .say("We did not hear you.")
        .redirect(url_for("operator"), method="GET")
    )


def desk(name: str, extension: int) -> Response:
    """Rings a desk, and says what to do when nobody answers."""
    return (
        Response()
        .say("One moment, please.")
        .dial(numbers=[Number(f"+14155550{extension}")], timeout=25)
        .say("Everyone is with a patient. Please call again in a few minutes.")
        .hangup()
    )


def notice(text: str) -> Response:
    """Says something, and goes back to the beginning."""
    return Response().say(text).pause(length=1).redirect(url_for("welcome"), method="GET")


def message(text: str) -> Response:
    """Takes a message."""
    return Response().say(text).record(action_url=RECORDINGS, max_length=120, finish_on_key="#").hangup()


pages = {
    **{name: menu(name) for name in MENUS},
    **{name: desk(name, extension) for name, extension in DESKS.items()},
    **{name: notice(text) for name, text in TEXTS.items()},
    **{name: message(text) for name, text in MESSAGES.items()},
}
