"""Whole processes that do little: lint one small file against yamllint, and build one document against twilio.

python bench/startup.py [--rounds 25]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import corpus
import harness
import processes

PEERS = ("twilio==9.13.0", "yamllint==1.38.0")
OURS = 'from voxml import Response\nprint(Response().say("Welcome to Acme.").hangup().to_json())'
TWILIO = """
from twilio.twiml.voice_response import VoiceResponse
response = VoiceResponse()
response.say("Welcome to Acme.")
response.hangup()
print(response)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    rounds = parser.parse_args().rounds
    harness.environment(*PEERS)
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.write(folder / "files", 1, "xml")
        (folder / "small.yaml").write_text("---\nname: menu\nverbs:\n  - say\n  - gather\n  - hangup\n")
        small = str(folder / "files" / "000" / "000.xml")
        linting = {
            "voxml lint FILE": [python, "-m", "voxml", "lint", small],
            "yamllint FILE": [python, "-m", "yamllint", "small.yaml"],
            "python -c pass": [python, "-c", "pass"],
            "python -c 'import click'": [python, "-c", "import click"],
        }
        medians = processes.compare(linting, folder, rounds=rounds)
        work = "lint one small file, whole process"
        lines = harness.rows(work, processes.seconds(medians), "yamllint FILE", {"voxml lint FILE": 1.1})
        building = {
            "voxml Response to JSON": [python, "-c", OURS],
            "twilio VoiceResponse to string": [python, "-c", TWILIO],
            "python -c pass": [python, "-c", "pass"],
            "python -c 'import msgspec'": [python, "-c", "import msgspec"],
        }
        medians = processes.compare(building, folder, rounds=rounds)
        work = "import, build one document, print it, whole process"
        against = "twilio VoiceResponse to string"
        lines += harness.rows(work, processes.seconds(medians), against, {})
    harness.show(lines)
    print(f"\nwritten to {harness.save('startup', lines).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
