"""A catalogue that is replaced while the hall runs: the ledger takes it, then each kiosk does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.catalogue_watch import LOOK, CatalogueWatch
from broker.settings import load
from broker.wire.messages import Alert, CatalogueState
from broker.wire.topics import Kind
from kiosk.issuing.newer_items import DAMAGED, DIFFERENT, EVERY, PATIENCE, ItemsSeen, NewerItems
from tests.stages.memory import LedgerHall

SMALL = Path(__file__).parent / "small_hall"
HEAD = "department,number,item\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The hall.toml of a small hall whose catalogue may be written over."""
    shutil.copytree(SMALL, tmp_path / "hall")
    return tmp_path / "hall" / "hall.toml"


def table(file: Path) -> Path:
    return file.parent / "catalogue.csv"


def rows(file: Path) -> str:
    return table(file).read_text("utf-8")


def swap(file: Path, text: str) -> None:
    """As an import does it: another file in its place."""
    new = file.with_name("new")
    new.write_text(text, "utf-8")
    new.replace(table(file))


class Desk(LedgerHall):
    """A ledger that looks at its catalogue."""

    def __init__(self, file: Path) -> None:
        self.loaded = load(file, file.parent)
        super().__init__(file.parent, self.loaded.hall, items=self.loaded.items)

    def open(self) -> None:
        self.settings = self.loaded
        super().open()
        self.watch = CatalogueWatch(self.service, lambda: self.ledger.floor)
        self.later = self.runner.clock()
        self.settle()

    def look(self) -> None:
        self.later += 2 * LOOK
        self.watch.tick(self.later)
        while self.runner.errands:
            self.runner.step(0.05)
        self.settle()

    def told(self) -> CatalogueState:
        found = self.retained(self.topics.catalogue(), CatalogueState)
        assert isinstance(found, CatalogueState)
        return found

    def reserve(self, queue: str, item: str) -> Granted | Refused:
        answer = self.ask(self.make(ReserveTicket, queue=queue, item=item))
        assert isinstance(answer, Granted | Refused)
        return answer


@pytest.fixture
def desk(file: Path) -> Iterator[Desk]:
    desk = Desk(file)
    yield desk
    desk.close()


def test_the_ledger_takes_a_new_catalogue_and_says_which(desk: Desk, file: Path) -> None:
    before, department = desk.told(), desk.hall.departments[0].id
    rest = next(each.id for each in desk.hall.queues if not each.match)
    assert before.catalogue == desk.loaded.catalogue != ""
    assert before.items == len(desk.loaded.items)
    assert isinstance(desk.reserve(rest, f"{department}/900"), Refused)
    swap(file, HEAD + f"{department},900,新的事项\n")
    desk.look()
    assert desk.told().items == 1
    assert desk.told().catalogue == load(file).catalogue != before.catalogue
    assert isinstance(desk.reserve(rest, f"{department}/900"), Granted)


def test_what_a_visitor_began_with_the_catalogue_before_is_not_refused(
    desk: Desk, file: Path
) -> None:
    first = desk.loaded.items[0]
    swap(file, HEAD + f"{first.department},900,新的事项\n")
    desk.look()
    assert isinstance(desk.reserve(first.queue, first.id), Granted)


def test_a_floor_that_is_made_anew_knows_the_new_catalogue(desk: Desk, file: Path) -> None:
    department = desk.hall.departments[0].id
    swap(file, HEAD + f"{department},900,新的事项\n")
    desk.look()
    assert [each.number for each in desk.service.settings.items] == [900]
    old = type(desk.ledger.floor)(desk.hall, desk.loaded.items)
    desk.ledger._floor = old  # as one whose making began before the look
    desk.look()
    assert f"{department}/900" in old.queues_of_item


@pytest.mark.parametrize("text", ["", HEAD, HEAD + "nobody,1,x\n", HEAD + '"'])
def test_a_catalogue_that_is_wrong_changes_nothing_and_staff_hear_of_it(
    desk: Desk, file: Path, text: str
) -> None:
    before, was = desk.told(), rows(file)
    swap(file, text)
    desk.look()
    assert desk.told() == before
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.CATALOGUE)
    alert = desk.retained(topic, Alert)
    assert "新的事项目录读不出来" in alert.zh
    swap(file, was)
    desk.look()
    assert topic not in desk.broker.retained


# a kiosk


def test_a_folder_in_its_place_is_told_and_the_watch_goes_on(desk: Desk, file: Path) -> None:
    desk.look()
    before, kept = desk.told().catalogue, rows(file)
    table(file).unlink()
    table(file).mkdir()
    desk.look()
    assert desk.told().catalogue == before
    assert desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.CATALOGUE) in desk.broker.retained
    table(file).rmdir()
    swap(file, kept + "民政局,77,新的事项\n")
    desk.look()
    assert desk.told().catalogue != before


class Glass:
    """A kiosk's part, whose files are read at once, or when `wait` is over."""

    def __init__(self, file: Path) -> None:
        self.file, self.seconds = file, 0.0
        self.told: list[tuple[AlertCode, str]] = []
        self.reads = 0
        settings = load(file)
        self.newer = NewerItems(
            settings, lambda: self.seconds, self._aside, self._hear, AlertCode.COMMON_WORDS
        )
        self.newer.heard(settings.catalogue)

    def _aside(
        self, work: Callable[[], ItemsSeen], heard: Callable[[ItemsSeen], None], _: str
    ) -> None:
        found = work()
        self.reads += found.anew is not None
        heard(found)

    def _hear(self, code: AlertCode, reason: str) -> None:
        self.told.append((code, reason))

    def later(self, seconds: float = EVERY) -> None:
        self.seconds += seconds
        self.newer.look()

    def troubles(self) -> dict[AlertCode, str]:
        return {code: reason for code, reason in dict(self.told).items() if reason}


def test_a_kiosk_waits_for_the_ledger_and_then_takes_the_same(file: Path) -> None:
    glass = Glass(file)
    glass.later()
    assert not glass.newer.take()
    swap(file, HEAD + f"{load(file).hall.departments[0].id},900,新的事项\n")
    glass.later()
    assert not glass.newer.take()
    assert len(glass.newer.offered.items) > 1
    glass.newer.heard(load(file).catalogue)
    assert glass.newer.take()
    assert [each.name for each in glass.newer.offered.items] == ["新的事项"]
    assert not glass.newer.take()
    assert glass.troubles() == {}


def test_a_kiosk_whose_copy_is_another_says_so_in_time(file: Path) -> None:
    glass = Glass(file)
    glass.later()
    glass.newer.heard("another")
    glass.later()
    assert glass.troubles() == {}
    glass.later(PATIENCE)
    assert glass.troubles() == {AlertCode.CATALOGUE: DIFFERENT}
    assert not glass.newer.take()
    glass.newer.heard(load(file).catalogue)
    glass.later()
    assert glass.troubles() == {}


def test_a_file_is_read_when_it_changes_and_not_again(file: Path) -> None:
    glass = Glass(file)
    for _ in range(5):
        glass.later()
    assert glass.reads == 1
    glass.newer.look()  # too early
    swap(file, rows(file) + "\n")
    glass.later()
    assert glass.reads == 2


def test_a_wrong_catalogue_leaves_the_old_one_and_staff_hear_of_it(file: Path) -> None:
    glass = Glass(file)
    swap(file, HEAD + "nobody,1,x\n")
    glass.later()
    assert glass.troubles() == {AlertCode.CATALOGUE: DAMAGED}
    assert not glass.newer.take()


def test_a_wrong_row_of_common_words_is_told_and_the_sound_ones_are_offered(file: Path) -> None:
    text = file.read_text("utf-8")
    named = text.replace("[catalogue]\n", '[catalogue]\ncommon = "common.csv"\n')
    file.write_text(named, "utf-8")
    words = file.with_name("common.csv")
    words.write_text("word,dept_name,number,instead,instead_en\n", "utf-8")
    item = load(file).items[0]
    row = f"大事,{item.department},{item.number},,\n"
    glass = Glass(file)
    words.write_text(f"word,dept_name,number,instead,instead_en\n{row}小事,nobody,1,,\n", "utf-8")
    glass.later()
    assert glass.troubles() == {AlertCode.COMMON_WORDS: "rows-left-out"}
    assert glass.newer.take()
    assert [each.word for each in glass.newer.offered.common] == ["大事"]
    words.write_text(f"word,dept_name,number,instead,instead_en\n{row}", "utf-8")
    glass.later()
    assert glass.troubles() == {}


@pytest.mark.parametrize("left", [None, b"", b"\xff\xfe\x00"])
def test_a_table_of_words_of_which_nothing_can_be_read_leaves_the_known_ones(
    file: Path, left: bytes | None
) -> None:
    """Home keeps its keys while somebody saves the table."""
    text = file.read_text("utf-8")
    file.write_text(text.replace("[catalogue]\n", '[catalogue]\ncommon = "common.csv"\n'), "utf-8")
    item = load(file).items[0]
    words = file.with_name("common.csv")
    row = f"大事,{item.department},{item.number},,\n"
    words.write_text(f"word,dept_name,number,instead,instead_en\n{row}", "utf-8")
    glass = Glass(file)
    glass.later()
    words.unlink() if left is None else words.write_bytes(left)
    glass.later()
    assert glass.troubles() == {AlertCode.COMMON_WORDS: "rows-left-out"}
    glass.newer.take()
    assert [each.word for each in glass.newer.offered.common] == ["大事"]


def test_a_sample_that_is_cut_or_would_take_long_to_draw_is_offered_to_nobody(file: Path) -> None:
    samples = file.parent / "samples"
    samples.mkdir()
    (samples / "good.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    (samples / "slow.svg").write_text(f'<svg xmlns="x">{"<path/>" * 30_000}</svg>', "utf-8")
    (samples / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    glass = Glass(file)
    glass.later()
    assert [*glass.newer.samples] == ["good.svg"]
