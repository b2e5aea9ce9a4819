"""Write docs/commands.md from the help of every command: `python docs/write_commands.py`; a test holds them in step."""

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli import kg

PLACE = Path(__file__).with_name("commands.md")
HEAD = "# Commands\n\nWritten from `kg COMMAND -h` by `docs/write_commands.py`; change the commands, not this page.\n"


def _commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(below, click.Context(below, info_name=name, parent=context, max_content_width=100, terminal_width=100))


def page() -> str:
    """The whole page as text."""
    parts = [HEAD]
    for context in _commands(
        kg, click.Context(kg, info_name="kg", max_content_width=100, terminal_width=100, help_option_names=["-h", "--help"])
    ):
        parts.append(f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
