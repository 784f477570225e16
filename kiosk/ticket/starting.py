"""The kiosk's start: home as it was kept, before hall.toml is read; then all the rest.

Qt is not here yet when it begins, so what can be got ready beside Python begins first.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from broker.service import identity

if TYPE_CHECKING:
    from pathlib import Path

    from broker.settings import Settings
    from kiosk.qt.running import OpenedScreen
    from kiosk.ticket.kept_here import KeptHere
    from kiosk.ticket.kept_window import KeptWindow


class KioskRole:
    """The ticket kiosk `key` of hall.toml, on this machine's screen."""

    def __init__(self) -> None:
        self._begun: float | None = None
        self._opened: OpenedScreen | None = None
        self._lit: KeptWindow | None = None

    def light(self, hall: Path, run: Path | None, key: str) -> AbstractContextManager[object]:
        """Show home as it was kept, where it was, before anything else of the hall is read. Until
        the end of the context: where hall.toml is wrong, the screen goes. Raises `IdentityHeld`
        where another process is this kiosk: that one keeps its glass."""
        from kiosk.qt.libraries import fetch
        from kiosk.qt.signatures import remember
        from kiosk.ticket.kept_here import begun, find

        fetch()
        remember()
        self._begun = begun()
        kept = find(hall, run, key)
        if kept is None:
            return nullcontext()
        with identity.hold(kept.run, key):
            return self._show(kept)

    def _show(self, kept: KeptHere) -> AbstractContextManager[object]:
        from kiosk.qt.running import open_kiosk
        from kiosk.ticket.kept_window import show

        home = kept.home
        self._opened = open_kiosk(home.hall, home.px_per_mm, home.words)
        self._lit = show(kept.shown, self._opened.engine, self._opened.runner)
        return self._opened.undo

    def __call__(self, settings: Settings, key: str) -> None:
        from kiosk.qt.running import show_kiosk
        from kiosk.ticket.kept_window import KioskStart

        start = KioskStart(self._begun, self._lit) if self._begun is not None else None
        show_kiosk(settings, key, start, self._opened)


ROLE = KioskRole()
