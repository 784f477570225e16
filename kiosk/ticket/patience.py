"""When a screen has been looked at for long enough. Pure."""

from __future__ import annotations

from broker.domain.kiosks import KioskRules
from kiosk.ticket import screens
from kiosk.ticket.film_screens import SignFilm
from kiosk.ticket.navigation import Navigation

FILM_SECONDS = 300.0  # a film is watched without a touch


def time_out(navigation: Navigation, rules: KioskRules, deadline: float) -> float | None:
    """The monotonic second at which this screen has waited in vain, or None: it may stand for ever.
    `deadline` is that of a number or slip under way."""
    match navigation.screen:
        case screens.Printing():
            return deadline
        case screens.YourTicket():
            return navigation.shown_at + rules.ticket_seconds
        case screens.Remember(until=until) | screens.StillThere(until=until):
            return until
        case screens.Home() if navigation.untouched:
            return None
        case SignFilm():
            return navigation.touched_at + max(rules.idle_seconds, FILM_SECONDS)
        case _:
            return navigation.touched_at + rules.idle_seconds
