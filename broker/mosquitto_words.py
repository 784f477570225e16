"""What Mosquitto writes down of those it does not let in, or not do what they want. Pure.

It says so only in its log, at the levels of notices and of debugging, in sentences (those of
Mosquitto 2.0.11 are known here, with OpenSSL 3). Whoever was let in is told by the name in its
papers; a client chooses the id that stands in the other lines itself, but can put no line into the
log: Mosquitto refuses an id with a control character.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

_STAMP = re.compile(r"^\d+: ")
_COMES = re.compile(r"^New connection from (?P<address>\S+):\d+ on port \d+\.$")
_FAILED = re.compile(r"^Client connection from (?P<address>\S+) failed: (?P<why>.*?)\.?$")
_UNPROVED = re.compile(r"^OpenSSL Error\[\d+\]: (?P<why>.*)$")
_CAME = re.compile(
    r"^New client connected from \S+ as (?P<id>.*) \(p\d+, c\d, k\d+(, u'(?P<name>.*)')?\)\.$"
)
_DENIED = re.compile(r"^Denied PUBLISH from (?P<id>.*) \(d\d, q\d, r\d, m\d+, '.*', .* bytes\)\)$")
_KEPT = re.compile(
    r"^(Error|Warning|Note|OpenSSL|Client connection from|Denied|Socket error|Reloading"
    r"|Opening|mosquitto)\b"
)

_READS = "Reloading config"
_MOST = 100  # clients, or addresses, that are counted apart
_IDS = 2000  # of clients that are let in; each program of the hall has one
OTHERS = "…"


@dataclass
class TurnedAway:
    """Who was turned away, by address and by name, and how often. What it is told line by line."""

    strangers: Counter[str] = field(default_factory=Counter)
    clients: Counter[str] = field(default_factory=Counter)
    read_anew: int = 0  # times that it read its rights and lists again
    _names: dict[str, str] = field(default_factory=dict)
    _latest: str = ""

    def take(self, line: str) -> bool:
        """One line of the log, without its end; whether it is worth being kept."""
        said = _STAMP.sub("", line)
        if match := _COMES.match(said):
            self._latest = match["address"]
        elif match := _CAME.match(said):
            self._came(match["id"], match["name"] or OTHERS)
        elif match := _FAILED.match(said):
            _count(self.strangers, match["address"])
        elif _UNPROVED.match(said):
            _count(self.strangers, self._latest or OTHERS)
        elif match := _DENIED.match(said):
            _count(self.clients, self._names.get(match["id"], OTHERS))
        elif said.startswith(_READS):
            self.read_anew += 1
        return _KEPT.match(said) is not None

    def _came(self, identity: str, name: str) -> None:
        if len(self._names) >= _IDS and identity not in self._names:
            self._names.pop(next(iter(self._names)))
        self._names[identity] = name


def _count(counted: Counter[str], who: str) -> None:
    """A stranger may come from as many addresses as he likes: beyond some they are one."""
    counted[who if who in counted or len(counted) < _MOST else OTHERS] += 1
