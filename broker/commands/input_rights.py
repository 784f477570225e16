"""What an installer is told of the right to read input devices (scanners that type)."""

from __future__ import annotations

from collections.abc import Iterator

from broker.domain.checking.input_places import is_input
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.link import input_nodes

NO_INPUT = (
    "this user may not read input devices",
    "add the user to the group input (usermod -aG input USER), and sign in anew",
)


def unreadable(hall: Hall) -> Iterator[ConfigError]:
    """One for a hall with scanners that type, on a machine where nothing could be read."""
    line = next((each for each in hall.lines if is_input(each.port)), None)
    if line is not None and not input_nodes.readable():
        yield ConfigError("hall.toml", f"[[lines]] {line.id}", *NO_INPUT)
