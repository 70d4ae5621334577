"""The option `--json`, which every command has that has `--output-format json`."""

from __future__ import annotations

import click

json_option = click.option("--json", "output_format", flag_value="json", help="Short for --output-format json.")
