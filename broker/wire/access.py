"""Which topics each client of a hall may write and read, as Mosquitto is told. Pure.

Each client has lines of its own. A pattern for all (`%u`) would let in whoever holds a certificate
of the same authority and is not, or no longer, in hall.toml; such a one gets nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from broker.domain.alerts import AlertCode
from broker.domain.client_names import enrolment_at
from broker.domain.clients import REQUESTS, Client, ClientKind, clients
from broker.domain.hall import Hall
from broker.domain.wings import keeper_of, part_at
from broker.wire.topics import Kind, Topics


@dataclass(frozen=True, slots=True)
class Access:
    """Filters of topics. What a client may write it may read as well: it looks after what stands
    retained there."""

    writes: frozenset[str] = field(default_factory=frozenset)
    reads: frozenset[str] = field(default_factory=frozenset)


Part = Callable[[Topics, Hall, Client], Access]


def access(topics: Topics, hall: Hall, client: Client) -> Access:
    """What this client may write and read: requests of its own, what it says and is told as a
    client, and its part."""
    part, own = _PARTS[client.kind](topics, hall, client), _own(topics, client.name)
    asks = {topics.request(client.name, kind) for kind in REQUESTS[client.kind]}
    return Access(part.writes | own.writes | asks, part.reads | own.reads)


def _own(topics: Topics, name: str) -> Access:
    """Answers, settings and papers it is told: whoever has its key for a moment leaves none."""
    says = {topics.liveness(Kind.SERVICE, name), topics.alerts_of(Kind.SERVICE, name)}
    says |= {topics.echo(name, "+"), topics.papers_asked(name)}
    told = {topics.reply(name), topics.settings(name), topics.settings_part(name, "+")}
    return Access(frozenset(says), frozenset(told | {topics.papers_renewed(name)}))


def access_list(hall: Hall, without: Collection[str] = ()) -> str:
    """Mosquitto's `acl_file` of a hall: a paragraph for each client, and nothing for anybody else,
    nor for those who were expelled (mosquitto.conf(5), "acl_file")."""
    topics = Topics(hall.hall.id)
    there = [each for each in clients(hall) if each.name not in without]
    return "\n".join(line for each in there for line in _paragraph(topics, hall, each))


def _paragraph(topics: Topics, hall: Hall, client: Client) -> Iterator[str]:
    may = access(topics, hall, client)
    yield f"user {client.name}"
    yield from (f"topic readwrite {each}" for each in sorted(may.writes))
    yield from (f"topic read {each}" for each in sorted(may.reads - may.writes))
    yield ""


def _ledger(topics: Topics, _hall: Hall, _client: Client) -> Access:
    said = {topics.subtree(kind, "+") for kind in (Kind.LEDGER, Kind.WINDOW, Kind.QUEUE)}
    forgotten = {topics.states(), topics.livenesses(), topics.alerts()}  # of what is gone
    return Access(frozenset(said | forgotten | {topics.reply("+")}))


def _displays(topics: Topics, hall: Hall, client: Client) -> Access:
    posts = part_at(hall, client.wing).displays
    ours = _theirs(topics, Kind.DISPLAY, client, [each.window for each in posts])
    return Access(frozenset(ours), frozenset({topics.windows()}))


def _evaluators(topics: Topics, hall: Hall, client: Client) -> Access:
    part = part_at(hall, client.wing)
    ours = _theirs(topics, Kind.EVALUATOR, client, [each.window for each in part.evaluators])
    ours |= _theirs(topics, Kind.KEYPAD, client, [each.window for each in part.keypads])
    return Access(frozenset(ours), frozenset({topics.windows(), topics.queues()}))


def _readers(topics: Topics, hall: Hall, client: Client) -> Access:
    readers = part_at(hall, client.wing).readers
    ours = _theirs(topics, Kind.READER, client, [each.id for each in readers])
    return Access(frozenset(ours), frozenset({topics.facts(), topics.ledger_states()}))


def _theirs(topics: Topics, kind: Kind, client: Client, keys: Iterable[object]) -> set[str]:
    """A service of a wing speaks of its own devices; the one on the ledger's machine also of those
    that hall.toml has lost."""
    return {topics.subtree(kind, key) for key in (keys if client.wing else "+")}


def _kiosk(topics: Topics, hall: Hall, client: Client) -> Access:
    heard = {topics.windows(), topics.queues(), topics.catalogue()}
    links = {topics.facts()} if hall.hall.public_url else set[str]()
    ours = topics.subtree(Kind.KIOSK, client.name)
    return Access(frozenset({ours}), frozenset(heard | links))


def _panel(topics: Topics, _hall: Hall, client: Client) -> Access:
    here = client.window
    devices = (Kind.DISPLAY, Kind.EVALUATOR)
    heard = {topics.window(here), topics.queues(), *(topics.liveness(k, here) for k in devices)}
    return Access(frozenset({topics.subtree(Kind.PANEL, here)}), frozenset(heard))


def _guide_desk(topics: Topics, _hall: Hall, client: Client) -> Access:
    ours = topics.subtree(Kind.GUIDE, client.name)
    return Access(frozenset({ours}), frozenset({topics.queues(), topics.day(), topics.catalogue()}))


def _clock_in(topics: Topics, hall: Hall, client: Client) -> Access:
    reader = next(each.reader for each in hall.clock_ins if each.id == client.name)
    keepers = {keeper_of(hall, each) for each in hall.readers if each.id == reader}
    ours = {topics.subtree(Kind.CLOCK_IN, client.name), topics.number_typed(reader)}
    clock = topics.alert(Kind.SERVICE, ClientKind.LEDGER, AlertCode.CLOCK)
    served = {topics.liveness(Kind.SERVICE, each) for each in keepers}
    said = {topics.reader(reader), topics.duty(), topics.facts(), topics.day()}
    return Access(frozenset(ours), frozenset(said | {clock} | served))


def _enrolment(topics: Topics, hall: Hall, client: Client) -> Access:
    reader = next(each.id for each in hall.readers if enrolment_at(each.id) == client.name)
    fingers = {topics.fingers(each.id) for each in hall.readers}
    ours = {topics.enrol(reader), topics.enrol_stop(reader)}
    return Access(frozenset(ours), frozenset(fingers | {topics.enrolment(reader), topics.facts()}))


def _board(topics: Topics, _hall: Hall, _client: Client) -> Access:
    return Access(reads=frozenset({topics.calls(), topics.queues(), topics.day()}))


def _command(topics: Topics, _hall: Hall, _client: Client) -> Access:
    asked = {topics.enrol("+"), topics.enrol_stop("+")}
    texts = {topics.slip_text(kind, "+") for kind in (Kind.KIOSK, Kind.GUIDE)}
    codes = (AlertCode.GIVEN_UP, AlertCode.NOT_ENTITLED, AlertCode.PAPERS)  # what `hall up` tells
    told = {topics.alert(Kind.SERVICE, "+", code) for code in codes}
    told |= {topics.settings("+"), topics.settings_part("+", "+"), topics.papers_renewed("+")}
    return Access(frozenset(asked | texts | told), frozenset({topics.everything()}))


_PARTS: Mapping[ClientKind, Part] = {
    ClientKind.LEDGER: _ledger,
    ClientKind.DISPLAYS: _displays,
    ClientKind.EVALUATORS: _evaluators,
    ClientKind.READERS: _readers,
    ClientKind.KIOSK: _kiosk,
    ClientKind.PANEL: _panel,
    ClientKind.GUIDE_DESK: _guide_desk,
    ClientKind.CLOCK_IN: _clock_in,
    ClientKind.ENROLMENT: _enrolment,
    ClientKind.BOARD: _board,
    ClientKind.COMMAND: _command,
}
