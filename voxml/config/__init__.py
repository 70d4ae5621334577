"""Settings: `voxml.toml`, or `[tool.voxml]` in pyproject.toml, found beside the files or in a folder above them.

Read `known.py` first: every setting is there once, with what it takes, its default and its description. `settings_file.py`
finds and reads a settings file, `lint_settings.py` turns it into what the linter uses, `settings_schema.py` writes the JSON
Schema by which editors complete `voxml.toml`.
"""

from voxml.config.known import FORMATS
from voxml.config.lint_settings import Settings, load
from voxml.config.settings_file import NAMES, find, in_folder, read

__all__ = ["FORMATS", "NAMES", "Settings", "find", "in_folder", "load", "read"]
