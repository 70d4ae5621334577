"""Run `python -m voxml.schema.emit`."""

from __future__ import annotations

import sys

from voxml.schema.emit import main

sys.exit(main(sys.argv[1:]))
