"""The store's tables and functions, as numbered steps for the departments' migrations. Never edit a released step."""

from importlib.resources import files
from typing import Final

from shared.event_store.tables import HEADS, IMMUTABLE, REFUSE_CHANGE, TABLES
from shared.published.topics import PARTITIONS


def _commit_unit(step: int) -> str:
    """The function as that step makes it. A step that changes it brings a file of its own, whole."""
    return files("shared.event_store").joinpath("sql", f"commit_unit_{step}.sql").read_text(encoding="utf-8")


# The one in force. One call is one transaction. Order of locks: idempotency keys and inbox rows first, log heads
# (ascending) last.
_COMMIT_UNIT: Final = _commit_unit(4)

# Writes the upsert of one view table from its columns as they are now; run it again after a change of columns.
_MAKE_VIEW_UPSERT: Final = """
CREATE FUNCTION make_view_upsert(view_name text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
    names text;
    assignments text;
BEGIN
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
           string_agg(format('%1$I = excluded.%1$I', column_name), ', ' ORDER BY ordinal_position)
               FILTER (WHERE column_name <> 'id')
    INTO STRICT names, assignments
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name = view_name;
    EXECUTE format('CREATE OR REPLACE FUNCTION %I(rows json) RETURNS void LANGUAGE sql AS
        $sql$ INSERT INTO %I (%s) SELECT %s FROM json_populate_recordset(NULL::%I, $1)
        ON CONFLICT (id) DO UPDATE SET %s $sql$',
        'upsert_' || view_name, view_name, names, names, view_name, assignments);
END $make$;
"""

_GRANTS: Final = """
GRANT USAGE ON SCHEMA public TO APP_ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO APP_ROLE;
REVOKE UPDATE, DELETE, TRUNCATE ON events, outbox, inbox, idempotency_keys, parked_audit FROM APP_ROLE;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO APP_ROLE;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO APP_ROLE;
"""


def step_1() -> list[str]:
    """Tables, immutability and the commit function of a new department database, as statements in order."""
    heads = HEADS.replace("PARTITIONS", str(PARTITIONS))
    return [*_each(TABLES), heads, REFUSE_CHANGE, *_each(IMMUTABLE), _commit_unit(1), _MAKE_VIEW_UPSERT]


# The outbox keeps who did what is told; processes of the previous release leave it out.
_ADD_ACTOR: Final = "ALTER TABLE outbox ADD COLUMN actor text"


def step_2() -> list[str]:
    """The outbox also keeps who did what is told. The function only reads more of what it is given."""
    return [_ADD_ACTOR, _commit_unit(2)]


# What was heard is known by its words too, and by its cause; a deadline by what set it for its moment. What waits is as
# its source says it now.
_ADD_DIGEST: Final = "ALTER TABLE inbox ADD COLUMN digest bytea, ADD COLUMN caused_by uuid"
_ADD_SET_BY: Final = "ALTER TABLE deadlines ADD COLUMN set_by uuid"


def step_3() -> list[str]:
    """The inbox keeps a digest of each message, and its cause; what waits follows a source that was restored.

    A deadline keeps what set it.
    """
    return [_ADD_DIGEST, _ADD_SET_BY, _commit_unit(3)]


def step_4() -> list[str]:
    """A deadline is claimed by the event that set it.

    Processes of the previous release do not send that, and claim by the moment.
    """
    return [_COMMIT_UNIT]


def steps() -> list[str]:
    """Everything for a new database."""
    return [*step_1(), *step_2(), *step_3(), *step_4()]


def _each(script: str) -> list[str]:
    """The statements of a script without function bodies, one by one, as prepared statements need them."""
    return [statement for statement in script.split(";\n") if statement.strip()]


def grants(role: str) -> list[str]:
    """What the application role may do: append and read; never change or remove an event."""
    quoted = '"' + role.replace('"', '""') + '"'
    return [statement.replace("APP_ROLE", quoted) for statement in _each(_GRANTS)]
