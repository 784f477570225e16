"""Every screen of the ticket kiosk, laid out by hand, on any glass, in any mode and language.

The looks are made from scenes as the program makes them, and shown by its own window; no ledger, no
printer, no loop. `SHOWN` is the table: a screen that has no row, and cannot be made without values,
fails `test_every_screen_is_measured`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem

from broker.domain.common_words import CommonWord
from broker.domain.hall import PriorityClass
from broker.domain.ids import RequestId, TicketId
from broker.domain.notices import Notice
from broker.domain.opinions.facts import About, OpinionKind
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Standing
from broker.domain.tickets.facts import WaitBasis
from broker.domain.tickets.life import TicketState
from broker.domain.waiting.ranging import Minutes
from broker.settings import Settings
from broker.settings.cases import load_cases
from broker.wire.messages import QueueState, Waiter
from kiosk.input.came import CardRead
from kiosk.issuing.events import Moment
from kiosk.issuing.newer_items import pictures
from kiosk.qt import qml_host
from kiosk.ticket import opinion_screens, screens
from kiosk.ticket.case_screens import CaseFound, CaseNumber
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.code_screens import CodeEntry, CodeRefused, WhyNoCode
from kiosk.ticket.corner_known import CornerKnown, GivenHere
from kiosk.ticket.look import look
from kiosk.ticket.measures import GlassSize
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.pages.table import PAGES
from kiosk.ticket.printout import NoSlip
from kiosk.ticket.screens import Comfort, GuideTab, Purpose, Screen, WhyCannot
from kiosk.ticket.staff_screens import ProgramEnd, StaffCorner, StaffDoor, StaffEnd, Trial
from kiosk.ticket.worldview import World
from tests.gui.glass_seen import GlassSeen
from tests.gui.kiosk_rig import found
from tests.stages.halls import MORNING

GLASSES = {  # pixels, and how many are a millimetre
    "21.5-upright": (1080, 1920, 4.03),
    "32-upright": (1080, 1920, 2.71),
    "19": (1280, 1024, 3.4),
    "21.5-lying": (1920, 1080, 4.03),
}
EVENING = MORNING + timedelta(hours=10)


class Fingers(QObject):
    """What the window tells; nobody listens."""

    @Slot(str)
    def touched(self, name: str) -> None:
        """A touch."""

    @Slot(float, float)
    def sized(self, width: float, height: float) -> None:
        """A size."""


@dataclass(frozen=True)
class Shown:
    """A screen, and what the hall is like then."""

    screen: Callable[[Settings], Screen]
    changes: Callable[[Scene], Scene] = lambda scene: scene


def _closed(scene: Scene) -> Scene:
    return _with(scene, local=EVENING.astimezone(scene.local.tzinfo))


def _with(scene: Scene, **changes: Any) -> Scene:
    return msgspec.structs.replace(scene, **changes)


def _full(scene: Scene) -> Scene:
    queues = tuple(msgspec.structs.replace(each, daily_limit=1) for each in scene.hall.queues)
    hall = msgspec.structs.replace(scene.hall, queues=queues)
    return _with(scene, hall=hall, catalogue=Catalogue(hall, scene.catalogue.items))


def _carded(scene: Scene) -> Scene:
    card = CardRead("p1", "张*", "110101********0015", elderly=True)
    return _with(scene, holder=screens.Holder(card))


def _spare(scene: Scene) -> Scene:
    return _with(scene, spares=frozenset(each.id for each in scene.hall.queues))


def _troubled(scene: Scene) -> Scene:
    """Much is wrong with the kiosk, and staff look at it."""
    given = Moment(990.0, MORNING)
    numbers = tuple(GivenHere(f"S{number}", given) for number in range(128, 122, -1))
    alarms = (("printer", "paper-out"), ("card-reader", "card-unplugged"))
    return _with(
        scene,
        corner=CornerKnown(numbers, alarms),
        printer_trouble="paper-out",
        kiosk="kiosk-1",
        version="0.4.0",
        connected=False,
    )


def _unknown(scene: Scene) -> Scene:
    """Nobody can say how long anybody waits."""
    for state in tuple(scene.world.queues.values()):
        unknown = WaitBasis.UNKNOWN
        scene.world.hear_queue(msgspec.structs.replace(state, low=0, high=0, basis=unknown))
    return scene


def _standing(scene: Scene) -> Scene:
    """S001 waits in its queue, and one is before it."""
    state = scene.world.queues[next(each.id for each in scene.hall.queues if each.prefix == "S")]
    waiters = tuple(
        Waiter(
            ticket=TicketId(f"20261123-{number}"),
            number=number,
            group=PriorityClass.ORDINARY,
            joined=MORNING,
            low=12,
            high=25,
        )
        for number in ("S000", "S001")
    )
    scene.world.hear_queue(msgspec.structs.replace(state, waiting=2, next=waiters))
    return scene


def _sampled(settings: Settings) -> Screen:
    """A material of which there is a picture."""
    return next(
        screens.Sample(item, nth)
        for item in settings.items
        for nth, each in enumerate(item.guide.materials)
        if each.sample
    )


def _item(settings: Settings, nth: int = 0) -> Any:
    """Of a department, the item with the nth longest name."""
    return sorted(settings.items, key=lambda each: -len(each.name))[nth]


def _word(word: str, settings: Settings) -> CommonWord:
    return next(each for each in settings.common if each.word == word)


def _guided(settings: Settings) -> Any:
    """The item with the most materials in its guide."""
    return max(settings.items, key=lambda each: len(each.guide.materials))


def _guidance(tab: GuideTab) -> Callable[[Settings], Screen]:
    return lambda settings: screens.Guidance(_guided(settings), tab)


def _queue(settings: Settings) -> str:
    return max(settings.hall.queues, key=lambda each: len(each.name)).id


def _windows(settings: Settings) -> tuple[int, ...]:
    return tuple(each.number for each in settings.hall.windows_of(_queue(settings)))


def _confirm(settings: Settings) -> Screen:
    item = _item(settings)
    return screens.Confirm(item.queue, RequestId("request-000001"), item)


def _already(settings: Settings) -> Screen:
    had = Standing(
        ticket=TicketId("20261123-S128"),
        number="S128",
        queue=_queue(settings),
        group=PriorityClass.ORDINARY,
        state=TicketState.WAITING,
        ahead=4,
        low=20,
        high=45,
        basis=WaitBasis.LAST_DAY,
    )
    return screens.Already(had, screens.Confirm(had.queue, RequestId("request-000001")))


def _ticket(settings: Settings) -> Screen:
    where, basis = _windows(settings), WaitBasis.LAST_DAY
    wait = Minutes(12, 25)
    return screens.YourTicket(_queue(settings), "S128", 12, where, wait=wait, basis=basis)


def _unopened(settings: Settings) -> Screen:
    where = _windows(settings)
    return screens.YourTicket(_queue(settings), "S128", 12, where, basis=WaitBasis.NO_WINDOW)


def _no_slip(why: NoSlip) -> Callable[[Settings], Screen]:
    def made(settings: Settings) -> Screen:
        where, wait, basis = _windows(settings), Minutes(12, 25), WaitBasis.LAST_DAY
        queue = _queue(settings)
        return screens.YourTicket(queue, "S128", 12, where, False, wait, basis, no_slip=why)

    return made


def _remember_unopened(settings: Settings) -> Screen:
    where, basis = _windows(settings), WaitBasis.NO_WINDOW
    return screens.Remember(_queue(settings), "S128", 12, where, 1060.0, basis=basis)


def _remember(settings: Settings) -> Screen:
    where = _windows(settings)
    return screens.Remember(
        queue=_queue(settings),
        number="S128",
        ahead=12,
        windows=where,
        until=1060.0,
        wait=Minutes(12, 25),
        basis=WaitBasis.LAST_DAY,
    )


def _cannot(why: WhyCannot) -> Callable[[Settings], Screen]:
    zh, en = "这个队列今天的号已取完", "All of today's numbers of this queue are given"
    return lambda _: screens.Cannot(why, zh=zh, en=en)


def _no_number(why: WhyNoCode) -> Callable[[Settings], Screen]:
    late = Refusal(No.CODE_LATE, slot="09:30", minutes=15)
    return lambda _: CodeRefused(why, late.zh, late.en)


def _long_notice(settings: Settings) -> Notice:
    notice = settings.notices[0]
    long_texts = {"text": notice.text * 15, "text_en": f"{notice.text_en} " * 15}
    return msgspec.structs.replace(notice, **long_texts)


def _long(department: str = "construction") -> Callable[[Settings], Screen]:
    return lambda _: screens.Items(Purpose.TAKE, department)


def _leafed(page: int) -> Callable[[Settings], Screen]:
    """All items of the largest department, leafed through."""

    def made(settings: Settings) -> Screen:
        ours = [each for each in settings.items if each.department == "construction"]
        numbers = tuple(each.number for each in ours)
        return screens.HeadItems(Purpose.TAKE, "construction", numbers, True, page)

    return made


def _heads(*, whole: bool = False) -> Callable[[Settings], Screen]:
    """Of the largest department, those that begin with 城市."""

    def made(settings: Settings) -> Screen:
        ours = [each for each in settings.items if each.department == "construction"]
        numbers = tuple(each.number for each in ours if each.name.startswith("城市"))
        return screens.HeadItems(Purpose.TAKE, "construction", numbers, whole)

    return made


CASES = {
    "under-way": "SL20260003",
    "supplement": "SL20260009",
    "done": "SL20260001",
    "refused": "SL20260010",
    "accepted": "SL20260012",
}
SHOWN: dict[str, Shown] = {
    "home": Shown(lambda _: screens.HOME),
    "home-reading": Shown(lambda _: screens.HOME, lambda scene: _with(scene, reading=True)),
    "home-sign-film": Shown(
        lambda _: screens.HOME, lambda scene: _with(scene, sign_film="file:///sign.mp4")
    ),
    "home-closed": Shown(lambda _: screens.HOME, _closed),
    "home-away": Shown(lambda _: screens.HOME, lambda scene: _with(scene, connected=False)),
    "home-no-paper": Shown(
        lambda _: screens.HOME, lambda scene: _with(scene, printer_trouble="paper-out")
    ),
    "choose": Shown(lambda _: screens.Choose(Purpose.TAKE)),
    "choose-2": Shown(lambda _: screens.Choose(Purpose.TAKE, 1)),
    "choose-guide": Shown(lambda _: screens.Choose(Purpose.GUIDE)),
    "choose-closed": Shown(lambda _: screens.Choose(Purpose.TAKE), _closed),
    "choose-full": Shown(lambda _: screens.Choose(Purpose.TAKE), _full),
    "search": Shown(lambda _: screens.Search(Purpose.TAKE)),
    "search-words": Shown(lambda _: screens.Search(Purpose.TAKE, "身F")),
    "search-further": Shown(lambda _: screens.Search(Purpose.TAKE, "X", further=3)),
    "search-digits": Shown(lambda _: screens.Search(Purpose.TAKE, "12", digits=True)),
    "search-also": Shown(lambda _: screens.Search(Purpose.TAKE, "FCZ")),
    "search-instead": Shown(lambda _: screens.Search(Purpose.TAKE, "SFZ")),
    "common": Shown(lambda _: screens.Common()),
    "common-2": Shown(lambda _: screens.Common(1)),
    "meant": Shown(lambda settings: screens.Meant(Purpose.TAKE, _word("开饭店", settings))),
    "meant-elsewhere": Shown(
        lambda settings: screens.Meant(Purpose.TAKE, _word("身份证", settings))
    ),
    "queues": Shown(lambda _: screens.Queues()),
    "queues-closed": Shown(lambda _: screens.Queues(), _closed),
    "queues-full": Shown(lambda _: screens.Queues(), _full),
    "queues-no-paper": Shown(
        lambda _: screens.Queues(), lambda scene: _with(scene, printer_trouble="paper-out")
    ),
    "search-found": Shown(lambda _: screens.Search(Purpose.TAKE, "SP", 1)),
    "search-none": Shown(lambda _: screens.Search(Purpose.TAKE, "QQQ")),
    "items": Shown(_long()),
    **{f"items-{page}": Shown(_leafed(page)) for page in (0, 3, 7, 11)},
    "heads": Shown(_heads()),
    "heads-whole": Shown(_heads(whole=True)),
    "items-other": Shown(_long("health")),
    "guidance": Shown(lambda settings: screens.Guidance(_item(settings, 100))),
    **{f"guidance-{tab.value}": Shown(_guidance(tab)) for tab in GuideTab},
    "sample": Shown(_sampled),
    "sample-none": Shown(lambda settings: screens.Sample(_guided(settings), 0)),
    "take-away": Shown(lambda settings: screens.TakeAway(_guided(settings))),
    "confirm": Shown(_confirm),
    "confirm-unknown": Shown(_confirm, _unknown),
    "confirm-spare": Shown(_confirm, _spare),
    "home-card": Shown(lambda _: screens.HOME, _carded),
    "confirm-card": Shown(_confirm, _carded),
    "confirm-no-paper": Shown(_confirm, lambda scene: _with(scene, printer_trouble="paper-out")),
    "already": Shown(_already),
    "printing": Shown(lambda settings: screens.Printing(_queue(settings))),
    "printing-number": Shown(lambda settings: screens.Printing(_queue(settings), "S128")),
    "ticket": Shown(_ticket),
    "ticket-unopened": Shown(_unopened),
    **{f"ticket-slip-{why.value}": Shown(_no_slip(why)) for why in NoSlip},
    "remember-unopened": Shown(_remember_unopened),
    "remember": Shown(_remember),
    **{f"cannot-{why.value}": Shown(_cannot(why), _closed) for why in WhyCannot},
    "progress": Shown(lambda _: screens.Progress()),
    "progress-waiting": Shown(lambda _: screens.Progress("S001"), _standing),
    "progress-known": Shown(lambda _: screens.Progress("S001")),
    "progress-not": Shown(lambda _: screens.Progress("S999")),
    "code": Shown(lambda _: CodeEntry(RequestId("request-000001"), "0428")),
    "code-whole": Shown(lambda _: CodeEntry(RequestId("request-000001"), "042817")),
    **{f"code-{why.value}": Shown(_no_number(why)) for why in WhyNoCode},
    "already-code": Shown(
        lambda settings: msgspec.structs.replace(_already(settings), wanted=None)
    ),
    "case": Shown(lambda _: CaseNumber()),
    "case-typed": Shown(lambda _: CaseNumber("SL20260009")),
    "case-none": Shown(lambda _: CaseFound("SL99999999")),
    "case-too-many": Shown(lambda _: CaseFound("SL20260009", too_many=True)),
    "case-wait": Shown(lambda _: CaseFound("X"), lambda scene: _with(scene, cases=None)),
    **{
        f"case-{state}": Shown(lambda _, key=key: CaseFound(key))  # type: ignore[misc]  # bound at once
        for state, key in CASES.items()
    },
    "notices-none": Shown(lambda _: screens.Notices(), lambda scene: _with(scene, notices=())),
    "notices": Shown(lambda _: screens.Notices()),
    "notice": Shown(lambda settings: screens.NoticeText(settings.notices[0])),
    "notice-long": Shown(lambda settings: screens.NoticeText(_long_notice(settings), 1)),
    "staff-door": Shown(lambda _: StaffDoor()),
    "staff-pin": Shown(lambda _: StaffDoor("••••", asks_pin=True, asks=True), _troubled),
    "staff-corner": Shown(lambda _: StaffCorner(Trial.FAILED), _troubled),
    "staff-end": Shown(lambda _: StaffEnd(ProgramEnd.DESKTOP)),
    "opinion": Shown(lambda _: opinion_screens.OpinionBox(RequestId("request-000001"))),
    "opinion-chosen": Shown(
        lambda _: opinion_screens.OpinionBox(
            RequestId("request-000001"), OpinionKind.COMPLAINT, About.FACILITY
        )
    ),
    "opinion-wrote": Shown(
        lambda _: opinion_screens.OpinionBox(
            RequestId("request-000001"), OpinionKind.COMPLAINT, About.FACILITY, words="字" * 500
        )
    ),
    "opinion-writing": Shown(lambda _: opinion_screens.OpinionWriting()),
    "opinion-writing-digits": Shown(lambda _: opinion_screens.OpinionWriting("2 号", digits=True)),
    "opinion-writing-spelt": Shown(lambda _: opinion_screens.OpinionWriting("窗口kaide")),
    "opinion-writing-much": Shown(lambda _: opinion_screens.OpinionWriting("等了很久。" * 100)),
    "opinion-window": Shown(
        lambda _: opinion_screens.OpinionWindow(
            opinion_screens.OpinionBox(
                RequestId("request-000001"), OpinionKind.COMPLAINT, About.WINDOW
            )
        )
    ),
    "opinion-thanks": Shown(lambda _: opinion_screens.OpinionThanks("12345678")),
    "opinion-words-lost": Shown(
        lambda _: opinion_screens.OpinionThanks("12345678", words_lost=True)
    ),
    **{
        f"opinion-not-taken-{why.value}": Shown(
            lambda _, why=why: opinion_screens.OpinionThanks("", why)  # type: ignore[misc]  # bound at once
        )
        for why in opinion_screens.WhyNotTaken
    },
    "still": Shown(lambda _: screens.StillThere(screens.HOME, until=1012.0)),
}


def table(settings: Settings) -> dict[str, Shown]:
    """`SHOWN`, and every other screen that can be made without values."""
    known = {type(each.screen(settings)) for each in SHOWN.values()}
    more = {
        kind.__name__: Shown(lambda _, kind=kind: kind())  # type: ignore[misc]  # bound at once
        for kind in PAGES
        if kind not in known and not kind.__struct_fields__
    }
    return SHOWN | more


class Stand(GlassSeen):
    """A kiosk's window of one glass, before which anybody may stand."""

    def __init__(self, settings: Settings, glass: str) -> None:
        width, height, self.px_per_mm = GLASSES[glass]
        self.settings = settings
        self.glass = GlassSize(width / self.px_per_mm, height / self.px_per_mm)
        self.table = table(settings)
        self.complaints: list[str] = []
        self._seen: list[QQuickItem] = []
        self._texts: list[QQuickItem] = []
        self._targets: list[QQuickItem] = []
        self._pressables: list[QQuickItem] = []
        self._catalogue = Catalogue(settings.hall, settings.items)
        beside = settings.file.parent
        self._samples = pictures(beside / "samples")
        self._cases = load_cases(beside / "cases.csv", settings.hall.cases).cases
        self._engine = QQmlApplicationEngine()
        self._engine.warnings.connect(self._complained)
        qml_host.prepare(self._engine, self.px_per_mm)
        self._fingers = Fingers()
        self._shown = qml_host.ShownLook(look(self.scene("home", Comfort()))[0], held=True)
        self.window = qml_host.load(
            self._engine, "ticket/TicketKiosk.qml", shown=self._shown.map, kiosk=self._fingers
        )
        self.window.resize(width, height)
        settle = self.window.findChild(QObject, "settle")
        assert settle is not None
        # Ends the page's motion: what is measured stands where it comes to rest.
        self._settle = QQmlExpression(self._engine.rootContext(), settle, "complete()")

    def _complained(self, warnings: list[Any]) -> None:
        self.complaints += [each.toString() for each in warnings]

    def scene(self, name: str, comfort: Comfort) -> Scene:
        """The scene of a row of the table."""
        row, hall = self.table[name], self.settings.hall
        zone = ZoneInfo(hall.hall.timezone)
        scene = Scene(
            hall=hall,
            catalogue=self._catalogue,
            world=_crowd(self.settings),
            screen=row.screen(self.settings),
            comfort=comfort,
            seconds=1000.0,
            local=MORNING.astimezone(zone),
            finding=found(self.settings),
            common=self.settings.common,
            glass=self.glass,
            notices=self.settings.notices,
            voice=True,
            samples=self._samples,
            cases=self._cases,
            cases_of=(MORNING - timedelta(days=1)).astimezone(zone),  # of another day: the longest
        )
        return row.changes(scene)

    def show(self, name: str, comfort: Comfort) -> None:
        """The row `name` of the table, for somebody who wants it so; a frame is drawn."""
        self._shown.take(look(self.scene(name, comfort))[0])
        self._settle.evaluate()
        QGuiApplication.processEvents()
        self.image = self.window.grabWindow()
        self._seen = list(self._uncovered())
        self._texts = [each for each in self._seen if _is_read(each)]
        self._targets = super().targets()
        self._pressables = list(self._touched())

    def picture(self, file: Path) -> None:
        """What is shown, as a file."""
        self.image.save(str(file))

    def close(self) -> None:
        """Take the window down."""
        self.window.close()
        qml_host.close(self._engine)

    def frame(self) -> None:
        """`show` has drawn one."""

    def seen(self) -> Iterator[QQuickItem]:
        """What can be seen; of a glass that is covered by a question, the question."""
        yield from self._seen

    def pressables(self) -> list[QQuickItem]:
        """Everything that can be pressed and has a name, but for a whole page."""
        return self._pressables

    def texts(self) -> list[QQuickItem]:
        """Every text that can be read."""
        return self._texts

    def targets(self) -> list[QQuickItem]:
        """The same, and whole pages, and what is off."""
        return self._targets

    def _uncovered(self) -> Iterator[QQuickItem]:
        every = list(super().seen())  # once a frame: a walk takes as long as drawing
        asked = [each for each in every if each.objectName() == "still"]
        yield from (each for each in every if not asked or asked[0].isAncestorOf(each))

    def _touched(self) -> Iterator[QQuickItem]:
        most = self.window.width() * 0.95
        for each in self._targets:
            whole = each.width() >= most and each.height() >= most / 4
            if each.isEnabled() and not whole:
                yield each


def _is_read(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(str(item.property("text")).strip())


def _crowd(settings: Settings) -> World:
    """People in every queue, and one department without a window."""
    world = World()
    for place, queue in enumerate(settings.hall.queues):
        windows = tuple(each.number for each in settings.hall.windows_of(queue.id))
        world.hear_queue(
            QueueState(
                id=f"state-{place:04}",
                at=MORNING,
                queue=queue.id,
                waiting=(place * 7) % 15,
                issued=200,
                windows_open=() if queue.id == "machinery" else windows,
                seconds_each=240.0,
                low=20,
                high=45,
                basis=WaitBasis.LAST_DAY,
            )
        )
    return world
