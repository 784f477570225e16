"""The broker of a hall on its own machine, and the papers of whoever comes to it.

An authority is made with the first start, and every client of this machine gets its papers before
its program begins, so that a hall needs no other command than before. With each start, once a day,
and when somebody has set the machine's clock, all of them are looked through: what has lived for
two thirds of its life is made anew, and so is the list of the revoked, for a broker whose list has
ended lets nobody in. Where the folder of keys was lost under a running hall there is a new
authority, and the broker is started again with it: it would believe nobody who comes from then on.
"""

from __future__ import annotations

import json
import logging
import socket
from collections import Counter
from collections.abc import Iterable

from broker.admission import Admission, sign
from broker.bus.account import Place
from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.domain.alerts import Sentences
from broker.domain.clients import COMMAND, clients
from broker.domain.errors import BusError, CertificateError
from broker.mosquitto import Guard, Mosquitto
from broker.service.clock import machine_time
from broker.service.life import BROKER_FILE
from broker.settings import Settings
from broker.wire.access import access_list

log = logging.getLogger(__name__)

BROKER = "broker"  # whose papers the broker's own are
_NAMED = 5  # in one sentence
_LONGEST = 45  # characters of a name or address that are told
_TURNED_AWAY = Sentences(
    "消息服务器拒绝了不该有的连接或操作：{who}。请检查这些设备由谁在用",
    "The broker turned away connections or messages that should not be: {who}. See who uses these"
    " machines",
)
_MOST_MEMORY = 256 << 20  # bytes; a hall at work needs some 20 MB
_DAY = 86400.0  # seconds between two looks at all papers
_SET = 600.0  # seconds by which a clock that is only corrected does not go off
_AGAIN = 10.0  # seconds between two tries with another authority


def have_papers(settings: Settings, client: str) -> None:
    """See that a program of this client has papers, where the hall's broker is on this machine, and
    with it the authority; on another it has those that it joined with. Raises `CertificateError`.
    """
    authority = Authority(settings.run / KEYS, settings.hall.hall.id)
    if authority.is_here or not (settings.hall.broker.host or authority.certificate.exists()):
        authority.found()
        if client in authority.shut_out:
            raise CertificateError(
                f"{client} was expelled from this hall; `hall certify {client}` takes it in again"
            )
        authority.provide(client, machine_time())


class OwnBroker:
    """Mosquitto as a child, and the hall's authority beside it. `clients` run on this machine.

    Raises `BusError`, or `CertificateError` where no papers can be made.
    """

    def __init__(self, settings: Settings, clients: Iterable[str]) -> None:
        self._settings = settings
        self._clients = (COMMAND, *clients)
        self._authority = Authority(settings.run / KEYS, settings.hall.hall.id)
        self._mosquitto: Mosquitto | None = None
        self._look_at = self._again_at = self._ahead = 0.0
        self._believed = (0, 0)
        self._admission: Admission | None = None

    def start(self, now: float) -> Place:
        """Make what is missing, start the broker, and write down where it is."""
        self._authority.found()
        papers = self._authority.papers(BROKER)
        self._renew(now, needed=not papers.certificate.exists())
        hall = self._settings.hall
        out = self._authority.shut_out
        guard = Guard(papers, self._authority.revocations, access_list(hall, out))
        self._mosquitto = Mosquitto(
            self._settings.run / "mosquitto",
            hall.broker.port,
            guard,
            in_network=bool(hall.broker.addresses),
        )
        self._start(self._mosquitto)
        place = {"host": self._mosquitto.host, "port": self._mosquitto.port}
        (self._settings.run / BROKER_FILE).write_text(json.dumps(place), "utf-8")
        return self._mosquitto.host, self._mosquitto.port

    @property
    def running(self) -> bool:
        """Whether it is alive."""
        return self._mosquitto is not None and self._mosquitto.running

    def restart(self) -> None:
        """On the same port."""
        if self._mosquitto is not None:
            self._start(self._mosquitto)

    def watch(self, now: float) -> None:
        """See who was expelled or taken in again, renew what grows old, and have the broker believe
        the authority that there is."""
        if self._admission is not None:
            self._admission.watch()
        if self._mosquitto is not None and sign(self._authority.certificate) != self._believed:
            self._believe_anew(self._mosquitto, now)
        elif self._mosquitto is not None and self._mosquitto.held > _MOST_MEMORY:
            self._relieve(self._mosquitto)
        elif now >= self._look_at or abs(_ahead(now) - self._ahead) > _SET:
            self._renew(now)

    def turned_away(self) -> Sentences | None:
        """Whom it did not let in, or not do what they wanted; None where there was nobody."""
        if self._mosquitto is None:
            return None
        strangers, clients = self._mosquitto.refused()
        most = Counter({**strangers, **clients}).most_common(_NAMED)
        told = "、".join(f"{who[:_LONGEST]} × {count}" for who, count in most)
        return _TURNED_AWAY.filled(who=told) if told else None

    def stop(self) -> None:
        """End it, and what says where it is."""
        if self._mosquitto is not None:
            self._mosquitto.stop()
        (self._settings.run / BROKER_FILE).unlink(missing_ok=True)

    def _admit_by_file(self, mosquitto: Mosquitto) -> None:
        settings = self._settings
        self._admission = Admission(settings.hall, self._authority, mosquitto, settings.run)

    def _start(self, mosquitto: Mosquitto) -> None:
        self._believed = sign(self._authority.certificate)
        mosquitto.start()
        self._admit_by_file(mosquitto)

    def _renew(self, now: float, *, needed: bool = False) -> None:
        """Whoever has papers gets others in time, and whoever is started from here has some. On a
        full disk the hall goes on with those that are there, unless new ones are `needed`."""
        self._look_at, self._ahead = now + _DAY, _ahead(now)
        known = (each.name for each in clients(self._settings.hall))
        have = (each for each in known if self._authority.papers(each).certificate.exists())
        try:
            self._provide((*self._clients, *have))
        except (CertificateError, OSError) as error:
            if needed:
                raise
            log.warning("papers could not be renewed, tomorrow they are tried again: %s", error)

    def _believe_anew(self, mosquitto: Mosquitto, now: float) -> None:
        """Everybody of hall.toml gets papers: who was not started from here had some, too."""
        if now < self._again_at:
            return
        self._again_at = now + _AGAIN
        try:
            self._authority.found()
            self._provide(each.name for each in clients(self._settings.hall))
            mosquitto.stop()
            self._start(mosquitto)
        except (BusError, CertificateError, OSError) as error:
            log.warning("the hall has another authority, and cannot go by it yet: %s", error)
        else:
            log.warning(
                "the hall has another authority than before, and its broker goes by it from now on;"
                " machines that joined have to be invited again"
            )

    def _relieve(self, mosquitto: Mosquitto) -> None:
        """What it keeps for others is in memory, and a client may say as much as it likes: begun
        anew it is empty, and everybody says again what counts."""
        held, who = mosquitto.held >> 20, mosquitto.blame()
        log.warning("the broker held %d MB and is begun anew; the most was said by %s", held, who)
        try:
            mosquitto.stop()
            self._start(mosquitto)
        except (BusError, OSError) as error:
            log.warning("the broker cannot be started: %s", error)

    def _provide(self, names: Iterable[str]) -> None:
        now = machine_time()
        self._authority.keep(now)
        out = self._authority.shut_out
        self._authority.provide(BROKER, now, hosts(self._settings.hall.broker.addresses))
        for name in dict.fromkeys(names):
            if name not in out:
                self._authority.provide(name, now)


def _ahead(now: float) -> float:
    """By how many seconds the machine's clock is ahead of one that nobody sets."""
    return machine_time().timestamp() - now


def hosts(addresses: Iterable[str] = ()) -> tuple[str, ...]:
    """The names under which this machine may be asked for its broker: from here, and at those
    `addresses` from elsewhere."""
    here = ("localhost", "127.0.0.1", "::1", socket.gethostname())
    return tuple(dict.fromkeys((*here, *(each.strip("[]") for each in addresses))))
