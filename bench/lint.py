"""Lint 10,000 small files and one document of 100,000 instructions, against xmllint and check-jsonschema.

    python bench/lint.py [--rounds 5] [--files 10000] [--instructions 100000]

Ours has all rules on (`--preset strict`) and prints each diagnostic on a line (`--output-format concise`), with as many
processes as there are cores; xmllint and check-jsonschema run as two processes by xargs. Half of the files are invalid.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import corpus
import harness
import processes

PEERS = ("check-jsonschema==0.39.0", "yamllint==1.38.0")
XSD = harness.TOP / "schemas" / "voxml-1.0.xsd"
SCHEMA = harness.TOP / "schemas" / "voxml-1.0.schema.json"
#: A peer that finds errors ends with 1 or 3, and xargs then with 123.
CODES = (0, 1, 123)


def voxml(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "voxml", "lint", *arguments]


def xargs(folder: str, form: str, *command: str) -> list[str]:
    quoted = " ".join(f"'{part}'" for part in command)
    return ["sh", "-c", f"find {folder} -name '*.{form}' | xargs -P2 {quoted}"]


def many_xml(folder: Path, rounds: int, files: int) -> list[harness.Row]:
    corpus.write(folder / "xml", files, "xml")
    (folder / "xml" / "voxml.toml").write_text("")
    time.sleep(0.1)
    all_rules = ("xml", "--preset", "strict", "--output-format", "concise")
    contenders = {
        "voxml lint --no-cache": voxml(*all_rules, "--no-cache"),
        "voxml lint, unchanged, cached": voxml(*all_rules),
        "xargs -P2 xmllint --schema": xargs("xml", "xml", "xmllint", "--noout", "--schema", str(XSD)),
    }
    # The first run fills the cache, of which the second contender is to be asked.
    processes.compare({"fills the cache": contenders["voxml lint, unchanged, cached"]}, folder, rounds=1, codes=CODES)
    medians = processes.compare(contenders, folder, rounds=rounds, codes=CODES)
    work = f"lint {files:,} different XML files, half of them invalid"
    targets = {"voxml lint --no-cache": 6.0, "voxml lint, unchanged, cached": 1.2}
    return harness.rows(work, processes.seconds(medians), "xargs -P2 xmllint --schema", targets)


def many_json(folder: Path, rounds: int, files: int) -> list[harness.Row]:
    corpus.write(folder / "json", files, "json")
    (folder / "json" / "voxml.toml").write_text("")
    checker = str(Path(sys.executable).with_name("check-jsonschema"))
    contenders = {
        "voxml lint --no-cache": voxml("json", "--preset", "strict", "--output-format", "concise", "--no-cache"),
        "xargs -P2 check-jsonschema": xargs("json", "json", checker, "--schemafile", str(SCHEMA)),
    }
    medians = processes.compare(contenders, folder, rounds=rounds, codes=CODES)
    work = f"lint {files:,} different JSON files, half of them invalid"
    return harness.rows(work, processes.seconds(medians), "xargs -P2 check-jsonschema", {"voxml lint --no-cache": 0.12})


def one_long(folder: Path, rounds: int, instructions: int) -> list[harness.Row]:
    corpus.write_long(folder / "long.xml", instructions)
    contenders = {
        "voxml lint": voxml("--isolated", "long.xml"),
        "xmllint --schema": ["xmllint", "--noout", "--schema", str(XSD), "long.xml"],
    }
    medians = processes.compare(contenders, folder, rounds=rounds)
    work = f"lint one document of {instructions:,} instructions, whole process"
    return [
        *harness.rows(work, processes.seconds(medians), "xmllint --schema", {"voxml lint": 7.0}),
        *harness.rows(f"{work}: memory", processes.megabytes(medians), "xmllint --schema", {"voxml lint": 1.5}, "MB"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--instructions", type=int, default=100_000)
    asked = parser.parse_args()
    harness.environment(*PEERS)
    lines: list[harness.Row] = []
    skipped: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reason = processes.missing("xmllint", "xargs")
        if reason is None:
            lines += many_xml(folder, asked.rounds, asked.files)
            lines += one_long(folder, asked.rounds, asked.instructions)
        else:
            skipped.append(f"XML against xmllint: {reason}")
        if (reason := processes.missing("xargs")) is None:
            # check-jsonschema takes most of a minute: a few rounds say enough.
            lines += many_json(folder, min(asked.rounds, 1), asked.files)
        else:
            skipped.append(f"JSON against check-jsonschema: {reason}")
    harness.show(lines)
    for each in skipped:
        print(f"\nskipped: {each}")
    print(f"\nwritten to {harness.save('lint', lines, skipped=skipped).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
