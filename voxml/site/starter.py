"""Write the starter site of `voxml init`: small, complete, and made in all four ways."""

from __future__ import annotations

from pathlib import Path

from voxml.errors import InputError

_BASE = "https://voice.example.com"

FILES: dict[str, str] = {
    "voxml.toml": f"""\
[site]
# Where the published folder will be. The links in the sources begin with it, and move with --base-url.
base_url = "{_BASE}"
# Who serves it: nginx, apache, caddy, s3, cloudflare-pages, netlify or github-pages.
platform = "nginx"
# The documents with which calls begin.
entries = ["welcome"]
# TryVox sends the keys of a Gather in the query string. Its public pages do not name the parameter: check it with a
# call of your own before you rely on it.
digits_parameter = "digits"

# What the keys mean in welcome.xml: with ?digits=1 the host answers with sales.json. Any other key is asked again.
[site.menus.welcome]
"1" = "sales"
"2" = "hours"
"3" = "goodbye"
""",
    "welcome.xml": f"""\
<Response>
  <Gather action_url="{_BASE}/welcome.json" method="GET" num_digits="1" timeout="6">
    <Say>Welcome to Acme. Press 1 for sales, 2 for our opening hours, or 3 to end the call.</Say>
  </Gather>
  <Say>We did not hear you.</Say>
  <Redirect method="GET">{_BASE}/goodbye.json</Redirect>
</Response>
""",
    "sales.json": """\
{
  "voxml_version": "1.0",
  "instructions": [
    {"verb": "Say", "text": "Connecting you to sales."},
    {"verb": "Dial", "numbers": [{"number": "+14155550100"}], "timeout": 25},
    {"verb": "Say", "text": "Nobody is free. Please call again."},
    {"verb": "Hangup"}
  ]
}
""",
    "hours.xml.j2": """\
{# voxml
title = "Opening hours"
description = "Says when somebody is there, and goes back to the menu."

[parameters.days]
type = "text"
description = "The days, as they are spoken."
example = "Monday to Friday"

[parameters.opens]
type = "text"
example = "9 am"

[parameters.closes]
type = "text"
example = "5 pm"
#}
<Response>
  <Say>We are here {{ days }}, from {{ opens }} to {{ closes }}.</Say>
  <Redirect method="{{ url_for('welcome').method }}">{{ url_for("welcome") }}</Redirect>
</Response>
""",
    "hours.json": """\
{"days": "Monday to Friday", "opens": "9 am", "closes": "5 pm"}
""",
    "goodbye.py": '''\
"""Documents made in Python: `pages` gives each its name."""

from voxml import Response

pages = {
    "goodbye": Response().say("Thank you for calling Acme. Goodbye.").hangup(),
}
''',
    ".gitignore": "/_site/\n/_site.*\n/.voxml/\n",
    "README.md": """\
# Our telephone menu

    voxml serve .                            look at it and its problems while you write
    voxml build . -o _site                   check it and write what is published
    voxml graph . -o flow.svg                draw who hears what, and which key leads where
    voxml publish _site s3://bucket/prefix   put it where TryVox can fetch it; or a folder, or gh-pages
    voxml probe .                            fetch it from there as TryVox will

Each file is one document: XML, JSON, a template (`.xml.j2`) with its data beside it, or a Python module with `pages`.
Files whose names begin with an underscore are not published.

Calls to a static site are made with `answer_method` GET: a static host refuses POST.
""",
}


def write_starter(folder: Path) -> list[str]:
    """Write the starter site into a folder that has none of its files yet; returns what was written.

    Raises:
        InputError: the folder is a file, or holds a file of one of the names.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; expected a folder")
    there = [name for name in FILES if (folder / name).exists() and name not in (".gitignore", "README.md")]
    if there:
        raise InputError(f"{folder}: holds {', '.join(there)} already; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in FILES.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
            written.append(name)
    return written
