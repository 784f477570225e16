"""One wire with devices on it: its port, the conversation there, and who hears what comes of it.

What all kinds of devices share. The bytes of a port go to a decoder, its values to the session,
and what the session wants done is done: writes go to the port, ends and reports to the user. A
session begins when the port opens and ends with it; one that lasts (`LastingSession`) is told of
both instead.

What no device acknowledges is done when it is out. The wire may take a while for that, so ends are
kept back while it still owes bytes, in their order: when all is out they are told, and when it fell
before, what was only written is not done.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, assert_never

from broker.domain.errors import LinkClosed, LinkError
from broker.link.base import Noise
from broker.service.driver import Driver
from broker.service.line import Line
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.service.session import (
    Action,
    Done,
    Failed,
    LastingSession,
    NoiseListener,
    PunctualSession,
    Report,
    Session,
    Write,
)

log = logging.getLogger(__name__)

S = TypeVar("S", bound=Session[Any, Any])
End: TypeAlias = Done[Any, Any] | Failed[Any]


class DeviceUser(Protocol):
    """Who looks after the devices of a wire; every call comes on the loop's thread."""

    def line_up(self, now: float, /) -> None:
        """The port is open (again), and a session talks on it. Say what must be said anew."""

    def line_down(self, error: LinkError, now: float, /) -> None:
        """The port is gone; it is being reopened."""

    def ended(self, end: End, now: float, /) -> None:
        """A command was carried out, or given up."""

    def reported(self, event: Any, now: float, /) -> None:
        """A device told something nobody asked for."""


class DeviceLine(Generic[S]):
    """Owns a port and the session on it. A part of the loop.

    `session` begins a conversation there (the driver's, told its addresses); `user` hears what
    comes of it.
    """

    def __init__(
        self,
        runner: Runner,
        port: DevicePort[Driver],
        session: Callable[[], S],
        user: DeviceUser,
    ) -> None:
        self.up = False
        self.noise: Counter[str] = Counter()
        self._written = 0
        self._ends: list[End] = []  # not told yet: the wire owes bytes
        self._driver = port.driver.name
        self._clock = runner.clock
        self._begin = session
        self._session = session()
        self._lasting = _lasting(self._session)
        self._user = user
        self._line: Line[Any] = Line(runner, port.open, partial(port.driver.decoder, False), self)
        runner.add(self)

    @property
    def gone_out(self) -> int:
        """How many bytes have left since the port was opened, as far as its link knows."""
        return self._written - self._line.unsent

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._line.start()

    def stop(self) -> None:
        """Close the port. On the loop, or after it ended."""
        self.up = False
        self._line.stop()
        self._tell_ends(self._clock())
        self._end(self._clock())

    def submit(self, command: Any) -> None:
        """Ask a device for `command`; in vain while the wire is cut, unless the session lasts."""
        self.do(lambda session, now: session.submit(command, now))

    def do(self, ask: Callable[[S, float], list[Action]]) -> None:
        """Say something to the session that not all sessions understand."""
        if self.up or self._lasting is not None:
            now = self._clock()
            self._perform(self._asked(lambda: ask(self._session, now), ValueError), now)

    def line_up(self, now: float) -> None:
        self.up = True
        self._written = 0
        if self._lasting is not None:
            self._perform(self._asked(partial(self._lasting.opened, now)), now)
        else:
            self._asked(self._renewed)
        if self.up:
            self._user.line_up(now)

    def _renewed(self) -> list[Action]:
        self._session = self._begin()
        return []

    def _asked(
        self, ask: Callable[[], list[Action]], ours: type[Exception] | tuple[()] = ()
    ) -> list[Action]:
        """What the session wants done. One that raises, of somebody else's driver, is a wire that
        failed: it is opened anew, and a new conversation begins. `ours` is our own mistake."""
        try:
            return list(ask())
        except ours:
            raise
        except (Exception, SystemExit) as error:  # whatever it raises, the others go on
            log.debug("a session failed", exc_info=True)
            words = f"{self._driver} failed ({type(error).__name__}: {error})"
            self._line.fail(LinkClosed(words))
            return []

    def line_down(self, error: LinkError, now: float) -> None:
        self.up = False
        self._tell_ends(now)
        self._end(now)
        self._user.line_down(error, now)

    def line_heard(self, heard: Any, at: float) -> None:
        now = self._clock()
        if not isinstance(heard, Noise):
            self._perform(self._asked(partial(self._received, heard, at, now)), now)
            return
        self.noise[heard.reason] += 1
        log.debug("noise (%s): %s", heard.reason, heard.data.hex(" "))
        listener: object = self._session
        if isinstance(listener, NoiseListener):
            self._perform(self._asked(partial(listener.noise, heard, now)), now)

    def line_written(self, now: float) -> None:
        self._tell_ends(now)

    def _received(self, reply: Any, at: float, now: float) -> list[Action]:
        session: object = self._session
        if isinstance(session, PunctualSession):
            return session.heard(reply, at, now)
        return self._session.receive(reply, now)

    def next_wakeup(self) -> float | None:
        if not self.up and self._lasting is None:
            return None
        try:
            return self._session.next_wakeup()
        except (Exception, SystemExit):  # noqa: BLE001  # `tick` asks again, and may end it
            return self._clock() if self.up else None

    def tick(self, now: float) -> None:
        self._perform(self._asked(partial(self._ticked, now)), now)

    def _ticked(self, now: float) -> list[Action]:
        self._session.next_wakeup()  # a session that cannot tell when is one that failed
        return self._session.tick(now)

    def _end(self, now: float) -> None:
        if self._lasting is not None:
            self._perform(self._asked(partial(self._lasting.closed, now)), now)

    def _perform(self, actions: list[Action], now: float) -> None:
        was_up = self.up
        for action in actions:
            match action:
                case Write(data):
                    self._written += len(data)
                    self._line.write(data)
                case Done() if was_up and not self.up:
                    pass  # the port fell while this was written: it is not done, it is cut off
                case Done() | Failed():
                    self._ended(action, now)
                case Report(event):
                    self._user.reported(event, now)
                case _:
                    assert_never(action)

    def _ended(self, end: End, now: float) -> None:
        if self._line.owes:
            self._ends.append(end)
        else:
            self._user.ended(end, now)

    def _tell_ends(self, now: float) -> None:
        ends, self._ends = self._ends, []
        for end in ends:
            if self.up or isinstance(end, Failed) or end.reply is not None:
                self._user.ended(end, now)


def _lasting(session: object) -> LastingSession | None:
    return session if isinstance(session, LastingSession) else None
