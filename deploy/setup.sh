#!/bin/sh
# Sets up a fresh clone, one step a call: system python packages peers site project lock.
# `make` calls the steps in order and keeps a stamp for each, so nothing is done twice.
# Run it from the top of the clone. PYTHON names the interpreter (default: python3). What it says
# stands in deploy/words.sh, in both languages.
set -eu

PYTHON=${PYTHON:-python3}
LIST=deploy/debian-packages.txt
LOG=.venv/setup.log
JAVASCRIPT=tests/peer/javascript

. deploy/words.sh

say() { printf '%s\n' "$*"; }

# fail KEY VALUE…
fail() {
    printf '\n' >&2
    words "$@" >&2
    exit 1
}

# KILL: a shell that has just begun still has our traps, and loses a TERM that comes meanwhile.
stop_ticking() { [ -z "${ticking:-}" ] || kill -KILL "$ticking" 2>/dev/null || true; }
trap stop_ticking EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# watched SENTENCE COMMAND…: the sentence, a sign of life every 10 s, the time it took.
watched() {
    sentence=$1
    shift
    mkdir -p "$(dirname "$LOG")"
    say "$sentence …"
    began=$(date +%s)
    tick "$began" &
    ticking=$!
    if "$@" >"$LOG" 2>&1; then worked=yes; else worked=no; fi
    stop_ticking
    ticking=
    [ "$worked" = yes ] || fail failed "$LOG" "$(tail -n 12 "$LOG")"
    words done-in "$(($(date +%s) - began))"
}

tick() {
    while sleep 10 >/dev/null 2>&1; do
        words still "$(($(date +%s) - $1))" "$(tail -n 1 "$LOG" | shortened)"
    done
}

# The first 90 characters, never half of one: `cut -c` counts bytes.
shortened() { LC_ALL=C.UTF-8 sed 's/^\(.\{90\}\).*/\1/'; }

# ---- step 1: what Debian brings

# Names of what is installed, and of what that stands for: Debian 13 calls libglib2.0-0
# libglib2.0-0t64, which provides the older name.
installed() {
    dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' |
        sed -n 's/^installed //p' | tr ',' '\n' | sed 's/^ *//; s/[ :(].*//' | sort -u
}

missing_packages() {
    there=$(mktemp)
    installed >"$there"
    grep -v '^#' "$LIST" | grep -vxF -f "$there" | tr '\n' ' '
    rm -f "$there"
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
}

system() {
    words system-looking
    check_python
    if ! command -v dpkg-query >/dev/null; then
        words system-no-debian "$LIST"
        return
    fi
    missing=$(missing_packages)
    if [ -z "$missing" ]; then
        words system-all-there
        return
    fi
    if [ "$(id -u)" = 0 ]; then
        root=
    elif sudo -n true 2>/dev/null; then
        root="sudo -n"
    else
        fail system-needs-root \
            "sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
    fi
    watched "$(words system-asking)" $root apt-get update
    keep_broker_asleep
    watched "$(words system-installing "$missing")" \
        $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends $missing
    wake_nothing
}

# Debian starts what it installs, and again at each boot; the hall's broker is its own child,
# so a second one would only hold port 1883. Only a service that comes with us is put to sleep.
POLICY=/usr/sbin/policy-rc.d
keep_broker_asleep() {
    case " $missing " in *" mosquitto "*) ;; *) return ;; esac
    asleep=yes
    [ -e "$POLICY" ] || {
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | $root sh -c "cat >$POLICY && chmod 755 $POLICY"
        trap 'stop_ticking; $root rm -f "$POLICY"' EXIT
    }
}

wake_nothing() {
    [ "${ours:-}" != yes ] || $root rm -f "$POLICY"
    [ "${asleep:-}" = yes ] || return 0
    if command -v systemctl >/dev/null; then
        $root systemctl disable mosquitto >/dev/null 2>&1 || true
    fi
    words broker-asleep
}

# ---- step 2: Python

check_python() {
    command -v "$PYTHON" >/dev/null ||
        fail python-none "$PYTHON"
    found=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    case $found in
    3.11 | 3.12 | 3.13) ;;
    *) fail python-other "$PYTHON" "$found" ;;
    esac
}

works() { "$1/bin/python" -m pip --version >/dev/null 2>&1; }

environment() {
    works "$1" || watched "$(words python-making "$1" "$("$PYTHON" --version)")" "$PYTHON" -m venv "$1"
}

count() { grep -c '==' "$1"; }

# The lock names no index: pip asks the one it is configured for, and checks every file's hash.
install_locked() {
    "$1/bin/python" -m pip install --disable-pip-version-check --require-hashes \
        --only-binary :all: ${3:-} -r "$2"
}

packages() {
    watched "$(words packages-fetching "$(count requirements.lock)")" \
        install_locked .venv requirements.lock
}

peers() {
    environment .venv-peer
    watched "$(words packages-peers "$(count tests/peer/requirements.lock)")" \
        install_locked .venv-peer tests/peer/requirements.lock --no-deps  # see left-out.in
    if command -v npm >/dev/null; then
        many=$(grep -c '"integrity"' "$JAVASCRIPT/package-lock.json")
        watched "$(words packages-javascript "$many")" javascript
    else
        words javascript-none
    fi
}

# Beside the other clients, not in the tree; npm checks each file's hash, and runs none of theirs.
javascript() {
    mkdir -p .venv-peer/javascript
    cp "$JAVASCRIPT/package.json" "$JAVASCRIPT/package-lock.json" .venv-peer/javascript/
    npm ci --prefix .venv-peer/javascript --ignore-scripts --no-audit --no-fund
}

site() {
    environment .venv-docs
    watched "$(words packages-site "$(count docs/site/requirements.lock)")" \
        install_locked .venv-docs docs/site/requirements.lock
}

project() {
    watched "$(words project-installing)" \
        .venv/bin/python -m pip install --disable-pip-version-check --no-deps \
        --no-build-isolation --editable .
}

# ---- not part of setting up: new locks from pyproject.toml and the two requirements.in

# One lock for every Python and machine there is: what only one of them needs has its marker.
compile_lock() {
    index=$("$tools/bin/pip" config get global.index-url 2>/dev/null || true)
    "$tools/bin/uv" pip compile --universal --python-version 3.11 --quiet --generate-hashes \
        --no-header ${index:+--index-url "$index"} ${UPGRADE:+--upgrade} "$@"
}

lock() {
    tools=$(mktemp -d)
    trap 'stop_ticking; rm -rf "$tools"' EXIT
    "$PYTHON" -m venv "$tools"
    watched "$(words lock-uv)" "$tools/bin/pip" install 'uv>=0.9,<1'
    watched "requirements.lock" compile_lock --extra dev -o requirements.lock pyproject.toml
    watched "tests/peer/requirements.lock" compile_lock --override tests/peer/left-out.in \
        -o tests/peer/requirements.lock tests/peer/requirements.in
    watched "docs/site/requirements.lock" compile_lock \
        -o docs/site/requirements.lock docs/site/requirements.in
    watched "$JAVASCRIPT/package-lock.json" npm install --prefix "$JAVASCRIPT" --package-lock-only \
        --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
}

case ${1:-} in
system | packages | peers | site | project | lock) "$1" ;;
python) environment .venv ;;
*) fail usage ;;
esac
