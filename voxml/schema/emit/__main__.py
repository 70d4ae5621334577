"""Run `python -m voxml.schema.emit`."""

import sys

from voxml.schema.emit import main

sys.exit(main(sys.argv[1:]))
