"""A hall in one process: the one base of all that run in memory, with or without screens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from broker.bus.base import Unanswered
from broker.bus.local import LocalBroker, LocalBus
from broker.domain.base import Fact
from broker.domain.catalogue import Item
from broker.domain.clients import Rights
from broker.domain.errors import StoreKnown
from broker.domain.hall import Hall
from broker.domain.requests import Answer, AnyRequest, Granted
from broker.ledger.pins import FILE
from broker.ledger.rows import recorded
from broker.ledger.service import Ledger
from broker.ledger.store import Store
from broker.service.clock_watch import ClockWatch
from broker.service.committer import Committer, InLine
from broker.service.life import Service
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire import codec
from broker.wire.topics import Topics
from tests.stages.halls import EvenClock, HandClock, OpenDoor, request_id, small_hall
from tests.stages.pins import give_pins

F = TypeVar("F", bound=Fact)


@dataclass
class MemoryHall:
    """A broker in memory and hall time by hand; nobody is there yet."""

    folder: Path
    hall: Hall = field(default_factory=small_hall)
    clock: HandClock = field(default_factory=HandClock)
    broker: LocalBroker = field(default_factory=LocalBroker)
    items: tuple[Item, ...] = ()
    committer: Callable[[Any], Committer] = lambda _post: InLine()

    def __post_init__(self) -> None:
        self.settings = Settings(self.hall, Path("hall.toml"), self.folder, self.items)
        self.topics = Topics(self.hall.hall.id)

    def join(self, name: str, runner: Runner, ends: ExitStack | None = None) -> Service:
        """A service of this hall on a loop, its bus not yet started. The bus asks again, and gives
        up, by the loop's clock."""
        client = "" if name == "ledger" else name  # with the ledger's bus tests ask, too
        bus = LocalBus(runner.post, self.broker, runner.clock, client=client)
        runner.add(bus)
        ends = ExitStack() if ends is None else ends
        clock, topics = self.clock, self.topics
        return Service(self.settings, name, runner, bus, topics, clock, ends, self.committer)

    def keep_ledger(self, service: Service) -> Ledger:
        """The ledger as one of the services."""
        file = self.folder / "ledger.db"
        if not (self.folder / FILE).exists():
            give_pins(self.folder, self.hall)
        return Ledger(service, lambda: Store(file), watch=self.clock_watch(), rights=self.rights())

    def clock_watch(self) -> ClockWatch | None:
        """What looks at the clock; None: the same as in a hall."""
        return EvenClock()

    def rights(self) -> Rights | None:
        """Who may ask for what; None: the same as in a hall."""
        return OpenDoor(self.hall)

    def retained(self, topic: str, kind: type[Any]) -> Any:
        """What stands on a retained topic; `KeyError` where nothing does."""
        return codec.decode(self.broker.retained[topic], kind)


class LedgerHall(MemoryHall):
    """A ledger on a file, its loop stepped by hand, and a client that asks."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.open()

    def open(self) -> None:
        """Start the ledger, as after a boot."""
        self.runner = Runner()
        self.service = self.join("ledger", self.runner)
        self.bus = self.service.bus
        self.ledger = self.keep_ledger(self.service)
        self.bus.start()
        self.settle()

    def reopen(self) -> None:
        """End the ledger and start it anew on the same file."""
        self.close()
        self.open()

    def close(self) -> None:
        self.ledger.close()

    def settle(self) -> None:
        """Handle everything that waits, states included."""
        for _ in range(4):
            self.runner.step(0.03 if self._comes() else 0.0)

    def _comes(self) -> bool:
        """Whether something comes by itself: states that gather, a commit, an errand's outcome."""
        gathering = self.ledger._publisher.due is not None
        return gathering or self.ledger._commits.busy or bool(self.runner.errands)

    def ask_all(self, *requests: AnyRequest) -> list[Answer]:
        """Ask several at once: they share one commit."""
        heard: list[Answer] = []

        def hear(answer: Answer | Unanswered) -> None:
            assert not isinstance(answer, Unanswered)
            heard.append(answer)

        for each in requests:
            self.bus.ask(each, hear)
        for _ in range(10 + 3 * len(requests)):
            if len(heard) == len(requests):
                break
            self.runner.step(0.05)
        return heard

    def ask(self, request: AnyRequest) -> Answer:
        """Ask and hear the answer."""
        (answer,) = self.ask_all(request)
        return answer

    def make(self, kind: type[Any], **fields: Any) -> Any:
        """A request of now, with a fresh id."""
        words = {"id": request_id(), "at": self.clock.now(), "source": "test", **fields}
        return kind(**words)

    def do(self, kind: type[Any], **fields: Any) -> Granted:
        """Ask what must be granted."""
        answer = self.ask(self.make(kind, **fields))
        assert isinstance(answer, Granted), answer
        return answer

    def fact(self, kind: type[Any], **fields: Any) -> Any:
        """Ask what must be granted; its first fact."""
        return self.do(kind, **fields).facts[0]

    def facts(self, kind: type[F]) -> list[F]:
        """The facts of this kind in the ledger's file."""
        store = self.ledger._store
        assert isinstance(store, Store)
        everything = [recorded(row).fact for row in store.rows()]
        return [fact for fact in everything if isinstance(fact, kind)]


def full_disk(_store: Store) -> None:
    """In the place of `Store.commit`: the disk takes nothing."""
    raise StoreKnown("ledger.db: the disk is full")
