"""The image: two stages, every package by its hash, no privilege, nothing of the workplace in it."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from deploy.cli import app
from tests.deployed.composed import ROOT

LINES = [
    line
    for line in re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()).splitlines()
    if line and not line.startswith("#")
]
LAST_STAGE = LINES[max(number for number, line in enumerate(LINES) if line.startswith("FROM ")) :]


def _all(instruction: str, lines: list[str] = LINES) -> list[str]:
    return [line.removeprefix(instruction).strip() for line in lines if line.startswith(f"{instruction} ")]


def test_two_stages_from_one_pinned_base() -> None:
    bases = [base.split(" ")[0] for base in _all("FROM")]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim(@sha256:[0-9a-f]{64})?", bases[0])


def test_packages_come_from_the_lock_with_every_hash_checked() -> None:
    installs = [line for line in _all("RUN") if " install " in line]
    assert len(installs) == 2
    assert "--require-hashes --no-deps -r /build/requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation --no-index /build" in installs[1]
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.findall(r"(?m)^[a-z0-9].*$", lock)
    assert len(packages) > 30
    assert all(re.match(r"[A-Za-z0-9._-]+(\[[a-z,-]+\])?==[^ ]+( ; .*)? \\$", line) for line in packages)
    assert lock.count("--hash=sha256:") >= len(packages)
    assert "://" not in lock


def test_it_runs_without_privilege_and_writes_nothing() -> None:
    assert _all("USER", LAST_STAGE) == ["10001:10001"]
    assert all(line.startswith("--from=build ") for line in _all("COPY", LAST_STAGE))
    assert not [line for line in LINES if line.startswith("ADD ")]
    assert "PYTHONDONTWRITEBYTECODE=1" in "".join(_all("ENV", LAST_STAGE))
    assert not re.search(r"(?i)password|secret|token", "\n".join(LINES))


def test_one_image_has_many_commands_and_knows_whether_it_is_well() -> None:
    assert _all("ENTRYPOINT", LAST_STAGE) == ['["o2c"]']
    (health,) = _all("HEALTHCHECK", LAST_STAGE)
    assert 'CMD ["python", "-m", "shared.hosting.probe"]' in health
    assert "--start-period=180s" in health  # `compose up` gives up on a gateway whose departments are late
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {"api", "worker", "migrate", "databases", "topics", "proof", "backup"} <= commands


def test_only_what_the_image_is_made_of_is_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[1] == "*"
    sent = {line[1:] for line in ignored if line.startswith("!")}
    copied = {source for line in _all("COPY") if "--from" not in line for source in line.split()[:-1]}
    assert sent == copied
    assert ignored.index("deploy/secrets") > ignored.index("!deploy")


def test_everything_that_runs_is_in_the_package_that_is_installed(tmp_path: Path) -> None:
    """An editable install has migrations and schemas in any case; the image only what the wheel takes along."""
    source = tmp_path / "source"
    ours = ("services", "shared", "deploy")
    for name in ours:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "secrets", ".env"))
    for name in ("pyproject.toml", "requirements.in"):
        shutil.copy(ROOT / name, source)
    needed = {
        str(path.relative_to(source))
        for name in ours
        for path in (source / name).rglob("*")
        if path.suffix in {".py", ".mako", ".toml", ".json", ".sql"} and "observability/grafana" not in str(path)
    }
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(tmp_path), str(source)], check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert needed - set(packed.namelist()) == set()
    assert any("/migrations/versions/" in name for name in needed)
