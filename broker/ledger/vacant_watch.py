"""Tells staff of a vacant post (空岗) while it is one: who is to be called back, or to a window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.domain.timeline import VacancyKind, Vacant, session_times, vacant
from broker.ledger.lookout import Lookout, Troubles
from broker.service.life import Service

_LOOK = 15.0  # seconds
_NAMED = 3  # posts in one sentence

_VACANT = Sentences(
    "空岗：{posts}，请值班长处理", "Vacant posts: {posts}. The duty leader should see"
)


class VacantWatch:
    """Remembers since when each post is vacant; a process before this one is not asked."""

    def __init__(self, service: Service, floor: Callable[[], Floor]) -> None:
        self._service = service
        self._floor = floor
        self._since: dict[Vacant, datetime] = {}
        Lookout(service, (AlertCode.VACANT,), self._find, _LOOK)

    def _find(self) -> Troubles:
        floor, now = self._floor(), self._service.now()
        posts = vacant(floor)
        self._since = {each: self._since.get(each, now) for each in posts}
        told = sorted(
            each for each, since in self._since.items() if _counts(floor, each, since, now)
        )
        return {AlertCode.VACANT: _said(told)}


def _counts(floor: Floor, post: Vacant, since: datetime, now: datetime) -> bool:
    """For more than the minutes of hall.toml; who sits at no window, within a session only."""
    least = timedelta(minutes=floor.hall.attendance.vacant_minutes)
    if post.kind is VacancyKind.UNMANNED:
        return now - since >= least
    spans = session_times(floor, floor.day_of(now))
    return any(begin <= now < end and now - max(since, begin) > least for begin, end in spans)


def _said(posts: list[Vacant]) -> Sentences | None:
    if not posts:
        return None
    more = "…" if len(posts) > _NAMED else ""
    zh = "、".join(_post(each).zh for each in posts[:_NAMED]) + more
    en = ", ".join(_post(each).en for each in posts[:_NAMED]) + more
    return Sentences(_VACANT.zh.format(posts=zh), _VACANT.en.format(posts=en))


def _post(post: Vacant) -> Sentences:
    if post.kind is VacancyKind.UNMANNED:
        return Sentences(
            f"{post.window} 号窗口开着，工号 {post.staff} 不在岗",
            f"window {post.window} is open without {post.staff}",
        )
    return Sentences(
        f"工号 {post.staff} 在岗，没有开窗口", f"{post.staff} is on duty and at no window"
    )
