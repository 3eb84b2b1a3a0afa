"""`o2c`: the company from the command line.

Each command loads what it needs when it is called: five departments take seconds, and many commands are about one.
"""

import asyncio
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from typer.core import TyperGroup

from deploy.departments import NAMES, known
from deploy.home import home_folder
from deploy.refusals import Refused
from shared.hosting.collecting import before_loading
from shared.observability.logging import configure_logging


class Commands(TyperGroup):
    """All commands: what any of them refuses is told in one way."""

    def invoke(self, ctx: Any) -> object:
        """The exit status is 2 when it is refused."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            from rich.console import Console
            from rich.text import Text

            Console(stderr=True).print(Text(str(refusal), style="red"), soft_wrap=True)
            raise typer.Exit(2) from refusal


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

importers = typer.Typer(no_args_is_help=True, help="Play another company's files through the departments.")
app.add_typer(importers, name="import")


@app.callback()
def quiet() -> None:
    """Contract to cash through five departments. State lies in O2C_HOME, else in .o2c here."""
    # Log lines go to standard error, and only what matters: standard output is for answers.
    configure_logging("o2c", level="warning")
    before_loading()


def _absolute(home: Path | None) -> Path | None:
    """A relative one is below the folder of whoever asks: PostgreSQL and its account stand in another."""
    return home and home.absolute()


def _known(name: str | None) -> str | None:
    return name and known(name)


def _all_known(names: list[str] | None) -> list[str]:
    return [known(name) for name in names or []]


def _told(reason: str | None) -> str | None:
    """A blank one would be kept as if somebody had said something."""
    if reason is not None and not reason.strip():
        raise Refused("say why, in a few words: it is kept with what you did")
    return reason and reason.strip()


Department = Annotated[str, typer.Argument(callback=_known, help=f"one of: {', '.join(NAMES)}")]
AnyDepartment = Annotated[str | None, typer.Argument(callback=_known, help="all of them when none is named")]
SomeDepartments = Annotated[
    list[str] | None, typer.Argument(callback=_all_known, help="all of them when none is named")
]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output")]
Home = Annotated[Path | None, typer.Option("--home", callback=_absolute, help="instead of O2C_HOME or .o2c")]


@app.command()
def run(
    port: Annotated[int, typer.Option(min=1, max=65535, help="of 127.0.0.1")] = 8000,
    home: Home = None,
) -> None:
    """Serve the whole company on one port, until Ctrl-C. What it knows survives."""
    from deploy.commands import running

    running.run(home or home_folder(), port)


@app.command()
def token(
    person: Annotated[str, typer.Argument(help="one of the staff, or anybody together with --role")],
    role: Annotated[list[str] | None, typer.Option(help="a role such as sales.rep; may be repeated")] = None,
    home: Home = None,
) -> None:
    """Print a token for a person of the embedded company."""
    from deploy.commands import identifying

    identifying.token(home or home_folder(), person, role or [])


@app.command()
def verify(
    department: AnyDepartment = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Walk every hash chain; name the first position that is not as it was written. Exit status 1 if there is one."""
    from deploy.commands import records

    raise typer.Exit(asyncio.run(records.verify(home or home_folder(), department, as_json=as_json)))


@app.command()
def proof(as_json: AsJson = False, home: Home = None) -> None:
    """Check every invariant over all five databases, and say how much each looked at. Exit status 1 on a breach."""
    from deploy.commands import proving

    raise typer.Exit(proving.proof(home or home_folder(), as_json=as_json))


@app.command()
def simulate(
    seeds: Annotated[int, typer.Option(min=1, help="how many runs, each from a seed of its own")] = 500,
    first: Annotated[int, typer.Option(help="the first seed")] = 1,
    orders: Annotated[int, typer.Option(min=1, help="orders per run")] = 20,
    processes: Annotated[int | None, typer.Option(min=1, help="by default one per core")] = None,
    only: Annotated[int | None, typer.Option(help="run this seed alone, and print its every step")] = None,
    as_json: AsJson = False,
) -> None:
    """Run the company in memory on a virtual clock where everything fails by chance. Exit status 1 if a run fails."""
    from deploy.commands import simulating

    if only is not None:
        raise typer.Exit(simulating.replay(only, orders=orders))
    raise typer.Exit(simulating.simulate(seeds, first=first, orders=orders, processes=processes, as_json=as_json))


@app.command()
def rebuild(
    department: Department,
    view: Annotated[str, typer.Argument(help="the view's table, or 'all'")],
    compare: Annotated[bool, typer.Option("--compare", help="only compare, leave the live table")] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Rebuild a view from the log, compare it row by row, and swap it in. Exit status 1 when rows differed."""
    from deploy.commands import records

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
    from deploy.commands import importing

    raise typer.Exit(importing.adventureworks(folder, home or home_folder(), limit=limit, as_json=as_json))


@importers.command()
def receivables(
    file: Annotated[Path, typer.Argument(help="comma-separated invoices with their due and settled days")],
    limit: Annotated[int | None, typer.Option(min=1, help="only the first so many invoices")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Play invoices from their day to their payment, dunned on each day between. Start it again after any end."""
    from deploy.commands import importing

    raise typer.Exit(importing.receivables(file, home or home_folder(), limit=limit, as_json=as_json))


@app.command()
def demo() -> None:
    """Play the journeys before your eyes in a company of their own, tell their stories, and prove the end."""
    from deploy.demo import demo as play

    play()


@app.command()
def timeline(
    contract: Annotated[str, typer.Argument(help="the contract's id")], as_json: AsJson = False, home: Home = None
) -> None:
    """Tell one contract's story across departments. Exit status 1 when there is no such contract."""
    from deploy.commands import telling

    raise typer.Exit(asyncio.run(telling.timeline(home or home_folder(), contract, as_json=as_json)))


@app.command()
def doctor(home: Home = None) -> None:
    """Say what this machine has and lacks. Exit status 1 when the company could not run here."""
    from deploy.commands import health

    raise typer.Exit(health.doctor(home or home_folder()))


parking = typer.Typer(no_args_is_help=True, help="Messages that a department could not hear, and what to do.")
app.add_typer(parking, name="parked")
EventId = Annotated[UUID, typer.Argument(help="as `o2c parked list` shows it")]
Reason = Annotated[str, typer.Option(prompt=True, callback=_told, help="kept with what you did")]


@parking.command("list")
def list_parked(
    department: AnyDepartment = None,
    settled: Annotated[bool, typer.Option(help="those settled and discarded too")] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """List what is parked, and why."""
    from deploy.commands import parked

    raise typer.Exit(asyncio.run(parked.show(home or home_folder(), department, settled=settled, as_json=as_json)))


@parking.command("retry")
def retry_parked(department: Department, event_id: EventId, reason: Reason, home: Home = None) -> None:
    """Try the first message of a stream again at once; those behind it follow."""
    from deploy.commands import parked

    raise typer.Exit(asyncio.run(parked.act(home or home_folder(), department, event_id, "retry", reason)))


@parking.command("discard")
def discard_parked(department: Department, event_id: EventId, reason: Reason, home: Home = None) -> None:
    """Never hear this message; those behind it follow."""
    from deploy.commands import parked

    raise typer.Exit(asyncio.run(parked.act(home or home_folder(), department, event_id, "discard", reason)))


@app.command()
def api(department: Department) -> None:
    """Serve one department's API, as a deployment does. Settings: variables such as SALES_DATABASE_DSN."""
    from deploy.commands import deployment

    deployment.run_process(department, "api")


@app.command()
def worker(department: Department) -> None:
    """Run one department's relay, consumer and deadlines, as a deployment does."""
    from deploy.commands import deployment

    deployment.run_process(department, "worker")


@app.command()
def migrate(
    department: AnyDepartment = None,
) -> None:
    """Bring the departments' databases to the newest schema, as their owners."""
    from deploy.commands import deployment

    deployment.migrate_all(department)


@app.command()
def topics(
    bootstrap: Annotated[str, typer.Option(envvar="KAFKA_BOOTSTRAP_SERVERS", help="host:port of brokers")],
    replication: Annotated[int, typer.Option(min=1, help="copies of each partition; 3 in production")] = 3,
) -> None:
    """Create the topics, and check those that are there."""
    from deploy.commands import deployment

    deployment.make_topics(bootstrap, replication)


@app.command()
def databases() -> None:
    """Make the departments' databases and roles, as POSTGRES_ADMIN_DSN and the departments' settings name them.

    Without POSTGRES_ADMIN_DSN it looks whether those that were made by hand let the departments in.
    """
    from deploy.commands import deployment

    deployment.prepare_databases()


@app.command()
def secrets(
    folder: Annotated[Path, typer.Argument(help="closed to everybody else; what is there already is kept")],
    postgres: Annotated[str, typer.Option(help="host:port of the departments' PostgreSQL")] = "postgres:5432",
) -> None:
    """Make the passwords, keys and tokens of a deployment, each in a file of its own."""
    from deploy.commands import deployment

    deployment.write_secrets(folder, postgres)


@app.command()
def backup(folder: Annotated[Path, typer.Argument(help="gets a new folder per backup")], home: Home = None) -> None:
    """Dump all databases as they were at one moment, while the company works. Prints the backup's folder."""
    from deploy.commands import backup as backups

    raise typer.Exit(asyncio.run(backups.back_up(home or home_folder(), folder)))


@app.command()
def restore(
    place: Annotated[Path, typer.Argument(help="one backup's folder")],
    department: SomeDepartments = None,
    replace: Annotated[bool, typer.Option("--replace", help="lose what the databases hold now")] = False,
    home: Home = None,
) -> None:
    """Put databases back as they were in a backup. Their processes have to be stopped; then `o2c reconcile`."""
    from deploy.commands import backup as backups

    raise typer.Exit(asyncio.run(backups.put_back(home or home_folder(), place, department or [], replace=replace)))


@app.command()
def reconcile(
    accept: Annotated[
        str | None, typer.Option(callback=_told, help="why what was forgotten is settled; kept with each")
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """After a restore: list what a department forgot that others heard, and let them go on. All workers stopped."""
    from deploy.commands import backup as backups

    raise typer.Exit(asyncio.run(backups.reconcile(home or home_folder(), accept, as_json=as_json)))


def main() -> None:
    """For ``python -m deploy.cli``."""
    app()


if __name__ == "__main__":
    main()
