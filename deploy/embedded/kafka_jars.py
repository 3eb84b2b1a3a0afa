"""Apache Kafka's own jars from Maven Central, and the Java that runs them."""

import fcntl
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

KAFKA_VERSION = "4.1.2"
# Kafka brings slf4j-api 1.7 and this log4j, but nothing between the two: without the binding it logs nothing.
_LOG4J_VERSION = "2.25.3"
_LEAST_JAVA = 17
JAVA_FOLDERS = Path("/usr/lib/jvm")
_PACKAGES = {"java": ("openjdk-17-jre-headless", "default-jre-headless"), "mvn": ("maven",)}

_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>o2c</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>{KAFKA_VERSION}</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>{_LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class NoKafkaFiles(RuntimeError):
    """Java, Maven or the jars cannot be had here."""


@dataclass(frozen=True)
class KafkaFiles:
    """What it takes to run a broker."""

    java: Path
    jars: Path


def kafka_files(environment: Mapping[str, str] | None = None) -> KafkaFiles:
    """Java and the jars, fetched into O2C_CACHE (else ~/.cache/o2c) when used for the first time. Blocks."""
    environment = os.environ if environment is None else environment
    named = environment.get("O2C_CACHE")
    cache = Path(named) if named else Path.home() / ".cache" / "o2c"
    java = _find_java(environment)
    if java is None:
        _install("java", f"Java {_LEAST_JAVA} or newer")
        java = _find_java(environment)
    if java is None:
        raise NoKafkaFiles(f"Java {_LEAST_JAVA} or newer is still missing after the installation")
    return KafkaFiles(java, _jars(cache))


def _find_java(environment: Mapping[str, str]) -> Path | None:
    home = environment.get("JAVA_HOME")
    candidates = [str(Path(home, "bin", "java"))] if home else []
    candidates += [found] if (found := shutil.which("java")) else []
    candidates += [str(path) for path in sorted(JAVA_FOLDERS.glob("*/bin/java"), reverse=True)]
    return next((Path(java) for java in candidates if _java_version(java) >= _LEAST_JAVA), None)


def _java_version(java: str) -> int:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


def _jars(cache: Path) -> Path:
    """The jars' folder; filled by one process at a time, renamed when complete: never half full."""
    target = cache / f"kafka-{KAFKA_VERSION}"
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "kafka.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            fresh = Path(tempfile.mkdtemp(dir=cache, prefix=".kafka-"))
            try:
                _resolve(fresh)
                fresh.chmod(0o755)
                fresh.rename(target)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    return target


def _resolve(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        _install("mvn", "Maven")
        maven = shutil.which("mvn")
    if maven is None:
        raise NoKafkaFiles("Maven is still missing after the installation")
    (folder / "pom.xml").write_text(_POM)
    _log.warning("fetching Apache Kafka %s (43 MB) with Maven", KAFKA_VERSION)
    command = [
        maven,
        "--batch-mode",
        "--quiet",
        "dependency:copy-dependencies",
        f"-DoutputDirectory={folder}",
    ]
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode != 0:
        raise NoKafkaFiles(f"Maven could not resolve Apache Kafka {KAFKA_VERSION}:\n{done.stdout[-2000:]}{done.stderr}")


def _install(tool: str, called: str) -> None:
    """Debian and Ubuntu as root: install it, and say so. Elsewhere: say what to do."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0 or sys.platform != "linux":
        raise NoKafkaFiles(f"{called} is missing: install it (Debian and Ubuntu: {_PACKAGES[tool][-1]})")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [apt, "-q", "-y", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    _log.warning("%s is missing: installing it with apt-get", called)
    run("update")  # a failing update may still leave a usable list
    refusal = ""
    for package in _PACKAGES[tool]:
        done = run("install", "--no-install-recommends", package)
        if done.returncode == 0:
            return
        refusal = done.stderr[-1000:]
    raise NoKafkaFiles(f"apt-get could not install {called}: {refusal}")
