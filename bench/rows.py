"""One row of data through a template: rendered and checked, against jinja2 rendering and lxml checking by the XSD.

python bench/rows.py [--rounds 50]
"""

from __future__ import annotations

import argparse
import itertools

import harness

PEERS = ("lxml",)
#: A short template, one with a loop, and one with everything.
TEMPLATES = ("appointment-reminder", "ivr-menu", "delivery-notice")


def measure(name: str, rounds: int) -> list[harness.Row]:
    from lxml import etree

    from templates import plain_jinja, rows_of
    from voxml.templating import Templates

    template = Templates().get(name)
    given = rows_of(name, 100)
    ours, theirs = itertools.cycle(given), itertools.cycle([template.check(row) for row in given])
    plain = plain_jinja(name)
    xsd = etree.XMLSchema(etree.parse(harness.TOP / "schemas" / "voxml-1.0.xsd"))

    def check() -> bool:
        return xsd.validate(etree.fromstring(plain(next(theirs)).encode()))

    assert check() is True
    contenders = {"voxml: render and check": lambda: template.wire(next(ours)), "jinja2 + lxml parse + XSD": check}
    medians = harness.compare(contenders, rounds=rounds)
    work = f"a row through the template {name}"
    return harness.rows(work, medians, "jinja2 + lxml parse + XSD", {"voxml: render and check": 2.0})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    rounds = parser.parse_args().rounds
    harness.environment(*PEERS)
    lines = [row for name in TEMPLATES for row in measure(name, rounds)]
    harness.show(lines)
    print(f"\nwritten to {harness.save('rows', lines).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
