"""A kiosk offers a new catalogue once the ledger knows it and nobody stands there."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from broker.settings import load
from broker.wire.messages import CatalogueState
from kiosk.issuing.newer_items import EVERY
from kiosk.qt import fonts
from tests.gui import guide_desk_rig, kiosk_rig
from tests.gui.guide_desk_rig import GuideDeskStage
from tests.gui.kiosk_rig import PORTRAIT, Rig, kiosk
from tests.gui.test_valid_items import written


def look(rig: Rig) -> None:
    """Time passes until the kiosk has looked at its files, and read what is new."""
    for _ in range(3):
        rig.wait(EVERY)
        while rig.runner.errands:
            rig.pump()
        rig.pump()


def tell(rig: Rig, file: Path) -> None:
    """The ledger knows the catalogue that lies there."""
    state = CatalogueState(id="ledger-1", at=rig.clock.now(), catalogue=load(file).catalogue)
    rig.desk.bus.publish(rig.desk.topics.catalogue(), state, retain=True)
    rig.pump()


def offered(rig: Rig, name: str) -> bool:
    return any(each.name == name for each in rig.kiosk._catalogue.items)


def told(rig: Rig) -> CatalogueState:
    found = rig.desk.retained(rig.desk.topics.kiosk("kiosk-1"), CatalogueState)
    assert isinstance(found, CatalogueState)
    return found


def test_at_home_and_after_the_ledger_a_kiosk_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "hall")
    monkeypatch.setattr(kiosk_rig, "HALL", file)
    with kiosk(tmp_path, PORTRAIT) as rig:
        tell(rig, file)
        look(rig)
        assert told(rig).catalogue == load(file).catalogue
        table = file.with_name("catalogue.jsonl")
        new = file.with_name("new")
        before, after = (json.dumps(each) for each in ("明天结束", "改了名字"))
        new.write_text(table.read_text("utf-8").replace(before, after), "utf-8")
        new.replace(table)
        look(rig)
        assert not offered(rig, "改了名字")  # the ledger does not know it yet
        rig.touch("card-take")
        tell(rig, file)
        rig.wait(1)
        assert not offered(rig, "改了名字")  # somebody stands there
        rig.touch("home")
        rig.wait(1)
        assert offered(rig, "改了名字")
        assert not offered(rig, "明天结束")
        assert told(rig).catalogue == load(file).catalogue
        for name in ("card-take", "dept-health"):
            rig.touch(name)
        assert "改了名字" in rig.words()


def test_a_guide_desk_has_the_new_names_when_the_ledger_has(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "hall")
    monkeypatch.setattr(guide_desk_rig, "HALL", file)
    fonts.load()
    with closing(GuideDeskStage(qtbot, tmp_path)) as desk:
        desk.open_ledger()
        conductor = desk.open()._conductor
        assert conductor is not None
        item = next(each for each in desk.settings.items if each.department == "health")
        table = file.with_name("catalogue.jsonl")
        new = file.with_name("new")
        before, after = (json.dumps(each) for each in (item.name, "改了名字"))
        new.write_text(table.read_text("utf-8").replace(before, after), "utf-8")
        new.replace(table)
        for _ in range(3):
            state = CatalogueState(id="l", at=desk.clock.now(), catalogue=load(file).catalogue)
            desk.bus.publish(desk.topics.catalogue(), state, retain=True)
            desk.seconds += EVERY
            desk.turn()
            while desk.runner.errands:
                desk.turn()
        assert conductor.names(item.department, item.number) == "改了名字"
