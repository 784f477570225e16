"""The visitor's journey through the screens: `(event, now) -> [effects]`. Pure.

The screen now is `flow.screen`; how the visitor wants it is `flow.comfort`. Taking a number is a
transaction: reserve, print, learn that the slip is out, activate; see `kiosk.counterfoil`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import assert_never

from broker.domain.catalogue import Item
from broker.domain.facts import Paper, TicketReserved
from broker.domain.hall import Hall, PriorityClass
from broker.domain.requests import Answer, Granted, Refused, ReserveTicket
from kiosk.catalogue import Catalogue
from kiosk.counterfoil import Counterfoils
from kiosk.edits import comforted, edited
from kiosk.events import (
    Alarm,
    Answered,
    Ask,
    Broke,
    BusSeen,
    DepartmentChosen,
    Departments,
    Effect,
    Event,
    GroupChosen,
    ItemChosen,
    Moment,
    Open,
    Press,
    Pressed,
    Print,
    PrinterSeen,
    QueueChosen,
    Silent,
    SlipLost,
    SlipTaken,
    Touch,
    Typed,
)
from kiosk.hours import Closed, standing
from kiosk.screens import (
    HOME,
    PLAIN,
    Cannot,
    Choose,
    Comfort,
    Confirm,
    Guidance,
    Home,
    Items,
    Printing,
    Progress,
    Purpose,
    Remember,
    Screen,
    Search,
    StillThere,
    Ticket,
    Trouble,
)

STEADY_SECONDS = 0.4  # the second tap of a double tap must not press the next screen's key
ANSWER_SECONDS = 15.0  # longer than all tries of the bus together
SLIP_SECONDS = 30.0  # longer than the printing station's own patience
ORPHAN_SECONDS = 60.0  # between two questions about a number nobody waits for any more

NOBODY_WAITED = "取号人未等到号码"
NOBODY_NOTED = "小票未打出，也无人记下号码"
SILENT_PRINTER = "silent"
REMEMBERED = Pressed(Press.REMEMBERED)


class Flow:
    """One ticket kiosk. `mint` makes a new request id; `opens` is what a journal kept."""

    def __init__(
        self,
        hall: Hall,
        catalogue: Catalogue,
        source: str,
        zone: tzinfo,
        mint: Callable[[], str],
        opens: Iterable[Open] = (),
    ) -> None:
        self._hall = hall
        self._catalogue = catalogue
        self._source = source
        self._zone = zone
        self._mint = mint
        self._counterfoils = Counterfoils(source, opens)
        self._trail: list[Screen] = []
        self._key = ""  # of the transaction the visitor at the screen is in
        self._on_paper = True
        self._shown_at = self._touched_at = float("-inf")
        self._deadline = 0.0
        self._retry_at: float | None = None
        self.screen: Screen = HOME
        self.comfort: Comfort = PLAIN
        self.printer_trouble = ""
        self.connected = False

    def start(self, now: Moment) -> list[Effect]:
        """Settle what the last run left open."""
        self._shown_at = self._touched_at = now.seconds - STEADY_SECONDS
        return [*self._counterfoils.restart(now), *self._ask_orphans(now)]

    def receive(self, event: Event, now: Moment) -> list[Effect]:
        """Take what happened; `screen` may have changed afterwards."""
        match event:
            case Answered(answer):
                return self._answered(answer, now)
            case Silent(request):
                return self._unanswered(request.id, now)
            case SlipTaken(job):
                return self._slip_out(job, now)
            case SlipLost():
                return self._slip_lost(event, now)
            case PrinterSeen(trouble):
                self.printer_trouble = trouble
                return [Alarm("printer", trouble)]
            case BusSeen(up):
                self.connected = up
                return self._ask_orphans(now) if up else []
            case Broke():
                return self._broke(now)
            case _:
                return self._touch(event, now)

    def tick(self, now: Moment) -> list[Effect]:
        """Let time-outs happen."""
        effects: list[Effect] = []
        if self._retry_at is not None and self._retry_at <= now.seconds:
            effects += self._ask_orphans(now)
        due = self._due()
        if due is not None and due <= now.seconds:
            effects += self._time_out(now)
        return effects

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""
        return min((at for at in (self._due(), self._retry_at) if at is not None), default=None)

    # what the screens wait for

    def _due(self) -> float | None:
        match self.screen:
            case Printing() | Ticket():
                return self._deadline
            case Remember(until=until) | StillThere(until=until):
                return until
            case Home() if self.comfort == PLAIN:
                return None
            case _:
                return self._touched_at + self._hall.kiosk.idle_seconds

    def _time_out(self, now: Moment) -> list[Effect]:
        match self.screen:
            case Printing(number=""):
                return self._unanswered(self._key, now)
            case Printing():
                return self._slip_lost(SlipLost(self._key, SILENT_PRINTER, maybe=True), now)
            case Remember(maybe_paper=maybe_paper):
                return self._give_up(maybe_paper, now)
            case Ticket() | StillThere() | Home():
                self._leave(now)
            case _:
                until = now.seconds + self._hall.kiosk.still_there_seconds
                self._show(StillThere(self.screen, until), now)
        return []

    # touches

    def _touch(self, touch: Touch, now: Moment) -> list[Effect]:
        if now.seconds < self._shown_at + STEADY_SECONDS:
            return []
        self._touched_at = now.seconds
        match self.screen, touch:
            case Printing(), _:
                return []  # nothing to decide until the paper has spoken
            case Remember(), _:
                return self._remembered(now) if touch == REMEMBERED else []
            case Ticket(), _:
                self._leave(now)
                return []
            case StillThere(under=under), _:
                self._show(under, now)
                return []
            case _:
                return self._wander(touch, now)

    def _wander(self, touch: Touch, now: Moment) -> list[Effect]:
        match touch:
            case Pressed(key):
                return self._press(key, now)
            case Departments(purpose):
                self._go(Choose(purpose), now)
            case DepartmentChosen(department):
                self._choose_department(department, now)
            case QueueChosen(queue):
                self._confirm(queue, None, now)
            case ItemChosen(department, number):
                self._choose_item(department, number, now)
            case GroupChosen() | Typed():
                self.screen = edited(self.screen, touch)
            case _:
                assert_never(touch)
        return []

    def _press(self, key: Press, now: Moment) -> list[Effect]:
        match key:
            case Press.TAKE | Press.ON_SCREEN:
                return self._take(key is Press.TAKE, now)
            case Press.HOME | Press.BACK:
                self._return(key, now)
            case Press.ENGLISH | Press.ELDER | Press.LOW:
                self.comfort = comforted(self.comfort, key)
            case Press.SEARCH | Press.PROGRESS:
                self._go(Progress() if key is Press.PROGRESS else Search(self._purpose()), now)
            case Press.PREVIOUS | Press.NEXT | Press.ERASE | Press.CLEAR:
                self.screen = edited(self.screen, Pressed(key))
            case Press.CONTINUE | Press.REMEMBERED:
                pass  # they stand on screens of their own
            case _:
                assert_never(key)
        return []

    def _return(self, key: Press, now: Moment) -> None:
        if key is Press.BACK and self._trail:
            self._show(self._trail.pop(), now)
        else:
            self._trail.clear()
            self._show(HOME, now)

    def _purpose(self) -> Purpose:
        match self.screen:
            case Choose(purpose=purpose) | Items(purpose=purpose) | Search(purpose=purpose):
                return purpose
            case _:
                return Purpose.TAKE

    def _choose_department(self, key: str, now: Moment) -> None:
        if self._catalogue.department(key) is not None:
            self._go(Items(self._purpose(), key), now)

    def _choose_item(self, department: str, number: int, now: Moment) -> None:
        item = self._catalogue.item(department, number)
        if item is None:
            return
        if self._purpose() is Purpose.GUIDE:
            self._go(Guidance(item), now)
        else:
            self._confirm(item.queue, item, now)

    # taking a number

    def _confirm(self, queue: str, item: Item | None, now: Moment) -> None:
        trouble = self._no_number_now(queue, now)
        self._go(trouble or Confirm(queue, self._mint(), item), now)

    def _no_number_now(self, queue: str, now: Moment) -> Cannot | None:
        local = now.at.astimezone(self._zone)
        if isinstance(standing(self._hall.hours, local), Closed):
            return Cannot(Trouble.CLOSED, queue)
        return None if self.connected else Cannot(Trouble.AWAY, queue)

    def _take(self, on_paper: bool, now: Moment) -> list[Effect]:
        match self.screen:
            case Guidance(item):
                self._confirm(item.queue, item, now)
            case Confirm() as confirm:
                return self._reserve(confirm, on_paper and not self.printer_trouble, now)
            case _:
                pass
        return []

    def _reserve(self, confirm: Confirm, on_paper: bool, now: Moment) -> list[Effect]:
        trouble = self._no_number_now(confirm.queue, now)
        if trouble is not None:
            self._go(trouble, now)
            return []
        self._key, self._on_paper = confirm.key, on_paper
        self._trail.clear()
        self._deadline = now.seconds + ANSWER_SECONDS
        self._show(Printing(confirm.queue), now)
        item = "" if confirm.item is None else f"{confirm.item.department}/{confirm.item.number}"
        return self._counterfoils.ask(
            ReserveTicket(
                id=confirm.key,
                at=now.at,
                source=self._source,
                queue=confirm.queue,
                group=confirm.group,
                item=item,
            )
        )

    def _answered(self, answer: Answer, now: Moment) -> list[Effect]:
        key = answer.request
        if not self._counterfoils.is_asked(key):
            return []  # a second answer, or one to somebody else
        reserved = _reserved(answer)
        if reserved is None:
            return self._refused(answer, now)
        effects = self._counterfoils.give(key, reserved)
        if key != self._key:
            return self._counterfoils.void(key, NOBODY_WAITED, now)  # not noted: nobody saw it
        if not self._on_paper:
            self._remember(reserved, False, now)
            return effects
        self._deadline = now.seconds + SLIP_SECONDS
        self._show(Printing(reserved.queue, reserved.number), now)
        return [*effects, _print(key, reserved, now)]

    def _refused(self, answer: Answer, now: Moment) -> list[Effect]:
        effects = self._counterfoils.drop(answer.request)
        if answer.request == self._key:
            queue = self.screen.queue if isinstance(self.screen, Printing) else ""
            self._key = ""
            match answer:
                case Refused(zh=zh, en=en):
                    self._show(Cannot(Trouble.REFUSED, queue, zh, en), now)
                case _:
                    self._show(Cannot(Trouble.BROKEN, queue), now)
        return effects

    def _unanswered(self, key: str, now: Moment) -> list[Effect]:
        """The ledger may have given a number all the same: it is asked until that is known, and
        the number voided."""
        if not self._counterfoils.is_asked(key):
            return []
        self._retry_at = now.seconds + ORPHAN_SECONDS
        if key == self._key and isinstance(self.screen, Printing):
            self._key = ""
            self._show(Cannot(Trouble.AWAY, self.screen.queue), now)
        return []

    def _ask_orphans(self, now: Moment) -> list[Effect]:
        orphans = self._counterfoils.asked(but=self._key)
        self._retry_at = now.seconds + ORPHAN_SECONDS if orphans else None
        return [Ask(request) for request in orphans]

    # the slip

    def _slip_out(self, job: str, now: Moment) -> list[Effect]:
        given = self._counterfoils.given(job)
        if given is None:
            return []  # said twice, or so late that the number is void
        self._ticket(given, on_paper=True, now=now)
        return [*self._counterfoils.activate(job, Paper.PRINTED, now), Alarm("slip", "")]

    def _slip_lost(self, lost: SlipLost, now: Moment) -> list[Effect]:
        given = self._counterfoils.given(lost.job)
        if given is None or not isinstance(self.screen, Printing):
            return []
        self._remember(given, lost.maybe, now)
        return [Alarm("slip", lost.reason)]

    def _remember(self, given: TicketReserved, maybe_paper: bool, now: Moment) -> None:
        until = now.seconds + self._hall.kiosk.remembered_seconds
        self._show(
            Remember(
                queue=given.queue,
                number=given.number,
                ticket=given.ticket,
                ahead=given.ahead,
                windows=given.windows,
                until=until,
                maybe_paper=maybe_paper,
            ),
            now,
        )

    def _give_up(self, maybe_paper: bool, now: Moment) -> list[Effect]:
        """Nobody pressed 我已记下: void, unless somebody may hold a slip."""
        key = self._key
        self._leave(now)
        if maybe_paper:
            return self._counterfoils.activate(key, Paper.UNKNOWN, now)
        return self._counterfoils.void(key, NOBODY_NOTED, now)

    def _remembered(self, now: Moment) -> list[Effect]:
        given = self._counterfoils.given(self._key)
        if given is None:
            return []
        effects = self._counterfoils.activate(self._key, Paper.SCREEN, now)
        self._ticket(given, on_paper=False, now=now)
        return effects

    def _ticket(self, given: TicketReserved, *, on_paper: bool, now: Moment) -> None:
        self._key = ""
        self._deadline = now.seconds + self._hall.kiosk.ticket_seconds
        self._show(Ticket(given.queue, given.number, given.ahead, given.windows, on_paper), now)

    def _broke(self, now: Moment) -> list[Effect]:
        if not self._key:
            self._trail.clear()
            self._show(Cannot(Trouble.BROKEN), now)
        return []

    # moving

    def _go(self, screen: Screen, now: Moment) -> None:
        if type(screen) is not type(self.screen):
            self._trail.append(self.screen)
        self._show(screen, now)

    def _show(self, screen: Screen, now: Moment) -> None:
        if type(screen) is not type(self.screen):
            self._shown_at = now.seconds
        self._touched_at = now.seconds
        self.screen = screen

    def _leave(self, now: Moment) -> None:
        """Home, with nothing of this visitor left."""
        self._trail.clear()
        self._key = ""
        self.comfort = PLAIN
        self._show(HOME, now)


def _reserved(answer: Answer) -> TicketReserved | None:
    facts = answer.facts if isinstance(answer, Granted) else ()
    return next((fact for fact in facts if isinstance(fact, TicketReserved)), None)


def _print(job: str, reserved: TicketReserved, now: Moment) -> Print:
    return Print(
        job=job,
        ticket=reserved.ticket,
        number=reserved.number,
        queue=reserved.queue,
        ahead=reserved.ahead,
        windows=reserved.windows,
        item=reserved.item,
        priority=reserved.group is not PriorityClass.ORDINARY,
        at=now.at,
    )
