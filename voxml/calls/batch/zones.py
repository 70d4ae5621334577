"""The time zones that a telephone number may be in, by its first digits.

They are those of Google's libphonenumber (package phonenumbers). The table below replaces them where that data
names one zone for an area that has several, or another area's zone; the longest beginning of a number counts.
Zones have the names of the IANA database.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from phonenumbers import phonenumberutil, timezone
from phonenumbers.tzdata import TIMEZONE_DATA

#: Zones, and the first digits of the numbers there. Sources: 49 CFR part 71 and the area code maps of NANPA (United
#: States), the Canadian Numbering Administrator, Anatel (Brazil), ACMA (Australia), the number plan of Russia, and that
#: of Indonesia (Kominfo), each beside the zone borders in the IANA database.
_TABLE = """\
America/New_York America/Chicago: 1219 1270 1364 1423 1448 1574 1606 1729 1812 1850 1906 1930
America/Chicago America/New_York: 1334 1483
America/New_York: 1436 1465 1679 1689
America/Chicago America/Denver: 1308 1432 1580 1605 1620 1701 1785
America/Chicago: 1457 1471 1621 1861 1924
America/Boise America/Los_Angeles: 1208 1458 1541 1986
America/Los_Angeles America/Denver: 1775
America/Los_Angeles: 1357 1738 1837
America/Phoenix America/Denver: 1928
America/Anchorage America/Adak: 1907
America/Vancouver America/Edmonton America/Dawson_Creek: 1236 1250 1257 1672 1778
America/Regina America/Edmonton America/Winnipeg: 1306 1474 1639
America/Toronto America/Winnipeg America/Atikokan: 1807
America/Toronto America/Halifax America/Puerto_Rico: 1367 1418 1581
America/St_Johns America/Halifax: 1709 1879
America/Whitehorse America/Edmonton America/Winnipeg America/Iqaluit America/Atikokan: 1867
America/Sao_Paulo: 5591 5593 5594
America/Recife America/Noronha: 5581
America/Manaus America/Eirunepe: 5597
Australia/Sydney Australia/Lord_Howe: 612
Australia/Melbourne: 613
Australia/Brisbane Australia/Sydney: 617
Australia/Perth Australia/Eucla Australia/Darwin Australia/Adelaide: 618
Australia/Perth Indian/Christmas Indian/Cocos: 6189162 6189164
Australia/Perth Australia/Eucla Australia/Darwin Australia/Adelaide Australia/Brisbane Australia/Sydney
  Australia/Lord_Howe Indian/Christmas Indian/Cocos: 61
Asia/Jakarta Asia/Makassar Asia/Jayapura: 62
Asia/Jakarta: 622 6231 6232 6233 6234 6235 62513 62519 62522 62525 62528 6253 6256 626 627
Asia/Makassar: 6236 6237 6238 624 62511 62512 62517 62518 62527 6254 6255
Asia/Jakarta Asia/Makassar: 62526
Asia/Jayapura: 629
Europe/Kaliningrad Europe/Moscow Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Irkutsk Asia/Yakutsk
  Asia/Vladivostok Asia/Magadan Asia/Kamchatka: 7
Europe/Kaliningrad: 7401
Europe/Samara: 7341 7842 7845 7846 7848 7851
Europe/Moscow: 7365 747 748 7492 7493 7494 7495 7496 7498 7499 781 782 783 7841 7843 7844 7847 7855 786 787
Asia/Yekaterinburg: 7342 7343 7345 7346 7347 7349 735
Asia/Omsk: 7381
Asia/Novosibirsk: 7382 7383 7384 7385 7388
Asia/Krasnoyarsk: 739
Asia/Irkutsk: 7301 7395
Asia/Yakutsk: 7302 7416
Asia/Yakutsk Asia/Vladivostok Asia/Srednekolymsk: 7411
Asia/Vladivostok: 7421 7423 7426
Asia/Magadan: 7413
Asia/Sakhalin: 7424
Asia/Kamchatka: 7415
Asia/Anadyr: 7427
Asia/Almaty Asia/Aqtobe: 76 77
America/Santiago America/Punta_Arenas Pacific/Easter: 56
America/Santiago: 562
America/Punta_Arenas: 5661 5667
Pacific/Port_Moresby Pacific/Bougainville: 675
"""
_NOWHERE = "Etc/Unknown"


@lru_cache(maxsize=65536)
def zones_of(number: str) -> tuple[str, ...]:
    """Return the zones that an E.164 number may be in; none when its country is not known or has no place."""
    digits = number.removeprefix("+")
    table = _table()
    found = next((table[digits[:size]] for size in range(7, 0, -1) if digits[:size] in table), None)
    if found is None:
        found = _north_american(digits[:4]) if digits.startswith("1") else _by_library(number)
    return tuple(zone for zone in found if zone != _NOWHERE)


@cache
def _north_american(area: str) -> tuple[str, ...]:
    """Return all zones of an area code: a number is kept by those who move, so that its further digits are no measure."""
    zones = {zone for digits, found in _data().items() if digits.startswith(area) for zone in found}
    return tuple(sorted(zones)) or tuple(_data()["1"])


def _by_library(number: str) -> tuple[str, ...]:
    try:
        parsed = phonenumberutil.parse(number)
    except phonenumberutil.NumberParseException:
        return ()
    zones = tuple(timezone.time_zones_for_number(parsed))
    # A number that no plan has yet: all zones of its country.
    return tuple(_data().get(str(parsed.country_code), ())) if zones == (_NOWHERE,) else zones


def _data() -> dict[str, Any]:
    return TIMEZONE_DATA


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Return the table above, by the first digits."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.replace("\n  ", " ").splitlines():
        zones, _, beginnings = line.partition(": ")
        found.update(dict.fromkeys(beginnings.split(), tuple(zones.split())))
    return found
