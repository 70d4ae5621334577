"""Six commands, and the help, in a terminal of 80 columns."""

from __future__ import annotations

from pathlib import Path

from tools.pictures.terminal import draw

_SITE = {"site": Path("examples/site")}
_BROKEN = {
    "site/voxml.toml": '[site]\nbase_url = "https://voice.example.com"\n',
    "site/menu.xml": """\
<Response>
  <Gather action_url="https://voice.example.com/sales.json" method="GET">
    <Say>For sales, press 1.</Say>
  </Gather>
  <Redirect method="GET">https://voice.example.com/goodby.json</Redirect>
</Response>
""",
    "site/sales.xml": '<Response>\n  <Dial tiemout="20"><Number>+14155550100</Number></Dial>\n</Response>\n',
}


def command_help(folder: Path) -> None:
    """Draw the help of voxml."""
    draw(folder, "help", ["voxml --help"])


def explain(folder: Path) -> None:
    """Draw the manual of a member, and the first of the list of rules."""
    draw(folder, "explain", ["voxml explain Gather.timeout", "voxml rules"], lines=36)


def simulate(folder: Path) -> None:
    """Draw a call, as its callee hears it."""
    draw(folder, "simulate", ["voxml simulate site --start welcome --press 1"], files=_SITE)


def explore(folder: Path) -> None:
    """Draw every way through a flow."""
    draw(folder, "explore", ["voxml simulate site --explore"], files=_SITE)


def build(folder: Path) -> None:
    """Draw a build that finds errors."""
    draw(folder, "build", ["voxml build site -o out"], files=_BROKEN)


def log(folder: Path) -> None:
    """Draw what `voxml emulator` logs of a call."""
    answer = "$(sed -n 's/listening on //p' site.url)/welcome.json"
    call = (
        'TRYVOX_BASE_URL=$(sed "s/listening on //" url) voxml call --from +14155550100 --to +14155550199 '
        f'--answer-url "{answer}" --answer-method GET --no-preflight >call.log 2>&1'
    )
    keys = "export TRYVOX_AUTH_ID=AC123456 TRYVOX_API_KEY=tvx_sk_test_0123456789abcdef; "
    ready = "while ! [ -s {0} ]; do sleep 0.1; done; "
    run = (
        f"{keys}voxml serve -q site >site.url 2>site.log & served=$!; {ready.format('site.url')}"
        f"(voxml emulator --seed 1 --press 1 & echo $! >pid; wait) | tee url & {ready.format('url')}"
        f"{call}; sleep 1; kill $served $(cat pid); wait"
    )
    draw(folder, "emulator", ["voxml emulator --press 1"], files=_SITE, instead={"voxml emulator --press 1": run})


PICTURES = {
    "help": command_help,
    "explain": explain,
    "simulate": simulate,
    "explore": explore,
    "build": build,
    "emulator": log,
}
