"""The page on deploying says what the code says."""

from shared.hosting.opening import POOL_SIZE
from shared.published.topics import PARTITIONS
from tests.deployed.composed import ROOT, services
from tools.settings_table import with_table

PAGE = (ROOT / "docs" / "deploying.md").read_text()


def test_every_setting_is_in_the_table_as_the_code_has_it() -> None:
    assert with_table(PAGE) == PAGE, "run: python -m tools.settings_table"
    assert "`SERVICE_TOKEN_FILE`" in PAGE


def test_postgres_has_room_for_every_process() -> None:
    command = services()["postgres"]["command"]
    (allowed,) = (int(one.partition("=")[2]) for one in command if one.startswith("max_connections="))
    assert f"up to {POOL_SIZE} connections" in PAGE
    assert allowed >= 10 * POOL_SIZE + 20  # the operator's commands, backups, reserved ones
    assert f"beyond {(allowed - 20) // POOL_SIZE} processes" in PAGE


def test_the_page_knows_how_far_workers_scale() -> None:
    assert f"partitions ({PARTITIONS} per topic)" in PAGE
