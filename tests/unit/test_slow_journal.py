"""A kiosk whose disk takes its time: the screen goes on, and no slip is out before it is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from broker.domain.alerts import AlertCode
from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.requests import Granted
from broker.domain.tickets.facts import HeldAs, TicketReserved, VoidReason
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket, VoidTicket
from broker.service.committer import STANDS_STILL, DiskSilent
from broker.service.kept_requests import Kept
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from kiosk.issuing import keeping
from kiosk.issuing.events import Open
from kiosk.issuing.journal import Journal
from kiosk.issuing.keeping import Keeping
from kiosk.issuing.open_tickets import settling
from kiosk.issuing.opening import open_issuer
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.slow_disk import SlowDisk


def name(number: int) -> str:
    return f"touch-{number:04d}"


def open_ticket(number: int) -> Open:
    request = ReserveTicket(id=name(number), at=MORNING, source="kiosk-1", queue="qa")
    return Open(request)


def activation(number: int) -> ActivateTicket:
    about = {"id": settling(name(number)), "at": MORNING, "source": "kiosk-1"}
    return ActivateTicket(**about, ticket=f"t{number}", paper=HeldAs.PRINTED)


class Box:
    """An outbox that says what the test says."""

    def __init__(self) -> None:
        self.put_in: list[tuple[ActivateTicket | VoidTicket, Kept]] = []

    def put(self, request: ActivateTicket | VoidTicket, kept: Kept) -> None:
        self.put_in.append((request, kept))

    def says(self, refusal: StoreKnown | None = None) -> None:
        self.put_in.pop(0)[1](refusal)


class Desk:
    """What a screen keeps, with a clock by hand, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        self.file = folder / "journal.json"
        self.disk, self.box = SlowDisk(), Box()
        self.runner = Runner(clock=lambda: self.now)
        self.said: list[StoreKnown | None] = []
        self.told: list[tuple[str, bool]] = []
        journal = Journal(self.file, lambda *_: None)
        self.keeping = Keeping(
            journal, self.box, lambda _file, error: self.said.append(error), self.runner, self.disk
        )

    def note(self, who: str, *numbers: int) -> None:
        opens = tuple(map(open_ticket, numbers))
        self.keeping.note(opens, lambda noted: self.told.append((who, noted)))

    def turn(self) -> None:
        for _ in range(3):
            self.runner.step(0)

    def go(self, error: Exception | None = None) -> None:
        self.disk.go(error)
        self.turn()

    def passes(self, seconds: float) -> None:
        self.now += seconds
        self.turn()

    def noted(self) -> list[str]:
        """What a restart would find."""
        if not self.file.exists():
            return []
        kept = msgspec.json.decode(self.file.read_bytes(), type=list[Open])
        return [each.request.id for each in kept]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.keeping.close()


def test_one_write_serves_all_notes_that_waited(desk: Desk) -> None:
    desk.note("first", 1)
    desk.note("second", 1, 2)
    desk.note("third", 2)
    assert (len(desk.disk.waiting), desk.told) == (1, [])
    desk.go()
    assert (desk.told, desk.noted()) == ([("first", True)], ["touch-0001"])
    assert len(desk.disk.waiting) == 1
    desk.go()
    assert desk.told == [("first", True), ("second", True), ("third", True)]
    assert (desk.noted(), desk.disk.waiting) == (["touch-0002"], [])


def test_what_is_settled_stays_in_the_journal_until_the_outbox_has_it(desk: Desk) -> None:
    """Else a cut between the two would leave somebody with a number for ever."""
    desk.note("given", 1)
    desk.go()
    desk.keeping.settle(activation(1))
    desk.note("settled")
    desk.go()
    assert desk.noted() == ["touch-0001"]
    desk.box.says()
    desk.go()
    assert desk.noted() == []


def test_what_the_outbox_refuses_is_put_again_and_stays_in_the_journal(desk: Desk) -> None:
    desk.note("given", 1)
    desk.go()
    desk.keeping.settle(activation(1))
    desk.note("settled")
    desk.go()
    desk.box.says(DiskRefuses("full"))
    assert desk.box.put_in == []
    desk.note("next", 2)
    desk.go()
    assert desk.noted() == ["touch-0001", "touch-0002"]
    desk.passes(1.9)
    assert desk.disk.waiting == []
    desk.passes(0.1)
    desk.go()  # there is room
    ((request, _),) = desk.box.put_in
    assert request == activation(1)
    desk.box.says()
    while desk.disk.waiting:
        desk.go()
    assert desk.noted() == ["touch-0002"]


def test_a_note_the_disk_refuses_is_said_and_the_disk_tried(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.note("first", 1)
    desk.go(OSError(28, "No space left on device"))
    assert desk.told == [("first", False)]
    (refusal,) = desk.said
    assert "the journal cannot be written (No space left on device)" in str(refusal)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "find_room", no_room)
        desk.passes(2.0)
        desk.go()
        assert len(desk.said) == 2
    desk.passes(2.0)
    desk.go()
    desk.go()
    assert desk.said[2:] == [None]
    assert desk.keeping.next_wakeup() is None


def no_room(_folder: Path, _size: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_at_work_is_tried_when_it_is_done(desk: Desk) -> None:
    desk.note("first", 1)
    desk.go(OSError(28, "No space left on device"))
    desk.note("second", 2)
    desk.passes(2.0)
    assert len(desk.disk.waiting) == 1
    desk.go()
    assert desk.told[1:] == [("second", True)]
    assert len(desk.said) == 1, "not believed before there is room"
    desk.passes(2.0)
    desk.go()
    desk.go()
    assert desk.said[1:] == [None]


def test_a_failure_of_our_own_is_no_word_that_it_is_noted(desk: Desk) -> None:
    desk.note("first", 1)
    with pytest.raises(RuntimeError):
        desk.disk.go(RuntimeError("a bug"))
    desk.turn()
    assert desk.told == [("first", False)]


@pytest.mark.expects_warnings
def test_a_disk_that_says_neither_yes_nor_no_is_told_of(desk: Desk) -> None:
    desk.note("first", 1)
    desk.passes(STANDS_STILL)
    (silent,) = desk.said
    assert isinstance(silent, DiskSilent)
    assert desk.told == []
    desk.go()
    assert desk.said == [silent, None]
    assert desk.told == [("first", True)]


def test_at_the_end_nothing_is_noted_of_which_nobody_was_told(desk: Desk) -> None:
    """The next start asks for it again and voids it, and calls nobody in vain."""
    desk.note("asked", 1)
    desk.go()
    desk.note("busy", 1, 2)
    desk.note("waits", 1, 2, 3)
    desk.keeping.close()
    assert desk.noted() == ["touch-0001", "touch-0002"]


class Kiosk(LedgerHall):
    """What gives numbers at a screen, beside a ledger; its disk is slow."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.slow = SlowDisk()
        self.screen = Runner()
        self.committer = lambda _post: self.slow
        service = self.join("kiosk-1", self.screen)
        self.issuer, self.left = open_issuer(service, (Kind.KIOSK, "kiosk-1"), None, str)
        service.bus.start()
        self.kiosk = service

    def close(self) -> None:
        self.kiosk.at_end.close()
        super().close()


def test_a_hanging_journal_is_an_alert_that_hall_status_shows(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Kiosk(tmp_path)) as hall:
        given: TicketReserved = hall.fact(ReserveTicket, queue="qa")
        hall.issuer.keeping.note((open_ticket(1),), lambda _noted: None)
        writing = hall.issuer.keeping._writing
        with caplog.at_level("CRITICAL"):
            writing.tick(writing.next_wakeup() or 0.0)
        topic = hall.topics.alert(Kind.SERVICE, "kiosk-1", AlertCode.CANNOT_STORE)
        assert "kiosk-1-journal.json" in hall.retained(topic, Alert).en
        hall.issuer.keeping.settle(
            hall.make(VoidTicket, ticket=given.ticket, reason=VoidReason.NOBODY_WAITED)
        )
        hall.screen.step(0)
        assert len(hall.slow.waiting) == 2, "the outbox does not wait for the journal"
        while hall.slow.waiting:
            hall.slow.go()
            hall.screen.step(0)
        assert topic not in hall.broker.retained
        assert isinstance(hall.do(ReserveTicket, queue="qa"), Granted)
