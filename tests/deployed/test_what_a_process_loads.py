"""A process of one department carries the code of no other, and a command only what it needs."""

import json
import subprocess
import sys

import pytest

from deploy.departments import NoDepartment, service_named

LOADED = """
import json, sys
{code}
print(json.dumps(sorted({{name.split(".")[1] for name in sys.modules if name.startswith("services.") }})))
"""


def departments_loaded_by(code: str) -> list[str]:
    program = LOADED.format(code=code)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    loaded: list[str] = json.loads(ended.stdout)
    return loaded


def test_a_process_of_a_department_loads_that_department_alone() -> None:
    """Any of them: that no department imports another one is import-linter's to see."""
    code = """
from deploy.commands import deployment
deployment.service_named("care")
deployment.settings_of("care")
"""
    assert departments_loaded_by(code) == ["care"]


def test_the_command_line_itself_loads_none() -> None:
    assert departments_loaded_by("import deploy.cli, deploy.commands.identifying, deploy.commands.health") == []


@pytest.mark.parametrize(
    ("process", "without"),
    [("processes", ["aiokafka", "alembic"]), ("worker", ["alembic"]), ("migrating", ["aiokafka", "uvicorn"])],
)
def test_a_process_loads_only_what_it_runs_with(process: str, without: list[str]) -> None:
    code = f"""
import sys
import services.care.composition, shared.hosting.commands, shared.hosting.{process}
print(sorted(name for name in {without} if name in sys.modules))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "[]\n"


def test_there_is_no_other_department() -> None:
    with pytest.raises(NoDepartment, match="legal"):
        service_named("legal")
