"""One mail room per database sends; when it goes, another takes its turn."""

import pytest

from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import ensure_database
from shared.event_store.port import StoreUnavailable
from shared.hosting.opening import engine_for
from shared.mail.postgres_turn import PostgresTurn


async def test_one_has_the_turn_until_it_goes(postgres_server: PostgresServer) -> None:
    access = await ensure_database(postgres_server, "mail_turn", "mail_turn_owner", "mail_turn_app")
    first, second = engine_for(access.app_dsn), engine_for(access.app_dsn)
    here, there = PostgresTurn(first), PostgresTurn(second)
    assert [await here.is_mine(), await here.is_mine(), await there.is_mine()] == [True, True, False]
    await here.give_up()
    assert [await there.is_mine(), await here.is_mine()] == [True, False]
    await there.give_up()
    for engine in (first, second):
        await engine.dispose()


async def test_without_a_database_nobody_has_it() -> None:
    engine = engine_for("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable):
        await PostgresTurn(engine).is_mine()
    await engine.dispose()
