"""Which hosts are this machine, which are public: one answer for rules, calls, probe and emulator."""

from __future__ import annotations

import pytest

from voxml.net.addresses import is_example, is_loopback, is_public, why_private

LOOPBACK = [
    "localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0X7F.1", "0177.0.0.1",
    "0.0.0.0", "::1", "[::1]", "::", "::ffff:127.0.0.1", "::1%lo",
]  # fmt: skip
PRIVATE = [
    "10.1.2.3",
    "192.168.0.1",
    "169.254.169.254",
    "fe80::1",
    "fd12::1",
    "printer.local",
    "intranet",
    "db.internal",
]
PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "tryvox.io", "a.github.io", "localhost.acme.com", "127.0.0.1.acme.com"]


@pytest.mark.parametrize("host", LOOPBACK)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert not is_public(host)


@pytest.mark.parametrize("host", PRIVATE)
def test_private(host: str) -> None:
    assert not is_loopback(host)
    assert not is_public(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public(host: str) -> None:
    assert not is_loopback(host)
    assert is_public(host)


@pytest.mark.parametrize("host", ["", "127.0.0.1x", "300.1.1.1", ":::", "x" * 300])
def test_what_is_no_address_is_no_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_names_for_documentation_are_examples() -> None:
    assert is_example("example.com")
    assert is_example("Api.Example.org.")
    assert not is_example("example.io")
    assert not is_public("example.com")


def test_reasons_are_in_words() -> None:
    assert why_private("localhost") == "this machine"
    assert why_private("10.0.0.1") == "a private network"
    assert why_private("8.8.8.8") is None
