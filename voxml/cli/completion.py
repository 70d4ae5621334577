"""`voxml completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import click

from voxml.cli._help import Command
from voxml.cli._output import write_output

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command(cls=Command, short_help="Print the script that completes commands in a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the script that completes commands, options and values such as rules, templates and platforms.

    \b
    bash, in ~/.bashrc:                       eval "$(voxml completion bash)"
    zsh, in ~/.zshrc:                         eval "$(voxml completion zsh)"
    fish, in ~/.config/fish/config.fish:      voxml completion fish | source
    PowerShell, in $PROFILE:                  voxml completion powershell | Out-String | Invoke-Expression
    """
    from click.shell_completion import ShellComplete, get_completion_class

    of_shell = get_completion_class(shell)
    if of_shell is None:
        raise click.UsageError(f"{shell} needs click 8.5 or later: pip install --upgrade click")
    # The method of the base class: those of bash and zsh run the shell to ask for its version.
    root = click.get_current_context().find_root().command
    write_output(ShellComplete.source(of_shell(root, {}, "voxml", "_VOXML_COMPLETE")))
