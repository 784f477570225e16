"""The keeper of one window's sign: what it should show, does show, and still owes the hall.

No threads and no wires: it returns the commands it wants sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.errors import DeviceError, DeviceNoAnswer, LinkError
from broker.domain.hall import Display
from broker.domain.ids import NO_CALL, CallId
from broker.language import filled
from broker.service.reports import DeviceReports
from broker.wire.messages import Liveness, WindowState, WindowStatus
from queue_display import sentences
from queue_display.deliveries import Deliveries, Undelivered
from queue_display.drawing import Drawing
from queue_display.driver import SignDriver
from queue_display.sentences import SignTrouble

_REPLACED = Undelivered(UndeliveredReason.REPLACED)
_SILENT = Undelivered(UndeliveredReason.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Care:
    """Seconds between two questions whether a sign is there: `ready` while it is, and `soon` after
    a new picture; `lost` while it is not, then twice as long each time, up to `rarely`. One that
    cannot be asked, or does not tell by its answer that it forgot its picture, is drawn anew once
    its picture is `redrawn` seconds old: its power may have been cut."""

    ready: float = 30.0
    soon: float = 3.0
    lost: float = 10.0
    rarely: float = 60.0
    redrawn: float = 60.0


@dataclass(frozen=True, slots=True)
class _Sent:
    """A picture on its way, and the call it must deliver ("" for none)."""

    command: Any
    call: CallId


class SignKeeper:
    """Looks after one sign. `name` is what its window calls itself."""

    def __init__(
        self,
        display: Display,
        name: str,
        driver: SignDriver,
        reports: DeviceReports,
        deliveries: Deliveries,
        care: Care,
    ) -> None:
        self.display = display
        self.deliveries = deliveries
        self._driver = driver
        self._drawing = Drawing(display, name, driver)
        self._reports = reports
        self._care = care
        self._question = driver.probe(display.address) if driver.probe is not None else None
        self._state: WindowState | None = None
        self._sent: list[_Sent] = []
        self._shown: Any = None
        self._delivered = NO_CALL
        self._liveness = Liveness.INIT
        self._undrawn = False  # the newest state cannot be drawn, though the sign is there
        self._refused = False  # or its card refused it
        self._wait = care.lost  # before a sign that is lost is asked again
        self._silent_since: float | None = None  # the first picture that nobody acknowledged
        self._due_at: float | None = None
        self._drawn_at = 0.0

    def newest(self, state: WindowState, now: float) -> list[Any]:
        """The window changed. A picture that is already there is not sent again, but a recall
        draws it anew so that it is noticed."""
        before, self._state = self._state, state
        self.deliveries.hear(state.at)
        again = before is not None and state.recalls > before.recalls
        return self._draw(now, anyway=bool(self._sent) or again or bool(self._owed()))

    def refresh(self, now: float) -> list[Any]:
        """Switch the glass on and draw the newest state, whatever stands there now."""
        light = self._driver.light
        commands = [light(self.display.address)] if light is not None else []
        return [*commands, *self._draw(now, anyway=True)]

    def done(self, command: Any, reply: Any, now: float) -> list[Any]:
        """The card carried out `command`."""
        came_back, self._silent_since = self._liveness is Liveness.LOST, None
        if self._settle(command, None):
            self._shown, self._drawn_at, self._refused = command, now, False
            self._ready(now)
            self._look_soon(now)
            return []
        self._ready(now)
        probed = self._question is not None and command == self._question
        forgotten = probed and self._drawing.forgotten(reply)
        return self.refresh(now) if probed and (came_back or forgotten) else []

    def failed(self, command: Any, error: DeviceError, now: float) -> list[Any]:
        """The card refused `command`, or stayed silent."""
        silent = isinstance(error, DeviceNoAnswer)
        if not silent and self._is_picture(command) and self._drawing.simpler(error):
            return self.refresh(now)
        picture = self._settle(command, _SILENT if silent else _refused(error))
        if picture and self._sent and not self._is_long_silent(silent, now):
            return []  # a newer one is on its way and will tell more
        if silent or picture:
            self._shown = None
            self._refused = picture and not silent
            self._lost(SignTrouble.SILENT if silent else SignTrouble.REFUSED, error, now)
            return []
        return self.done(command, None, now)  # it refused a question, so it is there

    def _is_long_silent(self, silent: bool, now: float) -> bool:
        """Its pictures replace each other, and it has answered none of them for long."""
        if self._silent_since is None or not silent:
            self._silent_since = now if silent else None
        return self._silent_since is not None and now >= self._silent_since + self._care.lost

    def unsent(self, command: Any, error: Exception, now: float) -> None:
        """What `command` says cannot be sent to a sign of this make."""
        if self._settle(command, _refused(error)):
            self._unfit(error, now)

    def cut(self, error: LinkError, now: float) -> None:
        """The wire to the sign is gone: what was on its way is not shown."""
        if self._sent:
            lost = Undelivered(UndeliveredReason.LINE_LOST, str(error))
            self._settle(self._sent[-1].command, lost)
        self._shown = None
        self._lost(SignTrouble.CUT, error, now)
        self._due_at = None

    def due(self, now: float) -> list[Any]:
        """What keeps us sure of the sign, when its time has come."""
        if self._due_at is None or now < self._due_at:
            return []
        self._due_at = now + self._pause()
        if self._sent:
            return []
        if self._liveness is Liveness.LOST:
            self._wait = min(2 * self._wait, self._care.rarely)
        return self.refresh(now) if self._must_redraw(now) else [self._question]

    def next_wakeup(self) -> float | None:
        """When `due` is next worth calling."""
        return self._due_at

    def watch(self, now: float) -> None:
        """The wire is open: begin to look."""
        self._wait = self._care.lost
        self._due_at = now + self._care.lost
        self._drawn_at = now

    def _draw(self, now: float, *, anyway: bool) -> list[Any]:
        """The newest state, where it does not stand there already or `anyway`."""
        if self._state is None:
            return []
        try:
            command = self._drawing.draw(self._state)
        except ValueError as error:
            self._unfit(error, now)
            return []
        self._undrawn = False
        if not anyway and command == self._shown:
            return []
        self._sent.append(_Sent(command, self._owed()))
        return [command]

    def _unfit(self, error: Exception, now: float) -> None:
        """The newest state cannot be drawn on this glass."""
        call = self._owed()
        if call:
            self.deliveries.report(call, _refused(error))
        self._shown, self._undrawn = None, True
        self._lost(SignTrouble.REFUSED, error, now)

    def _must_redraw(self, now: float) -> bool:
        """A sign that is lost is only asked: when it answers, it is drawn anew anyway."""
        if self._question is None:
            return True
        blind = not self._drawing.told and self._liveness is Liveness.READY
        return blind and now >= self._drawn_at + self._care.redrawn

    def _owed(self) -> CallId:
        """The call that stands in the newest state and is not known to be on the glass."""
        state = self._state
        if state is None or state.status is not WindowStatus.CALLED:
            return NO_CALL
        return state.call if state.call != self._delivered else NO_CALL

    def _is_picture(self, command: Any) -> bool:
        return any(sent.command is command for sent in self._sent)

    def _settle(self, command: Any, trouble: Undelivered | None) -> bool:
        """Report the calls of this picture and of those it replaced. False: it is no picture."""
        places = [n for n, sent in enumerate(self._sent) if sent.command is command]
        if not places:
            return False
        settled, self._sent = self._sent[: places[-1] + 1], self._sent[places[-1] + 1 :]
        final = settled[-1].call
        for call in dict.fromkeys(sent.call for sent in settled[:-1]):
            if call and call != final:
                self.deliveries.report(call, _REPLACED)
        if final:
            self._delivered = final if trouble is None else self._delivered
            self.deliveries.report(final, trouble)
        return True

    def _look_soon(self, now: float) -> None:
        """An acknowledgement says that a picture was taken, a look that it stands there."""
        if self._question is not None and self._drawing.told and not self._drawing.doubted:
            self._due_at = now + self._care.soon

    def _pause(self) -> float:
        return self._care.redrawn if self._question is None else self._care.ready

    def _ready(self, now: float) -> None:
        """It is there, and nothing is known against its picture."""
        if self._undrawn or self._refused:
            return
        self._wait = self._care.lost
        self._due_at = now + self._pause()
        self._liveness = Liveness.READY
        self._reports.state(Liveness.READY)
        self._reports.over(AlertCode.NO_ANSWER)

    def _lost(self, trouble: SignTrouble, why: Exception, now: float) -> None:
        self._due_at = now + self._wait
        self._liveness = Liveness.LOST
        alert = filled(sentences.ALERTS[trouble], why=why)
        self._reports.state(Liveness.LOST, alert.zh)
        self._reports.alert(AlertCode.NO_ANSWER, alert)


def _refused(error: Exception) -> Undelivered:
    return Undelivered(UndeliveredReason.REFUSED, str(error))
