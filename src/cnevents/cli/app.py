"""The commands put together, and how each way of ending becomes an exit status."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cnevents.cli import batch, evaluate, explain, export, extract, lexicon, merge, report, schema, serve
from cnevents.cli.console import FAILED, OK, WRONG_USE, show_error, utf8_streams
from cnevents.errors import CneventsError, FileError, InputError, InternalError, ResourceError, internal

# typer keeps its own copy of click in new versions; the classes are reached through what it exports.
WrongUse: type[Exception] = typer.BadParameter.__mro__[1]

BROKEN_OFF = ("E504", "E505", "E507")  # of a run that was begun rightly

app = typer.Typer(
    name="cnevents",
    help="Chinese news into typed records: people, states, dates and political events.",
    epilog="Exit status: 0 all went well, 1 some documents failed, 2 wrong use.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("extract")(extract.extract)
app.command("batch")(batch.batch)
app.command("status")(batch.status)
app.command("failed")(batch.failed)
app.command("resume")(batch.resume)
app.command("merge")(merge.merge)
app.command("export")(export.export)
app.command("explain")(explain.explain)
app.command("evaluate")(evaluate.evaluate)
app.command("evaluate-merge")(merge.evaluate_merge)
app.command("report")(report.report)
app.command("schema")(schema.schema)
app.command("serve")(serve.serve)
app.add_typer(lexicon.app, name="lexicon")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cnevents {version('cnevents')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Chinese news into typed records: people, states, dates and political events."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(argv: Sequence[str] | None) -> int:
    """Run the command line; no exception but KeyboardInterrupt's kind leaves it."""
    utf8_streams()
    if argv is None and not sys.warnoptions:  # warnings are for developers; python -W default shows them
        warnings.simplefilter("ignore")
    try:
        status = _command()(
            prog_name="cnevents", args=None if argv is None else list(argv), standalone_mode=False
        )
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer turns a broken pipe into SystemExit, and nothing else
        _hush()
        return OK
    except CneventsError as error:
        ours = isinstance(error, (ResourceError, InternalError)) or error.code in BROKEN_OFF
        return show_error(error, FAILED if ours else WRONG_USE)
    except WrongUse as error:
        return show_error(wrong_use(error), WRONG_USE)
    except OSError as error:
        path = error.filename or "standard output"
        return show_error(FileError("E205", path=path, reason=error.strerror or str(error)), FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:
        return show_error(internal(error), FAILED)
    return status if isinstance(status, int) else OK


def _command() -> Any:
    return typer.main.get_command(app)


def wrong_use(error: Any) -> InputError:
    """Our error for one of the argument parser."""
    context = getattr(error, "ctx", None)
    option = getattr(error, "option_name", None)
    if type(error).__name__ == "NoSuchOption" and context is not None:
        options = sorted(opt for param in context.command.params for opt in param.opts if opt[0] == "-")
        return InputError("E104", name=option, options=", ".join(options))
    command = context.command_path if context is not None else "cnevents"
    return InputError("E109", reason=error.format_message().rstrip("."), command=command)


def _hush() -> None:
    """Whoever read our output has left (`| head`): keep the interpreter from complaining at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
