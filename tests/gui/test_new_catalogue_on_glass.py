"""A kiosk offers a new catalogue once the ledger knows it and nobody stands there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from broker.settings import load
from broker.wire.messages import CatalogueState
from kiosk.ticket.newer_items import EVERY
from tests.gui import kiosk_rig
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
