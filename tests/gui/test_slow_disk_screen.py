"""The kiosk's glass while its disk takes its time: it draws, and shows no number not yet kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.service.committer import Committer
from tests.gui.kiosk_rig import Rig, kiosk
from tests.stages.slow_disk import SlowDisk


@pytest.fixture
def disk() -> SlowDisk:
    return SlowDisk()


@pytest.fixture
def rig(tmp_path: Path, disk: SlowDisk) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        committer: Callable[[Any], Committer] = lambda _post: disk  # noqa: E731  # as a hall has it
        made.desk.committer = committer
        made.reboot()
        made.pump()
        yield made


def take(rig: Rig) -> None:
    rig.touch("card-take")
    while rig.find("dept-health") is None:
        rig.touch("next")
    for name in ("dept-health", "item-1", "take"):
        rig.touch(name)


def test_the_screen_draws_and_no_slip_is_out_before_it_is_noted(rig: Rig, disk: SlowDisk) -> None:
    take(rig)
    assert "请稍候" in rig.words()
    assert rig.tickets() == {}, "nobody was asked before that was noted"
    rig.wait(4.0)
    heard: list[str] = []
    rig.runner.post(heard.append, "what the hall says")
    rig.pump()
    assert heard == ["what the hall says"], "its loop goes on"
    assert not rig.window.grabWindow().isNull()
    disk.go()
    rig.settle()
    assert list(rig.tickets().values()) == ["reserved"]
    rig.wait(4.0)
    assert "请稍候" in rig.words()
    assert "S001" not in rig.words()
    assert rig.printer.jobs == []
    disk.go()
    rig.pump()
    assert "S001" in rig.words()
    assert len(rig.printer.jobs) == 1


@pytest.mark.expects_warnings
def test_a_disk_that_hangs_is_no_number_and_the_next_visitor_finds_home(
    rig: Rig, disk: SlowDisk
) -> None:
    take(rig)
    rig.wait(16.0)
    assert rig.page == "cannot"
    rig.wait(200.0)
    assert rig.page == "home"
    while disk.waiting:
        disk.go()
        rig.pump()
    assert rig.tickets() == {}
    assert rig.printer.jobs == []
