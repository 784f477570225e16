"""What Mosquitto writes down of those it does not let in, or not do what they want. Pure.

It says so only in its log, at the levels of notices and of debugging, in sentences (those of
Mosquitto 2.0.11 are known here, with OpenSSL 3). Whoever asks to hear what is not its own is told
nothing there and hears nothing: such a question is held against the rights here. Whoever was let in
is told by the name in its papers; a client chooses the id that stands in the other lines itself,
but can put no line into the log: Mosquitto refuses an id with a control character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from broker.wire.filters import within

_ROUTINE = ("Sending ", "Received PUBA", "Received PI")  # most lines of a hall at work
_SAYS = re.compile(
    r"^Received PUBLISH from (?P<id>.*) \(d\d, q\d, r\d, m\d+, '.*', ... \((?P<size>\d+) bytes\)\)$"
)
_COMES = re.compile(r"^New connection from (?P<address>\S+):\d+ on port \d+\.$")
_FAILED = re.compile(r"^Client connection from (?P<address>\S+) failed: (?P<why>.*?)\.?$")
_UNPROVED = re.compile(r"^OpenSSL Error\[\d+\]: (?P<why>.*)$")
_CAME = re.compile(
    r"^New client connected from \S+ as (?P<id>.*) \(p\d+, c\d, k\d+(, u'(?P<name>.*)')?\)\.$"
)
_DENIED = re.compile(r"^Denied PUBLISH from (?P<id>.*) \(d\d, q\d, r\d, m\d+, '.*', .* bytes\)\)$")
_ASKS = re.compile(r"^Received SUBSCRIBE from (?P<id>.*)$")
_FILTER = re.compile(r"^\t(?P<filter>.*) \(QoS \d\)$")
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
    said: Counter[str] = field(default_factory=Counter)  # bytes, by name
    may_hear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by name, filters
    _names: dict[str, str] = field(default_factory=dict)
    _latest: str = ""
    _asks: str = ""

    def take(self, line: str) -> bool:
        """One line of the log, without its end; whether it is worth being kept."""
        said = line.partition(": ")[2] if line[:1].isdigit() else line  # without its second
        if said.startswith(_ROUTINE):
            return False
        if not self._of_strangers(said):
            self._of_clients(said)
        return _KEPT.match(said) is not None

    def _of_strangers(self, said: str) -> bool:
        if match := _COMES.match(said):
            self._latest = match["address"]
        elif match := _FAILED.match(said):
            _count(self.strangers, match["address"])
        elif _UNPROVED.match(said):
            _count(self.strangers, self._latest or OTHERS)
        else:
            return False
        return True

    def _of_clients(self, said: str) -> None:
        if match := _SAYS.match(said):
            _count(self.said, self._names.get(match["id"], OTHERS), int(match["size"]))
        elif match := _CAME.match(said):
            self._came(match["id"], match["name"] or OTHERS)
        elif match := _DENIED.match(said):
            _count(self.clients, self._names.get(match["id"], OTHERS))
        elif match := _ASKS.match(said):
            self._asks = self._names.get(match["id"], OTHERS)
        elif match := _FILTER.match(said):
            self._listens(match["filter"])
        elif said.startswith(_READS):
            self.read_anew += 1

    def blame(self) -> str:
        """Who said the most since this was asked last: counted as turned away."""
        [(who, _)] = self.said.most_common(1) or [(OTHERS, 0)]
        _count(self.clients, who)
        self.said.clear()
        return who

    def _listens(self, topics: str) -> None:
        """Mosquitto lets everybody ask for everything, and passes on what is theirs."""
        if not any(within(topics, each) for each in self.may_hear.get(self._asks, ())):
            _count(self.clients, self._asks)

    def _came(self, identity: str, name: str) -> None:
        if len(self._names) >= _IDS and identity not in self._names:
            self._names.pop(next(iter(self._names)))
        self._names[identity] = name


def _count(counted: Counter[str], who: str, much: int = 1) -> None:
    """A stranger may come from as many addresses as he likes: beyond some they are one."""
    counted[who if who in counted or len(counted) < _MOST else OTHERS] += much
