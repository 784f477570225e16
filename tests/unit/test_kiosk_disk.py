"""A kiosk or guide desk whose disk takes nothing: no number is given that could be lost."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from broker.domain.alerts import AlertCode
from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.ids import RequestId
from broker.domain.kiosks import Kiosk as KioskPost
from broker.domain.opinions.facts import About, OpinionKind, OpinionLeft
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import AnyRequest
from broker.domain.tickets.facts import (
    HeldAs,
    TicketActivated,
    TicketReserved,
    TicketVoided,
    VoidReason,
)
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger import written_file
from broker.service.kept_requests import Kept, KeptRequests
from broker.service.life import new_id
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from kiosk.issuing import keeping
from kiosk.issuing.events import (
    Answered,
    Effect,
    HandIn,
    Moment,
    Noted,
    NotNoted,
    Open,
    Told,
    WordsLost,
)
from kiosk.issuing.journal import Journal
from kiosk.issuing.opening import open_issuer
from kiosk.issuing.transaction import Held, NotGiven, TicketTransaction, ToNote, WhyNone
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

NOW = Moment(0.0, MORNING)
KIOSK = KioskPost(id="kiosk-1", line="printer-1")
FULL = OSError(errno.ENOSPC, "No space left on device")


class Kiosk:
    """What gives numbers at a screen, beside a ledger."""

    def __init__(self, folder: Path) -> None:
        self.hall = LedgerHall(folder, small_hall(kiosks=(KIOSK,)))
        self.runner = Runner()
        self.service = self.hall.join("kiosk-1", self.runner)
        place = (Kind.KIOSK, "kiosk-1")
        self.issuer, opens = open_issuer(self.service, place, None, lambda *_: "")
        self.transaction = TicketTransaction("kiosk-1", 60.0, opens)
        self.told: list[Told] = []
        self.service.bus.start()

    def tell(self, told: Told) -> None:
        self.told.append(told)
        match told:
            case Answered(answer):
                self.perform(self.transaction.answered(answer, NOW))
            case Noted(job):
                self.perform(self.transaction.on_disk(job, NOW))
            case NotNoted(job):
                self.perform(self.transaction.not_noted(job, NOW))

    def perform(self, effects: list[Effect]) -> None:
        self.issuer.perform(effects, self.tell)

    def touch(self) -> None:
        request = self.hall.make(ReserveTicket, source="kiosk-1", queue="qa")
        self.perform(self.transaction.reserve(request, False, NOW))
        self.settle()

    def hand_in(self, words: str = "") -> RequestId:
        """An opinion; by its id."""
        opinion = LeaveOpinion(
            id=new_id(),
            at=MORNING,
            source="kiosk-1",
            kind=OpinionKind.PRAISE,
            about=About.WAITING,
            left_at=MORNING,
            words=words,
        )
        self.perform([HandIn(opinion)])
        self.settle()
        return opinion.id

    def settle(self) -> None:
        for _ in range(6):
            self.runner.step(0.01)
            self.hall.settle()

    def alert(self, code: AlertCode = AlertCode.CANNOT_STORE) -> str:
        topic = self.hall.topics.alert(Kind.SERVICE, "kiosk-1", code)
        if topic not in self.hall.broker.retained:
            return ""
        return str(self.hall.retained(topic, Alert).zh)

    def try_disk(self) -> None:
        """Let the moment come in which the disk is tried."""
        for part in self.runner._parts:
            own = isinstance(part, keeping.Keeping | KeptRequests)
            if own and (due := part.next_wakeup()) is not None:
                part.tick(due)
        self.settle()

    def close(self) -> None:
        self.service.at_end.close()
        self.hall.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.close()


@contextmanager
def journal_refuses(after: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk takes so many notes more, and no room can be found."""
    real, notes = Journal.write, iter(range(after))

    def write(journal: Journal, opens: tuple[Open, ...]) -> None:
        if next(notes, None) is None and opens != journal._written:
            raise FULL
        real(journal, opens)

    def no_room(_folder: Path, _size: int) -> None:
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "write", write)
        patch.setattr(keeping, "find_room", no_room)
        yield


@pytest.mark.expects_warnings
@pytest.mark.parametrize("after", [0, 1], ids=["asked", "given"])
def test_what_cannot_be_noted_is_given_to_nobody_and_the_kiosk_comes_back(
    after: int, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asked and printed all the same, and a power cut left somebody with a number for ever."""
    with journal_refuses(after, monkeypatch):
        kiosk.touch()
        stage = kiosk.transaction.stage
        assert isinstance(stage, NotGiven)
        assert (stage.why, stage.queue) == (WhyNone.BROKEN, "qa")
        assert len(kiosk.hall.facts(TicketReserved)) == after
        voided = [each.reason for each in kiosk.hall.facts(TicketVoided)]
        assert voided == [VoidReason.NOBODY_WAITED] * after
        for _ in range(3):
            assert "磁盘已满" in kiosk.alert()
            kiosk.try_disk()
    assert kiosk.alert()
    kiosk.try_disk()
    assert kiosk.alert() == ""
    kiosk.touch()
    assert isinstance(kiosk.transaction.stage, ToNote)


@pytest.mark.expects_warnings
def test_a_number_somebody_holds_is_settled_when_the_disk_takes_it(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It was forgotten: the screen fell over the outbox, and the next note left it out."""

    def refuse(outbox: Outbox, _request: AnyRequest, kept: Kept) -> None:
        kept(outbox._requests._refused(DiskRefuses("full")))

    def noted() -> list[Open]:
        file = tmp_path / "kiosk-1-journal.json"
        return msgspec.json.decode(file.read_bytes(), type=list[Open])

    kiosk.touch()
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "put", refuse)
        kiosk.perform(kiosk.transaction.noted(NOW))
        kiosk.settle()
        assert isinstance(kiosk.transaction.stage, Held)
        assert len(noted()) == 1, "a restart would activate it"
        kiosk.touch()
        assert len(noted()) == 2
        assert kiosk.alert()
        kiosk.issuer.keeping.tick(kiosk.issuer.keeping.next_wakeup() or 0.0)
        assert len(noted()) == 2
    assert kiosk.hall.facts(TicketActivated) == []
    kiosk.try_disk()
    (fact,) = kiosk.hall.facts(TicketActivated)
    assert fact.paper is HeldAs.SCREEN
    assert len(noted()) == 1
    assert kiosk.alert() == ""


@pytest.mark.expects_warnings
def test_an_opinion_that_the_disk_refuses_is_told_and_not_kept_in_mind(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was thanked for, with a code to ask by, and a power cut left nothing of it."""

    def refuse(outbox: Outbox, _request: AnyRequest, kept: Kept) -> None:
        kept(outbox._requests._refused(DiskRefuses("full")))

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "put", refuse)
        refused = kiosk.hand_in()
        assert kiosk.told == [NotNoted(refused)]
        assert kiosk.alert()
    kiosk.try_disk()
    assert kiosk.hall.facts(OpinionLeft) == []
    taken = kiosk.hand_in()
    assert kiosk.told[1:] == [Noted(taken)]
    assert len(kiosk.hall.facts(OpinionLeft)) == 1


@pytest.mark.expects_warnings
def test_words_that_the_ledger_cannot_keep_are_told_at_the_kiosk(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kiosk.hand_in("写的话")
    assert kiosk.told == [Noted(kept)]

    def refuse(*_words: object) -> NoReturn:
        raise StoreKnown("full")

    monkeypatch.setattr(written_file, "put", refuse)
    lost = kiosk.hand_in("写的话")
    assert kiosk.told[1:] == [Noted(lost), WordsLost(lost)]
    assert [each.lost for each in kiosk.hall.facts(OpinionLeft)] == [False, True]
    bare = kiosk.hand_in()
    assert kiosk.told[3:] == [Noted(bare)]


@pytest.mark.expects_warnings
def test_a_damaged_journal_is_put_aside_and_told(tmp_path: Path) -> None:
    """One line in a log said that numbers might not be called."""
    (tmp_path / "kiosk-1-journal.json").write_bytes(b"[{")
    (tmp_path / "kiosk-1-outbox.db").write_bytes(b"\xa5" * 8192)
    kiosk = Kiosk(tmp_path)
    said = kiosk.alert(AlertCode.OUTBOX)
    assert "kiosk-1-journal.json.damaged-1" in said
    assert "kiosk-1-outbox.db.damaged-1" in said, "neither takes the other's place"
    assert (tmp_path / "kiosk-1-journal.json.damaged-1").read_bytes() == b"[{"
    kiosk.close()
