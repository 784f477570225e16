"""Spare numbers on a real disk: what is printed is there before, and a damaged file gives none."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from broker.domain.alerts import AlertCode
from broker.domain.kiosks import Kiosk, KioskRules
from broker.domain.series.facts import SeriesGranted, SpareUnmerged
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import ReserveTicket
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from kiosk.issuing import keeping
from kiosk.issuing.events import (
    Answered,
    Effect,
    Moment,
    Noted,
    NotNoted,
    SeriesAnswered,
    SeriesSilent,
    Silent,
    SpareBlock,
    Told,
)
from kiosk.issuing.keeping import Keeping
from kiosk.issuing.opening import open_issuer
from kiosk.issuing.series import Series
from kiosk.issuing.series_file import SeriesFile
from kiosk.issuing.transaction import NotGiven, TicketTransaction, ToNote, WhyNone
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall
from tests.unit.spare_kiosks import ZONE

HALL = small_hall(kiosks=(Kiosk(id="kiosk-1", line="p1"),), kiosk=KioskRules(spare_numbers=6))
NOW = Moment(0.0, MORNING)
FULL = OSError(errno.ENOSPC, "No space left on device")
BLOCK = SpareBlock(
    SeriesGranted(
        kiosk="kiosk-1", queue="qa", day=date(2026, 11, 23), prefix="A", first=9001, last=9006
    ),
    used=2,
    latest=MORNING,
)


class KioskOnDisk:
    """What gives numbers at a kiosk, on files, beside a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hall = LedgerHall(folder, HALL)
        self.ids = 0
        self.boot()

    def boot(self) -> None:
        self.runner = Runner()
        self.service = self.hall.join("kiosk-1", self.runner)
        place = (Kind.KIOSK, "kiosk-1")
        self.issuer, opens = open_issuer(self.service, place, None, lambda *_: "", spares=True)
        blocks = self.issuer.keeping.blocks
        self.series = Series(HALL, "kiosk-1", ZONE, self.mint, blocks)
        self.transaction = TicketTransaction("kiosk-1", 60.0, opens, self.series)
        self.service.bus.start()
        self.connect(True)

    def mint(self) -> str:
        self.ids += 1
        return f"series-{self.ids:06d}"

    def connect(self, up: bool) -> None:
        self.perform(self.series.connection(up, NOW))
        if up:
            self.perform(self.transaction.ask_orphans(NOW))
        self.settle()

    def tell(self, told: Told) -> None:
        match told:
            case Answered(answer):
                self.perform(self.transaction.answered(answer, NOW))
            case Silent(request):
                self.perform(self.transaction.unanswered(request.id, NOW))
            case Noted(job):
                self.perform(self.transaction.on_disk(job, NOW))
            case NotNoted(job):
                self.perform(self.transaction.not_noted(job, NOW))
            case SeriesAnswered(answer):
                self.perform(self.series.answered(answer, NOW))
            case SeriesSilent():
                self.perform(self.series.unanswered(NOW))

    def perform(self, effects: list[Effect]) -> None:
        self.issuer.perform(effects, self.tell)

    def touch(self) -> None:
        request = self.hall.make(ReserveTicket, queue="qa", source="kiosk-1")
        self.perform(self.transaction.reserve(request, False, NOW))
        self.settle()

    def note_down(self) -> None:
        self.perform(self.transaction.noted(NOW))
        self.settle()

    def settle(self) -> None:
        for _ in range(8):
            self.runner.step(0.01)
            self.hall.settle()

    def try_disk(self) -> None:
        """Let the moment come in which the disk is tried."""
        (part,) = (each for each in self.runner._parts if isinstance(each, Keeping))
        if (due := part.next_wakeup()) is not None:
            part.tick(due)
        self.settle()

    @property
    def number(self) -> str:
        stage = self.transaction.stage
        return stage.given.number if isinstance(stage, ToNote) else ""

    def kept(self) -> tuple[SpareBlock, ...]:
        return SeriesFile(self.folder / "kiosk-1-series.json", "kiosk-1", raised).read()

    def numbers(self) -> list[str]:
        return [each.number for each in self.hall.facts(TicketReserved)]

    def close(self) -> None:
        self.service.at_end.close()
        self.hall.close()


def raised(_file: Path, error: Exception) -> None:
    raise error


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[KioskOnDisk]:
    kiosk = KioskOnDisk(tmp_path)
    yield kiosk
    kiosk.close()


def test_what_is_granted_and_used_is_on_disk(kiosk: KioskOnDisk) -> None:
    assert {each.granted.queue for each in kiosk.kept()} == {"qa", "qb"}
    kiosk.connect(False)
    kiosk.touch()
    assert kiosk.number == "A9001"
    used = [each.used for each in kiosk.kept() if each.granted.day == BLOCK.granted.day]
    assert sorted(used) == [0, 1]


def test_a_kiosk_goes_on_after_a_start_where_it_was(kiosk: KioskOnDisk) -> None:
    kiosk.connect(False)
    kiosk.touch()
    kiosk.note_down()
    kiosk.service.at_end.close()
    kiosk.boot()
    kiosk.connect(False)
    kiosk.touch()
    assert kiosk.number == "A9002"
    kiosk.note_down()
    assert kiosk.numbers() == ["A9001", "A9002"]


@pytest.mark.expects_warnings
def test_a_number_whose_block_is_not_on_disk_is_given_to_nobody(
    kiosk: KioskOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next one that is, is another."""
    kiosk.connect(False)

    def refuse(*_: object) -> None:
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr(SeriesFile, "write", refuse)
        patch.setattr(keeping, "find_room", refuse)
        kiosk.touch()
        stage = kiosk.transaction.stage
        assert isinstance(stage, NotGiven)
        assert stage.why is WhyNone.BROKEN
        assert {each.used for each in kiosk.kept()} == {0}
        kiosk.try_disk()
        topic = kiosk.hall.topics.alert(Kind.SERVICE, "kiosk-1", AlertCode.CANNOT_STORE)
        assert "磁盘已满" in kiosk.hall.retained(topic, Alert).zh
    kiosk.try_disk()
    assert topic not in kiosk.hall.broker.retained
    kiosk.touch()
    assert kiosk.number == "A9002"
    assert max(each.used for each in kiosk.kept()) == 2
    kiosk.note_down()
    kiosk.connect(True)
    assert sorted(kiosk.numbers()) == ["A9001", "A9002"]  # the first is void
    assert kiosk.hall.facts(SpareUnmerged) == []


def test_the_file_says_what_was_written(tmp_path: Path) -> None:
    file = SeriesFile(tmp_path / "new" / "series.json", "kiosk-1", raised)
    assert file.read() == ()
    file.write((BLOCK, BLOCK))
    assert file.read() == (BLOCK, BLOCK)
    file.write(())
    assert file.read() == ()


def test_no_byte_of_the_file_can_flip_unseen(tmp_path: Path) -> None:
    path, seen = tmp_path / "series.json", list[Exception]()
    file = SeriesFile(path, "kiosk-1", lambda _file, error: seen.append(error))
    file.write((BLOCK,))
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert file.read() == ()
        path.write_bytes(whole[:place])
        assert file.read() == ()
    assert len(seen) == 2 * len(whole)
    path.write_bytes(whole)
    assert file.read() == (BLOCK,)


def test_the_file_of_another_kiosk_is_put_aside(tmp_path: Path) -> None:
    """A disk that was copied: both kiosks would give the same numbers."""
    path, seen = tmp_path / "series.json", list[Exception]()
    SeriesFile(path, "kiosk-1", raised).write((BLOCK,))
    assert SeriesFile(path, "kiosk-2", lambda _file, error: seen.append(error)).read() == ()
    assert "kiosk-1" in str(seen[0])


def test_control_the_digits_alone_would_be_believed() -> None:
    """Without the checksum a block that is used less often would be read."""
    text = msgspec.json.encode((BLOCK,))
    fewer = text.replace(b'"used":2', b'"used":0')
    assert fewer != text
    assert msgspec.json.decode(fewer, type=tuple[SpareBlock, ...])[0].used == 0
