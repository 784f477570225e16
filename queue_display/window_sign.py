"""The keeper of one window's sign: what it should show, does show, and still owes the hall.

No threads and no wires: it returns the commands it wants sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from broker.domain.calling.facts import UndeliveredReason
from broker.domain.errors import DeviceError, DeviceNoAnswer
from broker.domain.hall import Display
from broker.domain.ids import NO_CALL, CallId
from broker.wire.messages import Liveness, WindowState, WindowStatus
from queue_display.driver import SignDriver
from queue_display.layout import SIZES, Glass, Sign, render
from queue_display.reports import SignReports, Undelivered

_PLAIN_SIZES = (16,)
_REPLACED = Undelivered(UndeliveredReason.REPLACED)
_SILENT = Undelivered(UndeliveredReason.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Care:
    """How often a sign is asked whether it is there, in seconds: while it is, while it is not."""

    ready: float = 30.0
    lost: float = 10.0


@dataclass(frozen=True, slots=True)
class _Sent:
    """A picture on its way, and the call it must deliver ("" for none)."""

    command: Any
    call: CallId


class WindowSign:
    """One sign. `name` is what its window calls itself."""

    def __init__(
        self, display: Display, name: str, driver: SignDriver, reports: SignReports, care: Care
    ) -> None:
        self.display = display
        self.reports = reports
        self._name = name
        self._driver = driver
        self._care = care
        self._glass = Glass(display.width, display.height)
        self._sizes: tuple[int, ...] = SIZES
        self._state: WindowState | None = None
        self._sign: Sign | None = None
        self._sent: list[_Sent] = []
        self._shown: Any = None
        self._delivered = NO_CALL
        self._liveness = Liveness.INIT
        self._reason = ""
        self._probe_at: float | None = None
        reports.liveness(Liveness.INIT)

    def newest(self, state: WindowState) -> list[Any]:
        """The window changed. A picture that is already there is not sent again, but a recall
        draws it anew so that it is noticed."""
        before, self._state = self._state, state
        self._sign = render(state, self._name, self._glass, self._sizes)
        again = before is not None and state.recalls > before.recalls
        command = self._driver.show(self.display.address, self._sign)
        if self._sent or again or self._owed() or command != self._shown:
            return [self._send(command)]
        return []

    def refresh(self) -> list[Any]:
        """Switch the glass on and draw the newest state, whatever stands there now."""
        light = self._driver.light(self.display.address)
        if self._state is None:
            return [light]
        self._sign = render(self._state, self._name, self._glass, self._sizes)
        return [light, self._send(self._driver.show(self.display.address, self._sign))]

    def done(self, command: Any, reply: Any, now: float) -> list[Any]:
        """The card carried out `command`."""
        came_back = self._liveness is Liveness.LOST
        self._ready(now)
        if self._settle(command, None):
            self._shown = command
            return []
        lost_picture = self._sign is not None and self._driver.forgot(reply, self._sign)
        probed = command == self._driver.probe(self.display.address)
        return self.refresh() if probed and (came_back or lost_picture) else []

    def failed(self, command: Any, error: DeviceError, now: float) -> list[Any]:
        """The card refused `command`, or stayed silent."""
        if self._driver.lacks_font(error) and self._sizes != _PLAIN_SIZES:
            self._sizes = _PLAIN_SIZES
            return self.refresh()
        silent = isinstance(error, DeviceNoAnswer)
        refused = Undelivered(UndeliveredReason.REFUSED, str(error))
        picture = self._settle(command, _SILENT if silent else refused)
        if picture and self._sent:
            return []  # a newer one is on its way and will tell more
        if silent or picture:
            self._shown = None
            zh = f"{_SILENT.reason.zh}，请检查电源和接线" if silent else f"拒绝显示（{error}）"
            self._lost(f"显示屏{zh}", f"the sign failed: {error}", now)
            return []
        return self.done(command, None, now)  # it refused a question, so it is there

    def cut(self, reason: str, now: float) -> None:
        """The wire to the sign is gone: what was on its way is not shown."""
        if self._sent:
            lost = Undelivered(UndeliveredReason.LINE_LOST, reason)
            self._settle(self._sent[-1].command, lost)
        self._shown = None
        self._lost(f"显示屏的端口不可用（{reason}）", f"the sign's port is gone: {reason}", now)
        self._probe_at = None

    def due(self, now: float) -> list[Any]:
        """The question that keeps us sure of the sign, when its time has come."""
        if self._probe_at is None or now < self._probe_at:
            return []
        self._probe_at = now + self._care.ready
        return [] if self._sent else [self._driver.probe(self.display.address)]

    def next_wakeup(self) -> float | None:
        """When `due` is next worth calling."""
        return self._probe_at

    def watch(self, now: float) -> None:
        """The wire is open: begin to ask."""
        self._probe_at = now + self._care.lost

    def _owed(self) -> CallId:
        """The call that stands in the newest state and is not known to be on the glass."""
        state = self._state
        if state is None or state.status is not WindowStatus.CALLED:
            return NO_CALL
        return state.call if state.call != self._delivered else NO_CALL

    def _send(self, command: Any) -> Any:
        self._sent.append(_Sent(command, self._owed()))
        return command

    def _settle(self, command: Any, trouble: Undelivered | None) -> bool:
        """Report the calls of this picture and of those it replaced. False: it is no picture."""
        places = [n for n, sent in enumerate(self._sent) if sent.command is command]
        if not places:
            return False
        settled, self._sent = self._sent[: places[-1] + 1], self._sent[places[-1] + 1 :]
        final = settled[-1].call
        for call in dict.fromkeys(sent.call for sent in settled[:-1]):
            if call and call != final:
                self.reports.report(call, _REPLACED)
        if final:
            self._delivered = final if trouble is None else self._delivered
            self.reports.report(final, trouble)
        return True

    def _ready(self, now: float) -> None:
        self._probe_at = now + self._care.ready
        if self._liveness is not Liveness.READY:
            self._liveness, self._reason = Liveness.READY, ""
            self.reports.liveness(Liveness.READY)
            self.reports.calm()  # at the first answer too: an alert may be left from an earlier run

    def _lost(self, zh: str, en: str, now: float) -> None:
        self._probe_at = now + self._care.lost
        if self._liveness is Liveness.LOST and self._reason == zh:
            return
        self._liveness, self._reason = Liveness.LOST, zh
        self.reports.liveness(Liveness.LOST, zh)
        self.reports.alarm(zh, en)
