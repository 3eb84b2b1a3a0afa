#!/bin/sh
# Makes the virtual environment and installs one lock and this project into it.
#   tools/venv.sh VENV LOCK        PYTHON names the interpreter (default python3)
set -eu

venv=$1
lock=$2
python=${PYTHON:-python3}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

check_version() {
    command -v "$python" >/dev/null 2>&1 ||
        stop "o2c needs Python 3.11 or newer, and there is no '$python' here." \
            "Install one, or name it: make PYTHON=python3.12 ..."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "o2c needs Python 3.11 or newer; '$python' is $("$python" -V 2>&1)." \
            "Name a newer one: make PYTHON=python3.12 ..."
}

# Debian and Ubuntu ship Python without ensurepip; its package has to be installed once.
check_ensurepip() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    command -v apt-get >/dev/null 2>&1 ||
        stop "'$python' cannot make virtual environments: its ensurepip module is missing." \
            "Install the package of your system that holds it, then run make again."
    [ "$(id -u)" -eq 0 ] ||
        stop "'$python' cannot make virtual environments. Run: sudo apt-get install $package" \
            "Then run make again."
    echo "'$python' cannot make virtual environments; installing $package with apt-get." >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"
}

make_venv() {
    "$venv/bin/python" -c 'import pip' 2>/dev/null && return
    check_version
    check_ensurepip
    echo "Making $venv with $("$python" -V 2>&1)."
    "$python" -m venv --clear "$venv"
}

# Every hash is checked; the build back end of this project comes from the lock as well, not from the network.
install() {
    echo "Installing $lock."
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
}

make_venv
install
