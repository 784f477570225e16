"""What an outside broker still tells of windows and devices that hall.toml no longer has. Pure."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.hall import Hall
from broker.wire.topics import Kind, subject


def ghosts(hall: Hall) -> Callable[[str], bool]:
    """Whether a topic is about a window, queue or device that is not there.

    Services and boards are no ghosts: hall.toml does not list them.
    """
    windows = {str(each.number) for each in hall.windows}
    there: dict[str, set[str]] = {
        Kind.WINDOW: windows,
        Kind.PANEL: windows,
        Kind.QUEUE: {each.id for each in hall.queues},
        Kind.DISPLAY: {str(each.window) for each in hall.displays},
        Kind.EVALUATOR: {str(each.window) for each in hall.evaluators},
        Kind.KEYPAD: {str(each.window) for each in hall.keypads},
        Kind.READER: {each.id for each in hall.readers},
        Kind.KIOSK: {each.id for each in hall.kiosks},
        Kind.GUIDE: {each.id for each in hall.guide_desks},
        Kind.CLOCK_IN: {each.id for each in hall.clock_ins},
    }

    def is_ghost(topic: str) -> bool:
        kind, key = subject(topic)
        return kind in there and key not in there[kind]

    return is_ghost
