"""Fixtures for pytest: `phone`, which hears a call document, and `tryvox`, an emulator with a client for it.

pytest finds them by itself once voxml is installed. Nothing is imported until a test asks for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxml.testing.emulated import Emulated
    from voxml.testing.phone import Phone


@pytest.fixture
def phone(request: pytest.FixtureRequest) -> Iterator[Phone]:
    """A phone: `phone.call("menu.xml")`, `phone.hears("…")`, `phone.presses("1")`, `phone.says("…")`,
    `phone.hangs_up()`.

    In a test that also uses `tryvox`, calls to `phone.number` reach it: `tryvox.picks_up(phone)`.
    """
    from voxml.testing.phone import Phone

    made = Phone()
    if "tryvox" in request.fixturenames:
        request.getfixturevalue("tryvox").attach(made)
    yield made
    made.close()


@pytest.fixture
def tryvox() -> Iterator[Emulated]:
    """A running emulator: `tryvox.url`, `tryvox.calls.create(…)`, `tryvox.serves({url: document})`."""
    from voxml.calls.client import TryVox
    from voxml.emulator.server import running
    from voxml.testing.emulated import Emulated

    with running(seed=1) as emulator, TryVox("AC000001", "tvx_sk_test_pytest", base_url=emulator.url) as client:
        yield Emulated(emulator, client)
