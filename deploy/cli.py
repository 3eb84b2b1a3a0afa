"""`o2c`: the company from the command line."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands import importing, proving, records, running
from deploy.databases import home_folder
from deploy.registry import NAMES

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Contract to cash through five departments. State lies in O2C_HOME, else in .o2c here.",
)

importers = typer.Typer(no_args_is_help=True, help="Play another company's files through the departments.")
app.add_typer(importers, name="import")

Department = Annotated[str, typer.Argument(help=f"one of: {', '.join(NAMES)}")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output")]
Home = Annotated[Path | None, typer.Option("--home", help="instead of O2C_HOME or .o2c")]


@app.command()
def run(
    port: Annotated[int, typer.Option(help="of 127.0.0.1")] = 8000,
    home: Home = None,
) -> None:
    """Serve the whole company on one port, until Ctrl-C. What it knows survives."""
    running.run(home or home_folder(), port)


@app.command()
def token(
    person: Annotated[str, typer.Argument(help="one of the staff, or anybody together with --role")],
    role: Annotated[list[str] | None, typer.Option(help="a role such as sales.rep; may be repeated")] = None,
    home: Home = None,
) -> None:
    """Print a token for a person of the embedded company."""
    running.token(home or home_folder(), person, role or [])


@app.command()
def verify(
    department: Annotated[str | None, typer.Argument(help="all of them when none is named")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Walk every hash chain; name the first position that is not as it was written. Exit status 1 if there is one."""
    raise typer.Exit(asyncio.run(records.verify(home or home_folder(), department, as_json=as_json)))


@app.command()
def proof(as_json: AsJson = False, home: Home = None) -> None:
    """Check every invariant over all five databases, and say how much each looked at. Exit status 1 on a breach."""
    raise typer.Exit(asyncio.run(proving.proof(home or home_folder(), as_json=as_json)))


@app.command()
def rebuild(
    department: Department,
    view: Annotated[str, typer.Argument(help="the view's table, or 'all'")],
    compare: Annotated[bool, typer.Option("--compare", help="only compare, leave the live table")] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Rebuild a view from the log, compare it row by row, and swap it in. Exit status 1 when rows differed."""
    raise typer.Exit(
        asyncio.run(records.rebuild(home or home_folder(), department, view, swap=not compare, as_json=as_json))
    )


@importers.command()
def adventureworks(
    folder: Annotated[Path, typer.Argument(help="holds adventureworks/ and adventureworks-sales/")],
    limit: Annotated[int | None, typer.Option(min=1, help="only the first so many orders")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Play the orders of AdventureWorks from quotation to cash. Start it again after any end: nothing is doubled."""
    raise typer.Exit(importing.adventureworks(folder, home or home_folder(), limit=limit, as_json=as_json))


def main() -> None:
    """For ``python -m deploy.cli``."""
    app()


if __name__ == "__main__":
    main()
