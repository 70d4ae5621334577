"""The time zones of numbers, area code by area code, against the zones of their regions."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from voxml.calls.batch.zones import _table, zones_of

#: Area codes of North America by the zones that are used in them: the maps of NANPA and CNA, beside the IANA zones.
NORTH_AMERICA = """\
New_York: 201 202 203 207 212 215 216 220 223 227 229 234 239 240 248 252 260 267 269 272 276 283 301 302 304 305 313
  315 317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 434 440 443 445 463 470
  472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 582 585 586 603 607 609 610 614 616 617 631 640 645
  646 656 667 678 680 681 686 689 703 704 706 716 717 718 724 727 728 732 734 740 743 754 757 762 765 770 771 772 774
  781 786 802 803 804 810 813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 863 864 865 878 904 908
  910 912 914 917 919 929 934 937 941 943 947 948 954 959 973 978 980 984 989
New_York Chicago: 219 270 364 423 448 574 606 729 812 850 906 930
Chicago: 205 210 214 217 218 224 225 228 251 254 256 262 274 281 309 312 314 316 318 319 320 325 331 337 346 361 402
  405 409 414 417 430 447 464 469 479 501 504 507 512 515 531 534 539 557 563 572 573 601 608 612 615 618 630 636 641
  651 659 660 662 682 708 712 713 715 726 730 731 737 763 769 773 779 806 815 816 817 830 832 847 870 872 901 903 913
  918 920 936 938 940 945 952 956 972 975 979 985
Chicago Denver: 308 605 620 701 785
Denver: 303 307 385 406 435 505 575 719 720 801 915 970 983
Denver Los_Angeles: 208 458 541 775 986
Phoenix: 480 520 602 623
Phoenix Denver: 928
Los_Angeles: 206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 503 509 510 530 559 562 564 619 626 628
  650 657 661 669 702 707 714 725 747 760 805 818 820 831 840 858 909 916 925 949 951 971
Anchorage Adak: 907
Honolulu: 808
Toronto: 226 249 289 343 365 382 416 437 438 450 468 514 519 548 579 613 647 683 705 742 753 819 873 905 942
Toronto Winnipeg: 807
Toronto Halifax: 367 418 581
Winnipeg: 204 431 584
Regina: 306 474 639
Edmonton: 368 403 587 780 825
Vancouver Edmonton Dawson_Creek: 236 250 257 672 778
Vancouver: 604
Whitehorse Edmonton Winnipeg Iqaluit: 867
Halifax: 428 506 782 902
St_Johns Goose_Bay: 709 879
Puerto_Rico: 340 787 939
Santo_Domingo: 809 829 849
Jamaica: 658 876
Nassau: 242
Barbados: 246
Anguilla: 264
Antigua: 268
Tortola: 284
Cayman: 345
Bermuda: 441
Grenada: 473
Grand_Turk: 649
Montserrat: 664
Saipan: 670
Guam: 671
Pago_Pago: 684
Curacao: 721
St_Lucia: 758
Dominica: 767
St_Vincent: 784
Port_of_Spain: 868
St_Kitts: 869
"""
#: Brazil by DDD (Anatel), Australia by region, Russia and Indonesia by area code.
OTHERS = """\
Sao_Paulo: 5511 5512 5513 5514 5515 5516 5517 5518 5519 5521 5522 5524 5527 5528 5531 5532 5533 5534 5535 5537 5538 5541
  5542 5543 5544 5545 5546 5547 5548 5549 5551 5553 5554 5555 5561 5562 5564
Araguaina: 5563
Cuiaba: 5565 5566
Campo_Grande: 5567
Rio_Branco: 5568
Porto_Velho: 5569
Bahia: 5571 5573 5574 5575 5577
Maceio: 5579 5582
Recife Noronha: 5581
Recife: 5583 5584 5587
Fortaleza: 5585 5586 5588 5589 5598 5599
Belem: 5591 5594 5596
Santarem: 5593
Manaus: 5592
Boa_Vista: 5595
Manaus Eirunepe: 5597
Sydney Lord_Howe: 612
Melbourne Hobart: 613
Brisbane: 617
Adelaide Darwin Perth Broken_Hill: 618
Perth Sydney Brisbane Adelaide Darwin: 614
Kaliningrad: 7401
Samara: 7341 7846 7848
Saratov: 7845
Ulyanovsk: 7842
Astrakhan: 7851
Moscow: 7495 7499 7496 7498 7812 7813 7811 7814 7815 7816 7817 7818 7820 7821 7831 7833 7834 7835 7836 7841 7843 7844
  7847 7855 7861 7862 7863 7865 7866 7867 7869 7871 7872 7873 7877 7878 7879 7471 7472 7473 7474 7475 7481 7482 7483
  7484 7485 7486 7487 7491 7492 7493 7494 7365
Yekaterinburg: 7342 7343 7345 7346 7347 7349 7351 7352 7353
Omsk: 7381
Tomsk: 7382
Novosibirsk: 7383
Novokuznetsk: 7384
Barnaul: 7385 7388
Krasnoyarsk: 7390 7391 7394
Irkutsk: 7395 7301
Chita: 7302
Yakutsk Vladivostok Srednekolymsk: 7411
Yakutsk: 7416
Vladivostok: 7421 7423 7426
Magadan: 7413
Sakhalin: 7424
Kamchatka: 7415
Anadyr: 7427
Kaliningrad Moscow Yekaterinburg Novosibirsk Vladivostok Kamchatka: 7900 7916 7925 7999
Jakarta: 6221 6222 6224 6231 62251 62271 62341 62351 6261 62711 62751 62561 62536
Makassar: 62361 62370 62380 62411 62431 62511 62541 62551
Jayapura: 62911 62921 62967 62986
Jakarta Makassar Jayapura: 62811 62852 62899
"""
_REGIONS = ("America", "Pacific", "Australia", "Europe", "Asia", "Atlantic")


known_zones = cache(zoneinfo.available_timezones)  # it reads the names of some hundred files


@cache
def zone(city: str) -> ZoneInfo:
    known = known_zones()
    return ZoneInfo(next(f"{region}/{city}" for region in _REGIONS if f"{region}/{city}" in known))


def entries(table: str, prefix: str = "") -> list[tuple[str, str]]:
    lines = (line.partition(": ") for line in table.replace("\n  ", " ").splitlines())
    return [(f"{prefix}{code}", cities) for cities, _, codes in lines for code in codes.split()]


#: Both halves of a year, as summer time differs.
MOMENTS = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in (1, 7)]


def offsets(moment: datetime, zones: list[ZoneInfo]) -> set[timedelta]:
    return {offset for zone in zones if (offset := moment.astimezone(zone).utcoffset()) is not None}


@pytest.mark.parametrize(("code", "cities"), entries(NORTH_AMERICA, "1") + entries(OTHERS))
def test_every_clock_of_a_code_is_asked(code: str, cities: str) -> None:
    """Quiet is what is quiet between the earliest and the latest clock of an area."""
    number = f"+{code}{'5550101555'[: 11 - len(code)]}"
    found = [ZoneInfo(name) for name in zones_of(number)]
    for moment in MOMENTS:
        asked, lived = offsets(moment, found), offsets(moment, [zone(city) for city in cities.split()])
        assert min(asked) <= min(lived) and max(lived) <= max(asked), (number, zones_of(number))


@pytest.mark.parametrize(("code", "cities"), [each for each in entries(NORTH_AMERICA, "1") if each[1].count(" ") == 0])
def test_a_code_with_one_clock_is_asked_no_other(code: str, cities: str) -> None:
    if code in ("1306", "1474", "1639"):
        return  # Lloydminster has Alberta's clock, Creighton Manitoba's
    found = [ZoneInfo(name) for name in zones_of(f"+{code}5550101")]
    for moment in MOMENTS:
        assert offsets(moment, found) == offsets(moment, [zone(cities)])


def test_every_zone_of_the_table_is_known() -> None:
    known = zoneinfo.available_timezones()
    assert {name for zones in _table().values() for name in zones} <= known


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+12125550100", ("America/New_York",)),
        ("+14155550100", ("America/Los_Angeles",)),
        ("+13685550101", ("America/Edmonton",)),
        ("+4915112345678", ("Europe/Berlin",)),
        ("+34612345678", ("Atlantic/Canary", "Europe/Madrid")),
        ("+99912345678", ()),
        ("+881612345678", ()),
    ],
)
def test_zones(number: str, zones: tuple[str, ...]) -> None:
    assert zones_of(number) == zones


def test_where_a_number_does_not_tell() -> None:
    for number in ("+18005550100", "+19995550100"):
        assert {"America/St_Johns", "America/New_York", "Pacific/Honolulu"} <= set(zones_of(number))
    assert {"Australia/Perth", "Australia/Sydney"} <= set(zones_of("+61412345678"))
