"""What a shell completes: the values of arguments and options."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def templates(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the shipped templates that begin with what was typed, and else files."""
    from voxml.templating.templates import Templates

    known = {path.name.partition(".")[0] for path in Templates().paths()}
    names = sorted(name for name in known if name.startswith(typed))
    return [CompletionItem(name) for name in names] or [CompletionItem(typed, type="file")]


def platforms(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the web hosts that begin with what was typed."""
    from voxml.net.static_hosts import POST_STATUS

    return [CompletionItem(name) for name in sorted(POST_STATUS) if name.startswith(typed)]
