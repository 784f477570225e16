# A Debian system in a folder, and commands in it. Read by deploy/anywhere.sh and
# deploy/package-test.sh, as root, with debootstrap installed.
#
#   MIRROR   of Debian (default: the one that apt has here)

ENDED=ended

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

mirror() {
    sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)*\([^ ]*\) .*/\2/p' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1
}

# inside ROOT COMMAND…: as root of that system, with /proc, /dev and /sys that end with the command.
inside() {
    root=$1
    shift
    unshare --mount --propagation private sh -eu -c '
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount --rbind /sys "$root/sys"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" "$@"' inside "$root" "$@"
}

system() {
    root=$1 suite=$2
    [ ! -e "$root/etc/$ENDED" ] || return 0
    command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"
    say "$suite: a new system in $root"
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "${MIRROR:-$(mirror)}" \
        >"$root.log" 2>&1 || fail "That did not work; $root.log says why."
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    touch "$root/etc/$ENDED"
}

apt_in() {
    root=$1
    shift
    inside "$root" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq --yes --no-install-recommends "$@" >>"$root.log" 2>&1 ||
        fail "apt-get $* did not work; $root.log says why."
}
