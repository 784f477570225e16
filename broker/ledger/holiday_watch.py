"""Tells staff when the calendar does not know the year's holidays: numbers would be given on them,
and nobody would be expected on days worked in their place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.holidays import knows
from broker.domain.opening import Opening
from broker.ledger.lookout import Lookout, Troubles
from broker.service.life import Service

_LOOK = 60.0  # seconds
_AHEAD = timedelta(days=14)

_UNKNOWN = Sentences(
    "还不知道 {year} 年的节假日：请安装新版 chinesecalendar，或写入 hall.toml 的 [hours]",
    "The holidays of {year} are not known: install a newer chinesecalendar, or write them into"
    " [hours] of hall.toml",
)


def watch_holidays(service: Service) -> Lookout:
    """Looks at the calendar, two weeks ahead."""
    zone = ZoneInfo(service.settings.hall.hall.timezone)

    def find() -> Troubles:
        said = unknown(service.settings.hall.hours, service.now(), zone)
        return {AlertCode.CALENDAR: said}

    return Lookout(service, (AlertCode.CALENDAR,), find, _LOOK)


def unknown(hours: Opening, now: datetime, zone: ZoneInfo) -> Sentences | None:
    """What staff are to be told; None where the year is known, or the hall has days of its own in
    it, or asks no calendar."""
    today = now.astimezone(zone).date()
    missing = (each for each in (today.year, (today + _AHEAD).year) if not _known(hours, each))
    year = next(missing, None)
    return None if year is None else _UNKNOWN.filled(year=year)


def _known(hours: Opening, year: int) -> bool:
    own: tuple[date, ...] = (*hours.closed_days, *hours.working_days)
    return not hours.official_holidays or knows(year) or any(day.year == year for day in own)
