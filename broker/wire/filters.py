"""Which filters of topics lie within others, as MQTT 5 has them (4.7). Pure."""

from __future__ import annotations

from collections.abc import Mapping

_SHARED = "$share"


def within(asked: str, allowed: str) -> bool:
    """Whether all that `asked` hears is heard by `allowed` as well."""
    wanted, granted = plain(asked).split("/"), allowed.split("/")
    for at, level in enumerate(granted):
        if level == "#":
            return True
        if at >= len(wanted) or wanted[at] == "#" or level not in ("+", wanted[at]):
            return False
    return len(wanted) == len(granted)


def plain(asked: str) -> str:
    """A filter without its share (4.8.2): what it hears is the same."""
    return asked.split("/", 2)[-1] if asked.startswith(f"{_SHARED}/") else asked


def readable(access: str) -> Mapping[str, tuple[str, ...]]:
    """What each client may hear, by an `acl_file` of `broker.wire.access`."""
    heard: dict[str, tuple[str, ...]] = {}
    name = ""
    for word, _, rest in (line.partition(" ") for line in access.splitlines()):
        if word == "user":
            name, heard[rest] = rest, ()
        elif word == "topic":
            heard[name] += (rest.partition(" ")[2],)
    return heard
