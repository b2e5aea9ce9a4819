"""The command `kg`: a group whose commands are the modules of `kg/commands`; errors become one sentence."""

import sys
from pathlib import Path

import click

from kg import plug
from kg.errors import EvidenceError, OurError
from kg.settings import Settings


class Commands(click.Group):
    """A group that finds its commands by file; others add theirs by an entry point of the group `kg.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, sorted."""
        return [part.name for part in plug.parts("kg.commands")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of a name, imported only now."""
        if name not in self.list_commands(ctx):
            return None
        command = plug.part("kg.commands", name).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Answer a wrong command with the nearest right one."""
        from difflib import get_close_matches

        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else " Run 'kg -h' to see all commands."
            raise click.UsageError(f"There is no command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--review", type=click.Path(path_type=Path), default=Path(), metavar="DIR", help="The review folder (default: this folder).")
@click.version_option(package_name="evidence-kg", prog_name="kg")
@click.pass_context
def kg(context: click.Context, review: Path) -> None:
    """Which barriers, facilitators and recommendations recur across studies, for whom and where, with every quote.

    Start with 'kg demo', which runs the whole job on the sample review, offline.
    """
    context.obj = Settings(review)


def main() -> None:
    """Run `kg`; whatever goes wrong is one sentence on standard error and an exit code (1 failed, 2 usage, 3 done with losses)."""
    try:
        sys.exit(kg.main(standalone_mode=False) or 0)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except EvidenceError as wrong:
        click.echo(f"Error: {wrong}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as wrong:
        click.echo(
            f"Error: {OurError(f'kg itself failed ({type(wrong).__name__}: {wrong}); please report this with the command you ran.')}",
            err=True,
        )
        if "--debug" in sys.argv:
            raise
        sys.exit(1)
