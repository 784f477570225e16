"""The owner of one input device: what its session reports is read on a thread of its own, and what
came is told where the kiosk thinks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from broker.bus.base import Post
from broker.domain.errors import LinkError
from broker.domain.inventory import ALONE
from broker.service.device_line import DeviceLine, End
from broker.service.driver import Driver
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.service.session import Session
from kiosk.input.came import Came, InputKind, InputState, InputTrouble

Read: TypeAlias = Callable[[Any], Came | None]
"""What an event of the device's session means; None where it means nothing to a kiosk."""

_GOODBYE = 2.0


class InputOwner:
    """Looks after the device; everything here happens on `runner`'s thread. `tell` hears what
    came. An `InputState` is told when it changes, and only then."""

    def __init__(
        self,
        runner: Runner,
        port: DevicePort[Driver],
        kind: InputKind,
        read: Read,
        tell: Callable[[Came], None],
    ) -> None:
        self._kind = kind
        self._read = read
        self._tell = tell
        self._told: InputState | None = None
        session = partial(port.driver.conversation, (ALONE,), port.pace)
        self._line: DeviceLine[Session[Any, Any]] = DeviceLine(runner, port, session, self)

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._line.start()

    def stop(self, _event: object = None) -> None:
        """Close the port."""
        self._line.stop()

    def line_up(self, _now: float) -> None:
        """The session reports what it finds."""

    def line_down(self, _error: LinkError, _now: float) -> None:
        self._say(InputState(self._kind, InputTrouble.UNPLUGGED))

    def ended(self, end: End, now: float) -> None:
        """Nothing is asked here: a session asks by itself."""

    def reported(self, event: Any, _now: float) -> None:
        came = self._read(event)
        if came is not None:
            self._say(came)

    def _say(self, came: Came) -> None:
        if isinstance(came, InputState):
            if came == self._told:
                return
            self._told = came
        self._tell(came)


class InputStation:
    """The device's thread, called by its kind. `heard` is called through `post`, where the kiosk
    thinks."""

    def __init__(
        self,
        port: DevicePort[Driver],
        kind: InputKind,
        read: Read,
        post: Post,
        heard: Callable[[Came], None],
    ) -> None:
        self._runner = Runner()
        self._owner = InputOwner(self._runner, port, kind, read, lambda came: post(heard, came))
        self._thread = threading.Thread(target=self._runner.run, name=f"input {kind}", daemon=True)

    def start(self) -> None:
        """Open the port and keep it open; the first `InputState` follows by itself."""
        self._owner.start()
        self._thread.start()

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._runner.post(self._owner.stop, None)
        self._runner.stop()
        if self._thread.is_alive():
            self._thread.join(_GOODBYE)
