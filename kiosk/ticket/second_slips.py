"""A second slip at a kiosk, for who has the number already: asked for, and followed. Pure."""

from __future__ import annotations

from broker.domain.alerts import AlertCode
from broker.domain.hall import Hall
from broker.domain.ids import RequestId
from broker.domain.requests import Standing
from kiosk.issuing.events import Alarm, Effect, Moment, SlipLost, SlipTaken
from kiosk.issuing.reprinting import Reprint, begun, ended
from kiosk.issuing.second_slip import second_slip
from kiosk.issuing.transaction import SILENT_PRINTER
from kiosk.issuing.waits import minutes_of
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.printout import NoSlip
from kiosk.ticket.ration import RationOfEach
from kiosk.ticket.screens import Already, Printing, YourTicket

MOST, EACH, WITHIN = 10, 3, 600.0  # at one kiosk, of one number, in so many seconds


class SecondSlips:
    """The one second slip that may be in the printer. Whoever waits for it sees it grow, and then
    the number: with its slip, or to be kept in mind."""

    def __init__(self, hall: Hall, navigation: Navigation, source: str) -> None:
        self._hall = hall
        self._navigation = navigation
        self._source = source
        self._ration = RationOfEach(MOST, EACH, WITHIN)
        self._reprint: Reprint | None = None
        self._had: Standing | None = None

    def is_of(self, job: RequestId) -> bool:
        """Whether this is the job of a second slip."""
        return self._reprint is not None and job == self._reprint.job

    def due(self) -> float | None:
        """When it has taken too long."""
        return self._reprint.until if self._reprint else None

    def wanted(self, job: RequestId, printer_trouble: str, now: Moment) -> list[Effect]:
        """Print it; without a printer the number is shown, and so it is, with words why there is no
        slip, while one is on its way and where there were many: the roll is for numbers."""
        if not isinstance(self._navigation.screen, Already):
            return []
        had = self._navigation.screen.had
        if printer_trouble:
            self._show(had, now, on_paper=False)
            return []
        refused = self._refused(had, now)
        if refused is not NoSlip.NONE:
            self._show(had, now, on_paper=False, no_slip=refused)
            return []
        return self._print(job, had, now)

    def _refused(self, had: Standing, now: Moment) -> NoSlip:
        if self._reprint is not None:
            return NoSlip.BUSY
        if self._ration.left(had.ticket, now.seconds):
            return NoSlip.NONE
        return NoSlip.OFTEN if self._ration.had(had.ticket, now.seconds) else NoSlip.SAVED

    def _print(self, job: RequestId, had: Standing, now: Moment) -> list[Effect]:
        self._ration.take(had.ticket, now.seconds)
        self._had, self._reprint = had, begun(job, had, now)
        self._navigation.start_anew(Printing(had.queue, had.number), now)
        return [second_slip(job, had, self._hall, now)]

    def heard(self, told: SlipTaken | SlipLost, now: Moment) -> list[Effect]:
        """What the printer said of it; nothing where that was of another job."""
        record = ended(self._reprint, told, self._source, now)
        if record is None:
            return []
        had, self._reprint, self._had = self._had, None, None
        out = isinstance(told, SlipTaken)
        if had is not None and isinstance(self._navigation.screen, Printing):
            self._show(had, now, on_paper=out, no_slip=NoSlip.NONE if out else NoSlip.LOST)
        return [*record, Alarm(AlertCode.SLIP, "" if isinstance(told, SlipTaken) else told.reason)]

    def too_long(self, now: Moment) -> list[Effect]:
        """The printer says nothing: nobody knows whether it is out."""
        if self._reprint is None:
            return []
        return self.heard(SlipLost(self._reprint.job, SILENT_PRINTER, maybe=True), now)

    def _show(
        self, had: Standing, now: Moment, *, on_paper: bool, no_slip: NoSlip = NoSlip.NONE
    ) -> None:
        windows = tuple(each.number for each in self._hall.windows_of(had.queue))
        shown = YourTicket(
            queue=had.queue,
            number=had.number,
            ahead=had.ahead or 0,
            windows=windows if had.window is None else (had.window,),
            on_paper=on_paper,
            wait=minutes_of(had),
            basis=had.basis if had.high else None,
            no_slip=no_slip,
        )
        self._navigation.start_anew(shown, now)
