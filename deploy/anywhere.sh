#!/bin/sh
# Tries the two commands where newcomers have them: as an ordinary user of a fresh Debian, in a
# chroot for each suite; and with each other Python that is named. Run it as root from the top of a
# clone, with debootstrap installed: deploy/anywhere.sh [bookworm] [trixie]
#
#   WHAT     what is tried, in this order (default: setup test run)
#   PYTHONS  interpreters to try besides, here and now: '/path/to/python3.12 /path/to/python3.13'
#   ROOTS    where systems and clones are kept for the next time (default: build/anywhere)
#   MIRROR   of Debian (default: the one that apt has here)
#
# What is committed is tried. pip asks the index that it asks here.
set -eu

WHAT=${WHAT:-setup test run}
ROOTS=${ROOTS:-build/anywhere}
VISITOR=visitor
HOUSE=/srv/$VISITOR

. deploy/chroot.sh

# visiting ROOT COMMAND: as the ordinary user, in the clone.
visiting() {
    inside "$1" setpriv --reuid "$VISITOR" --regid "$VISITOR" --clear-groups \
        env -i PATH=/usr/bin:/bin HOME="$HOUSE" USER="$VISITOR" LANG=C.UTF-8 \
        ${PIP_CERT:+PIP_CERT="$PIP_CERT"} ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} \
        sh -c "cd $HOUSE/hall && $2"
}

# What README asks for, an ordinary user, and this commit as its clone.
furnished() {
    root=$1
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    [ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$root/etc/pip.conf"
    apt_in "$root" update
    apt_in "$root" install git make python3 python3-venv
    inside "$root" id "$VISITOR" >/dev/null 2>&1 ||
        inside "$root" useradd --create-home --home-dir "$HOUSE" "$VISITOR"
    rm -rf "$root$HOUSE/hall"
    git clone --quiet --no-hardlinks . "$root$HOUSE/hall"
    inside "$root" chown -R "$VISITOR:$VISITOR" "$HOUSE"
}

# An ordinary user is told one line to run as root, and after that line set-up ends well.
set_up() {
    root=$1
    if visiting "$root" 'make setup' >"$root.setup" 2>&1; then return; fi
    line=$(sed -n 's/^ *sudo apt-get update && sudo \(apt-get install .*\)/\1/p' "$root.setup")
    [ -n "$line" ] || fail "set-up named no line to run as root:" "$(tail -n 12 "$root.setup")"
    say "  told: $line"
    inside "$root" env DEBIAN_FRONTEND=noninteractive $line --yes >>"$root.log" 2>&1 ||
        fail "That line does not work; $root.log says why."
    visiting "$root" 'make setup' >"$root.setup" 2>&1 ||
        fail "set-up does not end after that line:" "$(tail -n 12 "$root.setup")"
}

# tried NAME LOG COMMAND…: one line that says how it went.
tried() {
    name=$1 log=$2
    shift 2
    began=$(date +%s)
    if "$@" >"$log" 2>&1; then how=well; else how="NOT WELL, see $log" worst=1; fi
    say "$name: $how, $(($(date +%s) - began)) s: $(tail -n 1 "$log")"
}

suite() {
    root=$ROOTS/$1
    system "$root" "$1"
    furnished "$root"
    for what in $WHAT; do
        case $what in
        setup) tried "$1 setup" "$root.setup.how" set_up "$root" ;;
        test) tried "$1 test" "$root.test" visiting "$root" 'make test' ;;
        run) tried "$1 run" "$root.run" visiting "$root" 'make run HEADLESS=1' ;;
        *) fail "$what: say setup, test or run" ;;
        esac
    done
}

other_python() {
    name=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    clone=$ROOTS/$name
    rm -rf "$clone"
    git clone --quiet . "$clone"
    for what in $WHAT; do
        tried "$name $what" "$clone.$what" make --no-print-directory -C "$clone" PYTHON="$1" HEADLESS=1 "$what"
    done
}

[ "$(id -u)" = 0 ] || fail "A chroot needs root: run it as root, or in a virtual machine of yours."
mkdir -p "$ROOTS"
ROOTS=$(cd "$ROOTS" && pwd)
worst=0
[ $# -gt 0 ] || [ -n "${PYTHONS:-}" ] || set -- bookworm trixie
for each; do suite "$each"; done
for each in ${PYTHONS:-}; do other_python "$each"; done
exit "$worst"
