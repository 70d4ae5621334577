"""private-address: An address that TryVox can't reach."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "private-address"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 9, 2, 41)]
    assert places(RULE, "json") == [(2, 20, 2, 61)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Play>https://localhost/a.wav</Play>",
        "<Play>https://LOCALHOST:8080/a.wav</Play>",
        "<Play>https://127.0.0.1/a.wav</Play>",
        "<Play>https://127.1/a.wav</Play>",
        "<Play>https://2130706433/a.wav</Play>",
        "<Play>https://0x7f000001/a.wav</Play>",
        "<Play>https://0177.0.0.1/a.wav</Play>",
        "<Play>https://0x7f.1/a.wav</Play>",
        "<Play>https://10.1.2.3/a.wav</Play>",
        "<Play>https://172.16.0.1/a.wav</Play>",
        "<Play>https://172.31.255.255/a.wav</Play>",
        "<Play>https://169.254.169.254/latest</Play>",
        "<Play>https://[::1]/a.wav</Play>",
        "<Play>https://[::ffff:10.0.0.1]/a.wav</Play>",
        "<Play>https://[fe80::1]/a.wav</Play>",
        "<Play>https://[fd12::1]:8443/a.wav</Play>",
        "<Play>https://printer.local/a.wav</Play>",
        "<Play>https://printer.local./a.wav</Play>",
        "<Play>https://api.internal/a.wav</Play>",
        "<Play>http://intranet:8000/a.wav</Play>",
        "<Dial><Sip>sip:desk@pbx</Sip></Dial>",
        "<Play>https://%31%32%37.0.0.1/a.wav</Play>",
        "<Play>https://１２７.0.0.1/a.wav</Play>",
        "<Play>https://example.com@127.0.0.1/a.wav</Play>",
        "<Play>https://127.0.0.1.nip.io/a.wav</Play>",
        "<Play>https://0.0.0.0/</Play>",
        '<Stream url="wss://192.168.0.9/s"/>',
        "<Dial><Sip>sip:a@192.168.0.9:5060;transport=tcp</Sip></Dial>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Play>https://172.32.0.1/a.wav</Play>",
        "<Play>https://8.8.8.8/a.wav</Play>",
        "<Play>https://11.0.0.1/</Play>",
        "<Play>https://localhost.example.com/</Play>",
        "<Play>https://10.example.com/</Play>",
        "<Play>https://[2606:4700::1111]/</Play>",
        "<Play>https://example.com/?to=127.0.0.1</Play>",
        "<Play>https://local.example/</Play>",
        "<Play>https://127.0.0.1@example.com/</Play>",
        "<Dial><Sip>sip:127.0.0.1@example.com</Sip></Dial>",
        "<Play>https://999.1.1.1/</Play>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
