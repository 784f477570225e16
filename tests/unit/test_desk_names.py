"""A guide desk has the names of a new catalogue while it runs, as kiosks do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from broker.domain.alerts import AlertCode
from broker.settings import load
from kiosk.guide_desk.item_names import ItemNames
from kiosk.issuing.newer_items import EVERY, ItemsSeen, NewerItems

SMALL = Path(__file__).parent / "small_hall"


class Desk:
    """The names of one desk, whose files are read at once."""

    def __init__(self, folder: Path) -> None:
        self.file = Path(shutil.copytree(SMALL, folder / "hall")) / "hall.toml"
        self.seconds = 0.0
        self.told: list[tuple[AlertCode, str]] = []
        self.settings = load(self.file, folder)
        newer = NewerItems(self.settings, lambda: self.seconds, self._aside, self._hear)
        self.names = ItemNames(newer)
        self.names.heard(self.settings.catalogue)
        self.later()

    def _aside(
        self, work: Callable[[], ItemsSeen], heard: Callable[[ItemsSeen], None], _: str
    ) -> None:
        heard(work())

    def _hear(self, code: AlertCode, reason: str) -> None:
        self.told.append((code, reason))

    def later(self) -> None:
        self.seconds += EVERY
        self.names.look()

    def swap(self, text: str) -> None:
        (self.file.parent / "catalogue.csv").write_text(text, "utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_it_takes_the_new_names_when_the_ledger_has_and_keeps_the_old(desk: Desk) -> None:
    first = desk.settings.items[0]
    desk.swap(f"department,number,item\n{first.department},900,新的事项\n")
    desk.later()
    assert desk.names(first.department, 900) == "", "not before the ledger knows it"
    desk.names.heard(load(desk.file, desk.file.parent).catalogue)
    desk.later()
    assert desk.names(first.department, 900) == "新的事项"
    assert desk.names(first.department, first.number) == first.name
    assert not [reason for _, reason in desk.told if reason]


def test_of_one_that_is_wrong_staff_hear_and_nothing_of_common_words(desk: Desk) -> None:
    first = desk.settings.items[0]
    desk.swap("nonsense")
    desk.later()
    assert desk.told[-1] == (AlertCode.CATALOGUE, "catalogue-damaged")
    assert {code for code, _ in desk.told} == {AlertCode.CATALOGUE}
    assert desk.names(first.department, first.number) == first.name
