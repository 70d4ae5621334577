"""The time zones that a telephone number may be in, by its first digits.

Calling codes are those of ITU-T E.164, area codes those of the North American Numbering Plan; zones have the
names of the IANA database. For a country with several zones all are given, unless the digits tell.
"""

from __future__ import annotations

import re
from functools import cache

#: Area codes of the North American Numbering Plan by zone, or by both at a border.
_AREAS = """\
America/New_York: 201 202 203 207 212 215 216 220 223 226 227 229 234 239 240 248 249 252 263 267 272 276
  283 289 301 302 304 305 313 315 321 324 326 329 330 332 336 339 343 347 351 352 354 365 367 368 380 382
  386 401 404 407 410 412 413 416 418 419 423 428 434 436 437 438 440 443 445 448 450 470 472 475 478 484
  502 508 513 514 516 517 518 519 540 548 551 561 567 570 571 579 581 582 585 586 603 606 607 609 610 613
  614 616 617 624 631 640 645 646 647 656 667 678 679 680 681 683 686 689 703 704 705 706 716 717 718 724
  727 728 729 732 734 740 742 743 753 754 757 762 770 771 772 774 781 786 802 803 804 810 813 814 819 821
  826 828 835 838 839 843 845 848 854 856 857 859 860 861 862 863 864 865 873 878 904 905 908 910 912 914
  917 919 929 934 937 941 942 943 947 948 954 959 973 978 980 984 989
America/New_York America/Chicago: 219 231 260 269 317 463 557 574 765 807 812 832 906 930
America/Chicago: 204 205 210 214 217 218 224 225 228 251 254 256 262 270 281 306 308 309 312 314 316 318 319
  320 325 331 334 337 346 353 361 364 402 405 409 414 417 430 431 447 456 464 469 474 479 501 504 507 512
  515 531 539 563 572 573 580 584 601 608 612 615 618 620 629 630 636 639 641 651 659 660 662 682 708 712
  713 715 726 730 731 737 763 769 773 779 785 806 815 816 817 830 847 870 872 901 903 913 918 920 931 936
  938 940 945 952 956 972 975 979 985
America/Chicago America/New_York: 850
America/Denver: 303 307 385 403 406 435 505 575 587 719 720 780 801 825 970 983
America/Phoenix: 480 520 602 623 928
America/Los_Angeles: 206 209 213 236 250 253 257 279 310 323 341 350 360 369 408 415 424 425 442 503 509 510
  530 559 562 564 604 619 626 628 650 657 661 669 672 702 707 714 725 738 760 775 778 805 818 820 831 840
  747 837 858 909 916 925 949 951 971
America/Chicago America/Denver: 432 605 701 915
America/Denver America/Los_Angeles: 208 458 541 986
America/Anchorage America/Adak: 907
Pacific/Honolulu: 808
America/Halifax: 506 782 902
America/St_Johns America/Halifax: 709 879
America/Puerto_Rico: 340 787 939
America/Puerto_Rico Pacific/Pago_Pago: 684
Pacific/Guam: 670 671
America/Yellowknife America/Whitehorse America/Iqaluit: 867
America/Santo_Domingo: 809 829 849
America/Jamaica: 658 876
America/Nassau: 242
America/Barbados: 246
America/Port_of_Spain: 264 268 284 473 664 721 758 767 784 868 869
Atlantic/Bermuda: 441
America/Cayman: 345
America/Grand_Turk: 649
"""
#: Numbers of the plan that tell no place, such as 800: all of its zones from east to west.
_EVERYWHERE = (
    "America/St_Johns", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip
#: Calling codes by zone, or by zones.
_COUNTRIES = """\
Africa/Cairo: 20
Africa/Juba: 211
Africa/Casablanca: 212
Africa/Algiers: 213
Africa/Tunis: 216
Africa/Tripoli: 218
Africa/Banjul: 220
Africa/Dakar: 221
Africa/Nouakchott: 222
Africa/Bamako: 223
Africa/Conakry: 224
Africa/Abidjan: 225
Africa/Ouagadougou: 226
Africa/Niamey: 227
Africa/Lome: 228
Africa/Porto-Novo: 229
Indian/Mauritius: 230
Africa/Monrovia: 231
Africa/Freetown: 232
Africa/Accra: 233
Africa/Lagos: 234
Africa/Ndjamena: 235
Africa/Bangui: 236
Africa/Douala: 237
Atlantic/Cape_Verde: 238
Africa/Sao_Tome: 239
Africa/Malabo: 240
Africa/Libreville: 241
Africa/Brazzaville: 242
Africa/Kinshasa Africa/Lubumbashi: 243
Africa/Luanda: 244
Africa/Bissau: 245
Indian/Mahe: 248
Africa/Khartoum: 249
Africa/Kigali: 250
Africa/Addis_Ababa: 251
Africa/Mogadishu: 252
Africa/Djibouti: 253
Africa/Nairobi: 254
Africa/Dar_es_Salaam: 255
Africa/Kampala: 256
Africa/Bujumbura: 257
Africa/Maputo: 258
Africa/Lusaka: 260
Indian/Antananarivo: 261
Indian/Reunion Indian/Mayotte: 262
Africa/Harare: 263
Africa/Windhoek: 264
Africa/Blantyre: 265
Africa/Maseru: 266
Africa/Gaborone: 267
Africa/Mbabane: 268
Indian/Comoro: 269
Africa/Johannesburg: 27
Europe/Athens: 30
Europe/Amsterdam: 31
Europe/Brussels: 32
Europe/Paris: 33
Europe/Madrid Atlantic/Canary: 34
Europe/Gibraltar: 350
Europe/Lisbon Atlantic/Azores: 351
Europe/Luxembourg: 352
Europe/Dublin: 353
Atlantic/Reykjavik: 354
Europe/Tirane: 355
Europe/Malta: 356
Asia/Nicosia: 357
Europe/Helsinki: 358
Europe/Sofia: 359
Europe/Budapest: 36
Europe/Vilnius: 370
Europe/Riga: 371
Europe/Tallinn: 372
Europe/Chisinau: 373
Asia/Yerevan: 374
Europe/Minsk: 375
Europe/Andorra: 376
Europe/Monaco: 377
Europe/San_Marino: 378
Europe/Kyiv: 380
Europe/Belgrade: 381 383
Europe/Podgorica: 382
Europe/Zagreb: 385
Europe/Ljubljana: 386
Europe/Sarajevo: 387
Europe/Skopje: 389
Europe/Rome: 39
Europe/Bucharest: 40
Europe/Zurich: 41
Europe/Prague: 420
Europe/Bratislava: 421
Europe/Vaduz: 423
Europe/Vienna: 43
Europe/London: 44
Europe/Copenhagen: 45
Europe/Stockholm: 46
Europe/Oslo: 47
Europe/Warsaw: 48
Europe/Berlin: 49
America/Belize: 501
America/Guatemala: 502
America/El_Salvador: 503
America/Tegucigalpa: 504
America/Managua: 505
America/Costa_Rica: 506
America/Panama: 507
America/Port-au-Prince: 509
America/Lima: 51
America/Mexico_City America/Tijuana America/Cancun: 52
America/Havana: 53
America/Argentina/Buenos_Aires: 54
America/Sao_Paulo America/Manaus America/Rio_Branco America/Noronha: 55
America/Santiago Pacific/Easter: 56
America/Bogota: 57
America/Caracas: 58
America/Guadeloupe: 590
America/La_Paz: 591
America/Guyana: 592
America/Guayaquil Pacific/Galapagos: 593
America/Cayenne: 594
America/Asuncion: 595
America/Martinique: 596
America/Paramaribo: 597
America/Montevideo: 598
Asia/Kuala_Lumpur: 60
Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Darwin Australia/Perth: 61
Asia/Jakarta Asia/Makassar Asia/Jayapura: 62
Asia/Manila: 63
Pacific/Auckland: 64
Asia/Singapore: 65
Asia/Bangkok: 66
Asia/Dili: 670
Asia/Brunei: 673
Pacific/Port_Moresby: 675
Pacific/Tongatapu: 676
Pacific/Fiji: 679
Pacific/Apia: 685
Pacific/Noumea: 687
Pacific/Tahiti: 689
Europe/Kaliningrad Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok Asia/Kamchatka: 7
Asia/Almaty: 76 77
Asia/Tokyo: 81
Asia/Seoul: 82
Asia/Ho_Chi_Minh: 84
Asia/Pyongyang: 850
Asia/Hong_Kong: 852
Asia/Macau: 853
Asia/Phnom_Penh: 855
Asia/Vientiane: 856
Asia/Shanghai: 86
Asia/Dhaka: 880
Asia/Taipei: 886
Europe/Istanbul: 90
Asia/Kolkata: 91
Asia/Karachi: 92
Asia/Kabul: 93
Asia/Colombo: 94
Asia/Yangon: 95
Indian/Maldives: 960
Asia/Beirut: 961
Asia/Amman: 962
Asia/Damascus: 963
Asia/Baghdad: 964
Asia/Kuwait: 965
Asia/Riyadh: 966
Asia/Aden: 967
Asia/Muscat: 968
Asia/Hebron: 970
Asia/Dubai: 971
Asia/Jerusalem: 972
Asia/Bahrain: 973
Asia/Qatar: 974
Asia/Thimphu: 975
Asia/Ulaanbaatar: 976
Asia/Kathmandu: 977
Asia/Tehran: 98
Asia/Dushanbe: 992
Asia/Ashgabat: 993
Asia/Baku: 994
Asia/Tbilisi: 995
Asia/Bishkek: 996
Asia/Tashkent: 998
"""


def zones_of(number: str) -> tuple[str, ...]:
    """The zones that an E.164 number may be in; none when its country is not known."""
    digits = number.removeprefix("+")
    if digits.startswith("1"):
        return _read(_AREAS).get(digits[1:4], _EVERYWHERE)
    countries = _read(_COUNTRIES)
    return next((countries[digits[:size]] for size in (3, 2, 1) if digits[:size] in countries), ())


@cache
def _read(table: str) -> dict[str, tuple[str, ...]]:
    """A table above, by code."""
    found: dict[str, tuple[str, ...]] = {}
    for zones, codes in re.findall(r"^(\S.*?): ([0-9\s]+)$", table, re.MULTILINE):
        found.update(dict.fromkeys(codes.split(), tuple(zones.split())))
    return found
