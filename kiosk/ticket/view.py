"""The citizen's ticket kiosk: flow, conductor and printer behind one window."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QQmlApplicationEngine

from broker.domain.alerts import AlertCode
from broker.domain.kiosks import Kiosk
from broker.service import left
from broker.service.clock import Clock, hall_clock
from broker.settings import Settings
from kiosk.issuing.newer_items import NewerItems
from kiosk.issuing.printer import printer_of
from kiosk.qt import glasses, qml_host
from kiosk.qt.posts import post_named
from kiosk.ticket.attract_folder import AttractFolder
from kiosk.ticket.card_place import NO_PLACE
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.corner_known import CornerKnown
from kiosk.ticket.events import PageDrawn, Tap
from kiosk.ticket.hung_up import HungUp
from kiosk.ticket.installed import version
from kiosk.ticket.look import TicketLook, look
from kiosk.ticket.measures import GlassSize
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import HOME, NOBODY, PLAIN
from kiosk.ticket.staff_screens import ProgramEnd, StaffCorner
from kiosk.ticket.worldview import World

if TYPE_CHECKING:
    from broker.service.life import Service
    from kiosk.issuing.printer import OpenPrinter
    from kiosk.printing.outcome import Result
    from kiosk.qt.press_watch import PressOnWindow, PressWatch
    from kiosk.qt.runner import QtRunner
    from kiosk.ticket.conductor import Conductor
    from kiosk.ticket.finding import Learnt
    from kiosk.ticket.kept_window import KioskStart
    from kiosk.ticket.sounding import Sounds

_REST = 1.0  # seconds for a file that is being read when the program ends


def build(
    settings: Settings,
    key: str,
    runner: QtRunner,
    engine: QQmlApplicationEngine,
    start: KioskStart | None = None,
) -> object:
    """The kiosk `key` of hall.toml ("": the only one); on the bus after the first frame. Raises
    `ConfigError` where there is none. Without a `start` it keeps nothing for the next one."""
    post = kiosk_of(settings, key)
    screen = TicketKiosk(settings, post, runner, engine, printer_of(post), start)
    qml_host.attach(settings, post.id, runner, screen.join)
    runner.after_first_frame(screen.learn_to_spell)
    if start is not None:
        runner.after_first_frame(partial(screen.keep_home, start.begun))
    glasses.fill(screen.window)
    return screen


def kiosk_of(settings: Settings, key: str) -> Kiosk:
    """The kiosk named `key`."""
    return post_named(settings, "kiosks", settings.hall.kiosks, key)


class TicketKiosk(QObject):
    """The window, and the way from a touch to the flow and from the flow to the glass."""

    def __init__(
        self,
        settings: Settings,
        post: Kiosk,
        runner: QtRunner,
        engine: QQmlApplicationEngine,
        open_printer: OpenPrinter,
        start: KioskStart | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._post = post
        self._runner = runner
        self._open_printer = open_printer
        self._zone = ZoneInfo(settings.hall.hall.timezone)
        self._clock: Clock = hall_clock()
        self._catalogue = Catalogue(settings.hall, settings.items)
        self._newer = NewerItems(
            settings, runner.clock, runner.aside, self._tell_staff, AlertCode.COMMON_WORDS
        )
        self._attract = AttractFolder(settings.hall, settings.file.parent, runner, self._judged)
        self._hung_up = HungUp(settings, runner.clock, self._complain, runner.aside)
        self._day = self._today()
        self._catalogue.turn_to(self._day)
        self._finding: Learnt | None = None
        self._glass = GlassSize(*glasses.kiosk_glass(qml_host.px_per_mm(engine)))
        self._conductor: Conductor | None = None
        self._sounds: Sounds | None = None
        self._presses: PressWatch | None = None
        self._page = ("", False, False)
        self._turning = False  # a page was turned to, and no frame has come since
        self._touches: Touches = {}
        if start is None or start.lit is None:
            self.shown = qml_host.ShownLook(self._look(), held=True)
            first = {"shown": self.shown.map, "kiosk": self}
            self.window = qml_host.load(engine, "ticket/TicketKiosk.qml", **first)
        else:
            self.window, self.shown = start.lit
            self.window.setProperty("kiosk", self)
            runner.post(lambda _none: self.refresh(), None)
        self.window.frameSwapped.connect(self.framed)

    @Slot(str)
    def touched(self, name: str) -> None:
        """Something called `name` was pressed and let go. From QML."""
        if self._presses is not None:
            self._runner.post(self._touch, (name, self._presses.take()))

    @Slot(float, float)
    def sized(self, width: float, height: float) -> None:
        """The glass is so large, in millimetres. From QML."""
        self._runner.post(self._shape, GlassSize(width, height))

    def join(self, service: Service) -> None:
        """The bus is there: let the journey begin."""
        from kiosk.input.opening import open_inputs
        from kiosk.issuing.events import Broke
        from kiosk.qt.left_alone import watch
        from kiosk.qt.press_watch import PressWatch
        from kiosk.ticket.sounding import open_sounds
        from kiosk.ticket.wiring import begin

        self._presses = PressWatch(self.window, self._runner.clock)
        self._clock = service.clock
        printer = self._open_printer(service, self._heard_printer)
        conductor = begin(
            service, self._post, self._catalogue, printer, self._runner.clock, self.refresh
        )
        self._conductor = conductor
        self._runner.on_failure(lambda: self._runner.post(conductor.tell, Broke()))
        conductor.start()
        self._runner.add(conductor)
        watch(self._runner, lambda: conductor.flow.alone_since, self.window)
        open_inputs(self._post, service, conductor.tell)
        self._runner.at_end.callback(self._runner.rest, _REST)
        conductor.offer(self._newer.offered)
        self._sounds = open_sounds(self._settings.hall, self._runner, conductor)

    def keep_home(self, begun: float, _event: object) -> None:
        """Have it lie there for the next start; this one `begun` to read its files then."""
        from kiosk.ticket.keeping_home import HomeKeeper

        here = (self._settings, self._post.id, self._runner)
        self._runner.add(HomeKeeper(*here, begun, lambda: self._glass))

    def learn_to_spell(self, _event: object) -> None:
        """Build the search index beside the screen's thread."""
        from kiosk.qt.beside import beside

        beside(self._runner, "spelling", self._make_search, self._found_out)

    def refresh(self) -> None:
        """Show what the flow says now."""
        if self._conductor is not None:  # who would tell staff what was found
            self._hung_up.look()
            self._attract.look()
            self._renew(self._conductor)
        self._turn_to_today()
        shown = self._look()
        page = (type(shown.page).__name__, shown.still is not None, shown.attract != "")
        self._turning |= page != self._page
        self._page = page
        self.shown.take(shown)
        if self._sounds is not None and self._conductor is not None:
            self._sounds.follow(self._conductor.flow, shown)
        self._end_where_staff_want_it()

    def _end_where_staff_want_it(self) -> None:
        """A program that ends is started anew by whoever watches it, but for one sent away."""
        ending = self._conductor.flow.corner.ending if self._conductor else None
        if ending is not None:
            self._runner.end(left.STATUS if ending is ProgramEnd.DESKTOP else 0)

    @Slot()
    def framed(self) -> None:
        """A frame is on the glass. From the window."""
        if self._turning and self._conductor is not None:
            self._turning = False
            self._runner.post(self._conductor.tell, PageDrawn(self._runner.clock()))

    def _renew(self, conductor: Conductor) -> None:
        """Offer what the ledger knows by now; while nobody looks for anything."""
        newer = self._newer
        newer.heard(conductor.world.catalogue)
        newer.look()
        if conductor.flow.screen == HOME and newer.take():
            self._catalogue.replace(newer.offered.items, self._day)
            conductor.offer(newer.offered)
            self.learn_to_spell(None)

    def _turn_to_today(self) -> None:
        """On a new day offer what is valid then; while nobody looks for anything."""
        today = self._today()
        at_home = self._conductor is None or self._conductor.flow.screen == HOME
        if today == self._day or not at_home:
            return
        self._day = today
        if self._catalogue.turn_to(today):
            self.learn_to_spell(None)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    def _heard_printer(self, result: Result) -> None:
        from kiosk.issuing.issuer import told

        if self._conductor is not None:
            self._conductor.tell(told(result))

    def _complain(self, code: AlertCode, damaged: bool) -> None:
        self._tell_staff(code, "table-damaged" if damaged else "")

    def _tell_staff(self, code: AlertCode, reason: str) -> None:
        if self._conductor is not None:
            self._conductor.tell_staff(code, reason)

    def _judged(self, damaged: bool) -> None:
        if self._conductor is not None:
            self._conductor.judged_pictures(damaged)

    def _touch(self, touched: tuple[str, PressOnWindow]) -> None:
        name, press = touched
        touch = self._touches.get(name)
        if self._conductor is not None and touch is not None:
            self._conductor.tell(Tap(touch, press.came, press.x, press.y))

    def _shape(self, glass: GlassSize) -> None:
        if glass != self._glass:  # mostly it is as large as was expected
            self._glass = glass
            self.refresh()

    def _make_search(self) -> Learnt:
        from kiosk.ticket.learnt_names import make_finding

        return make_finding(self._catalogue.items, self._newer.offered.common, self._settings.run)

    def _found_out(self, finding: Learnt) -> None:
        from kiosk.qt.memory import forget_start

        self._finding = finding
        self.refresh()
        forget_start()

    def _scene(self) -> Scene:
        conductor = self._conductor
        flow = conductor.flow if conductor else None
        at, now = self._clock.now(), self._runner.clock()
        return Scene(
            hall=self._settings.hall,
            catalogue=self._catalogue,
            world=conductor.world if conductor else World(),
            screen=flow.screen if flow else HOME,
            comfort=flow.comfort if flow else PLAIN,
            seconds=now,
            local=at.astimezone(self._zone),
            connected=flow.connected if flow else True,
            spares=flow.series.giving(at) if flow else frozenset(),
            printer_trouble=flow.printer_trouble if flow else "",
            finding=self._finding,
            common=self._newer.offered.common,
            holder=flow.cards.holder if flow else NOBODY,
            card_place=flow.cards.place if flow else NO_PLACE,
            scanner=flow.cards.scanner if flow else NO_PLACE,
            glass=self._glass,
            slot=self._post.slot,
            ticks=flow.ticks if flow else frozenset(),
            spot=self._post.spot,
            samples=self._newer.samples,
            attract=self._attract.pictures.shown(flow.attract.since(now), now) if flow else "",
            attract_film=self._attract.film,
            sign_film=self._attract.sign_film,
            voice=self._sounds is not None and self._sounds.reads,
            reading=flow is not None and flow.aloud.reading is not None,
            notices=self._hung_up.today(self._day),
            cases=self._hung_up.cases,
            cases_of=of.astimezone(self._zone) if (of := self._hung_up.cases_of) else None,
            corner=flow.corner.known if flow else CornerKnown(),
            kiosk=self._post.id,
            version=version() if flow and isinstance(flow.screen, StaffCorner) else "",
        )

    def _look(self) -> TicketLook:
        shown, self._touches = look(self._scene())
        return shown
