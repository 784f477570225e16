"""A store of templates that fails: what is said of it, what goes on, and how it comes back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from broker.domain.errors import ConfigError
from broker.domain.ids import StaffId
from broker.service.runner import Runner
from fingerprint import comparer
from fingerprint.comparer import Lack, Means, prepare
from fingerprint.pictured import AGAIN, PicturedReader
from fingerprint.sealing import KEY, Seal
from fingerprint.templates import FOLDER, KeptFinger, TemplateStore, make_room
from tests.stages.finger_desk import FingerDesk, begun
from tests.stages.reader_hall import READER

pytest.importorskip("cryptography", reason="not installed: pip install .[uru4500]")
ANNA = KeptFinger(StaffId("1001"), (b"one touch", b"another"))


class Comparer:
    """An invented one; these tests compare nothing."""


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparer, "Matcher", Comparer)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FingerDesk]:
    yield from begun(tmp_path)


def kept(run: Path, *slots: int) -> TemplateStore:
    room = make_room(run)
    store = TemplateStore(room, READER, Seal(room))
    for slot in slots:
        store.keep(slot, ANNA)
    return store


def test_each_reason_has_a_sentence_of_its_own(
    desk: FingerDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, run = desk.clock_in._keepers[READER], desk.folder
    keeper.enroller._submit = lambda _order: None  # the module's own library is another matter
    kept(run, 3)
    key = run / FOLDER / KEY
    right = key.read_bytes()

    def said() -> str:
        keeper._prepared(prepare(run, READER))
        desk.settle()
        alert = desk.alert("reader-away")
        return "" if alert is None else alert.en

    assert said() == ""
    key.unlink()
    assert "(templates/key) is gone" in said()
    key.write_bytes(b"short")
    key.chmod(0o600)
    assert "is no key" in said()
    key.write_bytes(right)
    assert said() == ""

    def absent() -> None:
        raise ConfigError("uru4500", "nbis", "it is not installed", "install it")

    monkeypatch.setattr(comparer, "Matcher", absent)
    assert "is installed" in said()


@pytest.mark.expects_warnings
def test_a_slot_that_the_disk_does_not_give_is_that_slots_trouble(desk: FingerDesk) -> None:
    """And no other's: whoever withdraws is erased, and who can be compared is."""
    store = kept(desk.folder, 3)
    (desk.folder / FOLDER / READER / "7.finger").mkdir()
    means = prepare(desk.folder, READER)
    assert (means.unreadable, means.lack) == ((7,), None)
    assert means.matcher is not None
    assert dict(comparer._kept(store, (3, 7))) == {3: ANNA}
    desk.clock_in._keepers[READER]._prepared(means)
    desk.passes(0.1)
    alert = desk.alert("fingers")
    assert alert is not None
    assert "slots 7" in alert.en
    assert desk.alert("reader-away") is None


class Reader:
    """One that takes pictures, on a loop that the test turns."""

    def __init__(self, run: Path) -> None:
        self.seconds = 0.0
        self.runner = Runner(lambda: self.seconds)
        self.said: list[Means | None] = []
        service: Any = SimpleNamespace(runner=self.runner, settings=SimpleNamespace(run=run))
        nothing: Any = SimpleNamespace(rest=lambda *_: None)
        self.pictures = PicturedReader(
            service, READER, nothing, nothing, lambda _event: None, self.said.append
        )

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.runner.step(0.0)
        while self.runner.errands:
            self.runner.step(0.01)
        self.runner.step(0.0)


@pytest.mark.expects_warnings
def test_a_store_that_failed_is_tried_again_and_said_once(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("no folder")
    reader = Reader(tmp_path)
    reader.pictures.ready()
    reader.passes(0.0)
    assert reader.said == [None]
    reader.passes(AGAIN)
    assert reader.said == [None]
    (tmp_path / FOLDER).unlink()
    reader.passes(AGAIN - 1.0)
    assert reader.said == [None]
    reader.passes(1.0)
    assert isinstance(reader.said[-1], Means)
    assert reader.said[-1].matcher is not None
    reader.passes(10 * AGAIN)
    assert len(reader.said) == 2


def test_a_key_that_is_put_back_is_found_without_a_start(tmp_path: Path) -> None:
    kept(tmp_path, 3)
    key = tmp_path / FOLDER / KEY
    shutil.move(key, tmp_path / "key")
    reader = Reader(tmp_path)
    reader.pictures.ready()
    for _ in range(3):
        reader.passes(AGAIN)
    assert [each and each.lack for each in reader.said] == [Lack.KEY]
    shutil.move(tmp_path / "key", key)
    reader.passes(AGAIN)
    assert [each and each.lack for each in reader.said] == [Lack.KEY, None]


@pytest.mark.expects_warnings
def test_a_reader_that_is_away_looks_at_no_store(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("no folder")
    reader = Reader(tmp_path)
    reader.pictures.ready()
    reader.passes(0.0)
    reader.pictures.away()
    assert reader.pictures.next_wakeup() is None
    (tmp_path / FOLDER).unlink()
    reader.passes(2 * AGAIN)
    assert reader.said == [None]
