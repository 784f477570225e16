"""A screen that fails tells the hall, whichever it is; nobody stands before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broker.bus.local import LocalBus
from broker.domain.alerts import AlertCode
from broker.service import life
from broker.settings import load
from broker.wire import codec
from broker.wire.messages import Alert
from broker.wire.topics import Kind, Topics
from kiosk.board import view as board
from kiosk.clock_in import view as clock_in
from kiosk.clock_in.enrolment import view as enrolment
from kiosk.guide_desk import view as guide_desk
from kiosk.panel import view as panel
from kiosk.qt.runner import QtRunner
from kiosk.ticket import view as ticket
from tests.gui.kiosk_rig import PaperPrinter
from tests.gui.theatre import Theatre

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
SCREENS: dict[str, tuple[Callable[..., object], str]] = {
    "kiosk-1": (ticket.build, "kiosk-1"),
    "panel-1": (panel.build, "1"),
    "board-1": (board.build, ""),
    "guide-1": (guide_desk.build, ""),
    "clock-in-1": (clock_in.build, ""),
    "enrolment-reader-1": (enrolment.build, "reader-1"),
}


def _paper(_service: object, heard: Callable[[Any], None]) -> PaperPrinter:
    return PaperPrinter(heard)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_that_fails_is_an_alert_until_it_is_started_anew(
    name: str, theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load(HALL, theatre.folder)
    topic = Topics(settings.hall.hall.id).alert(Kind.SERVICE, name, AlertCode.SCREEN)
    retained = theatre.broker.retained

    def connect(_settings: Any, _name: str, post: Any, *_more: Any, **_named: Any) -> LocalBus:
        return LocalBus(post, theatre.broker)

    def start() -> QtRunner:
        runner = QtRunner()
        runner.at_end.callback(runner.close)
        build, key = SCREENS[name]
        shown.append(build(settings, key, runner, theatre.engine))
        runner.first_frame()
        theatre.turn()
        return runner

    monkeypatch.setattr(life, "connect", connect)
    for module in (ticket, guide_desk):
        monkeypatch.setattr(module, "printer_of", lambda _post: _paper)
    shown: list[object] = []
    theatre.prepare()
    runner = start()
    assert topic not in retained
    runner.failed()
    theatre.turn()
    alert = codec.decode(retained[topic], Alert)
    assert name in alert.zh
    assert name in alert.en
    runner.at_end.close()
    anew = start()
    theatre.qtbot.waitUntil(lambda: topic not in retained, timeout=60_000)
    anew.at_end.close()
