"""The guide desk on a window, the sample hall's ledger behind it, and a printer one can break."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from broker.domain.calling.requests import CallNext, MissTicket
from broker.domain.hall import Hall, PriorityClass
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.service.life import Service
from kiosk.guide_desk.view import QML, GuideDeskView, desk_named
from kiosk.printing.trouble import PrinterTrouble
from kiosk.staff.rest import REST_SECONDS
from kiosk.words.spelling import Spelling, spelling
from tests.gui.kiosk_rig import PaperPrinter, read_once
from tests.gui.theatre import Theatre

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
GUIDE, PIN = "2101", "0000"
_spelling = cache(spelling)


class GuideDeskStage(Theatre):
    """A theatre with the guide desk of the sample hall in it, on a clock that moves when told."""

    def __init__(self, qtbot: QtBot, folder: Path, *, printer: bool = True) -> None:
        self.settings = read_once(HALL, folder)
        self.items = self.settings.items
        super().__init__(qtbot, folder, _nobody_clocks_in(self.settings.hall))
        self.seconds = 1000.0
        self.runner.clock = lambda: self.seconds
        self.printer = PaperPrinter()
        self.has_printer = printer

    def open(self, *, width: int = 1280, height: int = 800, scale: float = 1.0) -> GuideDeskView:
        """Show the desk; the ledger is there."""
        self.prepare(96 / 25.4 * scale)
        desk = desk_named(self.settings, "")
        desk = desk if self.has_printer else replace(desk, line="")
        self.view = GuideDeskView(self.settings, desk, self.runner, self._printer)
        self.view._clock = self.clock
        self.show(QML, shown=self.view.shown.map, desk=self.view)
        self.window.resize(width, height)
        service = self.serve("guide-1")
        self.view.join(service)
        self.view._spell(spelt(self.settings.hall))
        self.bus.start()
        if self.has_printer:
            self.printer.say(None)
        self.turn()
        return self.view

    def do(self, line: str) -> dict[str, Any]:
        """A hand waits until the keys have rested."""
        if line.startswith(("touch", "key")):
            self.rest()
        return super().do(line)

    def hold(self, key: Qt.Key, times: int, *, confesses: bool = True) -> Iterator[int]:
        self.rest()
        yield from super().hold(key, times, confesses=confesses)

    def rest(self) -> None:
        """All keys have rested, and the screen has noticed."""
        self.seconds += REST_SECONDS
        self.runner.post(lambda _: None, None)
        self.turn()

    def _printer(self, _service: Service, heard: Any) -> PaperPrinter | None:
        self.printer.heard = heard
        return self.printer if self.has_printer else None

    def sign_in(self, number: str = GUIDE, pin: str = PIN) -> None:
        super().sign_in(number, pin)

    def ticket(
        self, queue: str = "planning", group: PriorityClass = PriorityClass.ORDINARY, **more: object
    ) -> str:
        """Somebody waits; the number."""
        given = self.ask(ReserveTicket, queue=queue, group=group, **more)
        self.ask(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
        return str(given.number)

    def missed(self, window: int = 1, clerk: str = "1001") -> None:
        """The next one of this window is called and does not come."""
        self.ask(CallNext, window=window, clerk=clerk)
        self.ask(MissTicket, window=window, clerk=clerk)

    def opened(self, window: int = 1, clerk: str = "1001") -> None:
        self.ask(OpenWindow, window=window, clerk=clerk)

    def fail(self, trouble: PrinterTrouble) -> None:
        self.printer.fail(trouble)
        self.turn()

    def slip_out(self) -> None:
        self.printer.slip_out()
        self.turn()

    def close(self) -> None:
        self.runner.at_end.close()
        super().close()


def spelt(hall: Hall) -> dict[str, Spelling]:
    """How the queues' names are typed. A desk has it from a process of its own; a test of it does
    what it does, and all others save a third of a second."""
    return {each.id: _spelling(each.name) for each in hall.queues}


def _nobody_clocks_in(hall: Hall) -> Hall:
    return replace(hall, calling=replace(hall.calling, require_on_duty=False))
