#!/bin/sh
# Plays a hall's life with its packages in a Debian 12 of its own, a chroot: installed as the
# handbook says, with people waiting upgraded, removed, purged and installed again; the ledger is
# audited before and after, and numbers go on. Run it as root from the top of a clone.
#
#   ROOTS    where the system is kept for the next time (default: build/package-test)
#   MIRROR   of Debian (default: the one that apt has here)
#   SCREENS  with anything in it, the package with the screens is installed, too, and a kiosk shown
#
# No systemd runs in a chroot. What its units say is looked at by systemd-analyze, systemd-sysusers
# and systemd-tmpfiles run as they do, and the hall is started by the words of hall.service; that it
# is restarted, that a glass has a session, and what udev does can only be seen on a machine.
set -eu

ROOTS=${ROOTS:-build/package-test}
SUITE=bookworm
PYTHON=.venv/bin/python
OLDER=0.0.9
MORNING=2026-11-23T01:00:00+00:00  # a Monday at nine, in the sample hall
LEDGER=/var/lib/hall/ledger.db
HOME_OF_HALL=/usr/lib/service-hall

. deploy/chroot.sh

ROOT=$ROOTS/$SUITE
CLOCK="$MORNING|$(date +%s)|1.0"

within() { inside "$ROOT" "$@"; }
root_says() { within env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_hall() {
    within setpriv --reuid hall --regid hall --init-groups \
        env -i PATH=/usr/bin:/bin HOME=/var/lib/hall LANG=C.UTF-8 HALL_CLOCK="$CLOCK" "$@"
}
step() { say "package-test: $*"; }
check() { # check WHAT COMMAND…
    what=$1
    shift
    "$@" >"$ROOT.check" 2>&1 || fail "NOT SO: $what" "$(tail -n 20 "$ROOT.check")"
    say "  $what"
}

ready() {
    system "$ROOT" "$SUITE"
    apt_in "$ROOT" update
    purge_before
    mkdir -p "$ROOT/srv/older" "$ROOT/srv/newer"
    rm -f "$ROOT"/srv/*/*.deb
    packages=service-hall
    [ -z "${SCREENS:-}" ] || packages="service-hall service-hall-screens"
    step "building $packages, twice: as $OLDER, and as it is"
    $PYTHON -m deploy.package --version "$OLDER" --out "$ROOT/srv/older" $packages >"$ROOT.build" 2>&1 ||
        fail "not built" "$(tail "$ROOT.build")"
    $PYTHON -m deploy.package --out "$ROOT/srv/newer" $packages >"$ROOT.build" 2>&1 ||
        fail "not built" "$(tail "$ROOT.build")"
    cp deploy/package/visitor.py "$ROOT/srv/visitor.py"
    chmod 644 "$ROOT/srv/visitor.py"
}

# What an earlier run left.
purge_before() {
    root_says apt-get -qq --yes purge service-hall service-hall-screens >>"$ROOT.log" 2>&1 || true
    rm -rf "$ROOT/etc/hall" "$ROOT/var/lib/hall" "$ROOT/var/lib/hall-backup" "$ROOT/var/lib/hall-screen"
}

installs() { # installs older|newer
    root_says sh -c "apt-get -qq --yes --no-install-recommends --allow-downgrades install /srv/$1/*.deb" \
        >"$ROOT.install" 2>&1 || fail "apt does not install it:" "$(tail -n 20 "$ROOT.install")"
}

# ---- the hall, started by the words of its unit

unit_says() { sed -n "s/^$2=-*//p" "$ROOT/usr/lib/systemd/system/$1"; }

opens() {
    : >"$ROOT.hall"
    as_hall $(unit_says hall.service ExecStart) </dev/null >"$ROOT.hall" 2>&1 &
    hall=$!
    trap closes EXIT
    comes "$ROOT.hall" 'the ledger answers' $hall
}

# comes FILE WORDS PROCESS: wait until it says so.
comes() {
    tries=0
    until grep -q "$2" "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 240 ] && kill -0 "$3" 2>/dev/null ||
            fail "nobody said “$2”:" "$(tail -n 20 "$1")"
        sleep 0.5
    done
}

closes() {
    trap - EXIT
    ends $hall '^/usr/lib/service-hall/bin/python3.* up '
}

# ends PROCESS WORDS: tell the one below it with this command line to end, and wait for both.
ends() {
    below=$1
    until tr '\0' ' ' <"/proc/$below/cmdline" 2>/dev/null | grep -q "$2"; do
        child=$(cat "/proc/$below/task/$below/children" 2>/dev/null) || child=
        [ -n "$child" ] || break
        below=${child%% *}
    done
    kill "$below" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

visitor() { as_hall $HOME_OF_HALL/bin/python3 /srv/visitor.py "$@"; }
head_of() { as_hall hall audit $LEDGER | sed -n 's/.*last hash \([0-9a-f]*\).*/\1/p'; }
same() { [ "$1" = "$2" ] || fail "NOT SO: $3" "before: $1" "now:    $2"; say "  $3"; }

# ---- the play

first() {
    step "installing $OLDER"
    installs older
    check "hall is on everybody's PATH" as_hall sh -c 'command -v hall'
    check "the user hall is there, and nobody logs in as it" \
        root_says sh -c "getent passwd hall | grep -q nologin"
    check "it is in the groups that own ports and scanners" root_says sh -c "id -nG hall | grep -q dialout"
    check "the run directory is the hall's alone" \
        root_says sh -c "[ \$(stat -c %a:%U /var/lib/hall) = 700:hall ]"
    check "without hall.toml nothing is there to start" [ ! -e "$ROOT/etc/hall/hall.toml" ]
    check "the hall's user can read and not change its programs" \
        as_hall sh -c "[ ! -w $HOME_OF_HALL/bin/hall ]"
    check "all byte-code is made at installing" \
        root_says sh -c "[ -d $HOME_OF_HALL/lib/*/site-packages/broker/__pycache__ ]"
}

units() {
    step "what systemd says of the units"
    for unit in "$ROOT"/usr/lib/systemd/system/hall*; do
        name=$(basename "$unit")
        case $name in *.timer) continue ;; esac
        check "$name: verify" root_says systemd-analyze verify --man=no "$(echo "$name" | sed 's/@/@kiosk-1/')"
        level=$(systemd-analyze security --offline=true --no-pager "$unit" 2>/dev/null | sed -n 's/.*: \([0-9.]*\) .*/\1/p' | tail -n 1)
        check "$name: exposure ${level:-?} below 3" awk "BEGIN { exit !(${level:-9} < 3) }"
    done
}

by_the_book() {
    step "each command of the handbook's chapter, in its order"
    $PYTHON -m deploy.package.handbook docs/operations.md Install >"$ROOT.commands"
    while read -r command; do
        case $command in
        'make '* | 'apt install '*) why="done above" ;;
        'systemctl start hall '*) opens && why="started by the words of hall.service" ;;
        'systemctl start '* | 'systemctl stop '*) why="needs a running systemd" ;;
        'journalctl -u hall -f'*) why="never ends" ;;
        'hall invite '*) why="waits for a machine; tests/flows/test_join.py plays it" ;;
        *'hall join '*) why="needs an invitation; the same" ;;
        'hall up '*) why="never ends; the hall is up already" ;;
        *'hall run '*) why="needs a screen" ;;
        *'hall-screen@'*) [ -n "${SCREENS:-}" ] && why= || why="needs the package with the screens" ;;
        *'hall catalogue import '*) why="needs a delivery; tests/flows play it" ;;
        *'hall opinions '*'--close'*) why="needs an opinion" ;;
        *'hall expel '*) why="needs a machine that joined" ;;
        *) why= ;;
        esac
        if [ -n "$why" ]; then
            say "  not run ($why): $command"
            continue
        fi
        by_hand "$command"
    done <"$ROOT.commands"
}

# As root types it; the handbook says that `hall …` is the hall's user's.
by_hand() {
    case $1 in
    'hall '*) check "$1" as_hall sh -c "cd /tmp && $1" ;;
    *) check "$1" root_says sh -c "cd /srv && $1" ;;
    esac
}

waiting() {
    step "people come"
    as_hall hall certify kiosk-1 >"$ROOT.check"
    first_numbers=$(visitor take 3)
    say "  they hold $first_numbers"
    before=$(visitor waiting)
    closes
    old_head=$(head_of)
}

upgraded() {
    step "upgrading while they wait"
    installs newer
    check "the new version is installed" \
        root_says sh -c "hall --version | grep -qv '$OLDER'"
    check "nothing in /etc/hall was touched" as_hall hall check /etc/hall/hall.toml
    check "the ledger still has the head from before" as_hall hall audit $LEDGER --has "$old_head"
    opens
    same "$before" "$(visitor waiting)" "who waited waits"
    next=$(visitor take 1)
    case " $before " in *" $next "*) fail "NOT SO: $next was given twice" ;; esac
    say "  the next number is $next"
    before=$(visitor waiting)
    closes
    new_head=$(head_of)
}

removed() {
    step "removing, purging, and installing again"
    root_says apt-get -qq --yes remove service-hall >>"$ROOT.log" 2>&1 || fail "apt does not remove it"
    check "no program is left" [ ! -e "$ROOT/usr/bin/hall" ] 
    check "and no file below $HOME_OF_HALL" [ ! -e "$ROOT$HOME_OF_HALL" ]
    root_says apt-get -qq --yes purge service-hall >"$ROOT.check" 2>&1 || fail "apt does not purge it"
    check "the ledger is there after a purge" [ -s "$ROOT$LEDGER" ]
    check "and so is hall.toml" [ -s "$ROOT/etc/hall/hall.toml" ]
    installs newer
    check "the ledger still has its head" as_hall hall audit $LEDGER --has "$new_head"
    opens
    same "$before" "$(visitor waiting)" "who waited waits"
    say "  the next number is $(visitor take 1)"
    closes
}

# The control: a ledger that lost its end is found out by the same question.
control() {
    step "a ledger that lost something"
    rm -f "$ROOT$LEDGER" "$ROOT$LEDGER"-*
    opens
    closes
    ! as_hall hall audit $LEDGER --has "$new_head" >"$ROOT.check" 2>&1 ||
        fail "NOT SO: the audit does not miss what is gone"
    say "  is found out"
}

# A screen joins, and is shown as hall-screen@.service shows it, on a glass that cage makes up.
as_screen() {
    within setpriv --reuid hall-screen --regid hall-screen --init-groups \
        env -i PATH=/usr/bin:/bin HOME=/var/lib/hall-screen LANG=C.UTF-8 HALL_CLOCK="$CLOCK" \
        XDG_RUNTIME_DIR=/run/hall-screen HALL_LOG=info "$@"
}

glass() {
    [ -n "${SCREENS:-}" ] || return 0
    step "a kiosk on a glass of 1280 x 720"
    sed -i 's/^port = 0/port = 28883\naddresses = ["127.0.0.1"]/' "$ROOT/etc/hall/hall.toml"
    opens
    : >"$ROOT.invite"
    as_hall hall invite kiosk-1 >"$ROOT.invite" 2>&1 &
    invited=$!
    comes "$ROOT.invite" 'hall join' $invited
    check "whom the ledger's machine invites joins as the screens' own user" \
        as_screen $(grep -o 'hall join.*' "$ROOT.invite" | head -n 1) --run /var/lib/hall-screen/kiosk-1
    wait $invited
    check "it reads neither the ledger nor its keys" as_screen sh -c '! ls /var/lib/hall 2>/dev/null'
    root_says install -d -o hall-screen -m 0700 /run/hall-screen
    : >"$ROOT.glass"
    as_screen WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman \
        QT_QPA_PLATFORM=wayland QT_QUICK_BACKEND=software WAYLAND_DEBUG=client \
        $(unit_says hall-screen@.service ExecStart | sed 's/%i/kiosk-1/') >"$ROOT.glass" 2>&1 &
    shown=$!
    comes "$ROOT.glass" 'first frame' $shown
    check "the window fills it" grep -q 'create_buffer(.*, 1280, 720, ' "$ROOT.glass"
    check "and was never smaller" \
        sh -c "! grep 'create_buffer(' '$ROOT.glass' | grep -v ', 1280, 720, '"
    ends $shown '^/usr/bin/cage'
    closes
}

[ "$(id -u)" = 0 ] || fail "package-test needs root, for a chroot"
mkdir -p "$ROOTS"
ready
first
units
by_the_book
waiting
upgraded
removed
control
glass
say "1 passed, 0 failed"
