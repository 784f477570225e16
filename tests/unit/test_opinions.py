"""The opinion box: what is left there reaches the ledger once, and whoever it concerns."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from broker.commands.opinions import OpinionKept, entries, lines
from broker.domain.opinions.facts import (
    CODE_DIGITS,
    About,
    OpinionKind,
    OpinionLeft,
    OpinionSettled,
    code_of,
)
from broker.domain.opinions.requests import LeaveOpinion, ListOpinions, SettleOpinion
from broker.domain.requests import Granted, Listed, Refused
from broker.ledger.figures import count
from broker.ledger.reading import of_opinions, read
from broker.ledger.rows import recorded
from broker.settings import read_hall
from broker.wire.codec import judged_request
from tests.stages.halls import MORNING, request_id
from tests.stages.memory import LedgerHall

HALL = read_hall(Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml")


def left(desk: LedgerHall, **changes: object) -> OpinionLeft:
    answer = desk.ask(replace(asked(), **changes))
    assert isinstance(answer, Granted), answer
    (fact,) = answer.facts
    assert isinstance(fact, OpinionLeft)
    return fact


def asked(source: str = "kiosk-1") -> LeaveOpinion:
    return LeaveOpinion(
        id=request_id(),
        at=MORNING,
        source=source,
        kind=OpinionKind.COMPLAINT,
        about=About.WAITING,
        left_at=MORNING,
    )


def box(folder: Path) -> LedgerHall:
    return LedgerHall(folder, HALL)


def settled(desk: LedgerHall, opinion: str, by: str = "301", reason: str = "x") -> object:
    return desk.ask(desk.make(SettleOpinion, opinion=opinion, by=by, reason=reason))


def of(desk: LedgerHall, *roles: str) -> str:
    return next(each.id for each in desk.ledger.floor.hall.staff if each.role in roles)


def test_said_twice_it_is_left_once(tmp_path: Path) -> None:
    desk = box(tmp_path)
    request = asked()
    first, again = desk.ask(request), desk.ask(request)
    assert first == again
    assert len(desk.ledger.floor.opinions) == 1
    desk.close()


def test_one_of_nobody_is_refused_and_a_mad_clock_is_not(tmp_path: Path) -> None:
    desk = box(tmp_path)
    stranger = desk.ask(asked("stranger"))
    assert isinstance(stranger, Refused)
    assert stranger.code == "unknown-device"
    assert "stranger" in stranger.en
    ahead = left(desk, left_at=MORNING + timedelta(days=400))
    assert ahead.left_at <= desk.clock.now()
    lately = MORNING - timedelta(hours=3)  # the ledger was away meanwhile
    assert left(desk, left_at=lately).left_at == lately
    desk.close()


def test_it_stays_open_over_days_and_starts_until_a_leader_settles_it(tmp_path: Path) -> None:
    desk = box(tmp_path)
    opinion = left(desk).opinion
    for _ in range(40):
        desk.clock.pass_by(24 * 3600.0)
    desk.reopen()
    assert list(desk.ledger.floor.opinions) == [opinion]
    leader = of(desk, "duty-leader", "supervisor", "director")
    answer = settled(desk, opinion, leader, "已加开窗口")
    assert isinstance(answer, Granted)
    assert answer.facts == (OpinionSettled(opinion=opinion, outcome="已加开窗口", by=leader),)
    assert settled(desk, opinion, leader, "已加开窗口 2").facts == ()  # type: ignore[attr-defined]  # granted
    desk.reopen()
    assert desk.ledger.floor.opinions == {}
    desk.close()


def test_one_that_is_years_old_can_still_be_settled(tmp_path: Path) -> None:
    desk = box(tmp_path)
    opinion = left(desk).opinion
    desk.clock.pass_by(3 * 366 * 24 * 3600.0)
    desk.reopen()
    assert list(desk.ledger.floor.opinions) == [opinion]
    leader = of(desk, "duty-leader", "supervisor", "director")
    assert isinstance(settled(desk, opinion, leader, "已答复"), Granted)
    desk.close()


def test_a_window_is_kept_and_one_the_hall_has_not_is_none(tmp_path: Path) -> None:
    """What a citizen was thanked for is never refused for its number."""
    desk = box(tmp_path)
    number = desk.ledger.floor.hall.windows[0].number
    named = left(desk, about=About.WINDOW, window=number)
    assert named.window == number
    assert left(desk, about=About.WINDOW, window=9999).window == 0
    told = list(lines([OpinionKept(named)], desk.ledger.floor.zone))
    assert f"window {number}" in told[1]
    desk.close()


def test_a_guide_desk_is_told_of_the_open_ones_alone_the_oldest_first(tmp_path: Path) -> None:
    desk = box(tmp_path)
    late = left(desk)
    early = left(desk, left_at=MORNING - timedelta(hours=3))
    gone = left(desk)
    leader = of(desk, "duty-leader", "supervisor", "director")
    settled(desk, gone.opinion, leader, "已答复")
    told = desk.ask(desk.make(ListOpinions))
    assert isinstance(told, Listed)
    assert (told.opinions, told.total, told.tickets) == ((early, late), 2, ())
    desk.close()


def test_opinions_of_before_name_no_window() -> None:
    old = (
        b'{"type":"opinion-left","opinion":"request-0001","kind":"praise","about":"window",'
        b'"device":"kiosk-1","left_at":"2026-11-23T01:00:00Z"}'
    )
    assert msgspec.json.decode(old, type=OpinionLeft).window == 0


def test_who_may_not_settle_what_is_not_there_and_without_a_reason(tmp_path: Path) -> None:
    desk = box(tmp_path)
    opinion = left(desk).opinion
    leader = of(desk, "duty-leader", "supervisor", "director")
    refused = (
        settled(desk, opinion, of(desk, "clerk")),
        settled(desk, opinion, "nobody"),
        settled(desk, opinion, leader, "  "),
        settled(desk, "another-one", leader),
    )
    codes = [each.code for each in refused if isinstance(each, Refused)]
    said = [each.en for each in refused if isinstance(each, Refused)]
    assert all(
        word in text for word, text in zip(("", "nobody", "", "another-one"), said, strict=True)
    )
    assert not any("None" in text for text in said)
    assert codes == ["role", "unknown-staff", "reason-missing", "unknown-opinion"]
    assert list(desk.ledger.floor.opinions) == [opinion]
    desk.close()


@pytest.mark.parametrize("said", ["长" * 201, "\x1b[31m", "\u202e", 7])
def test_hostile_reasons_and_kinds_are_refused_at_the_door(said: object) -> None:
    message = {
        "type": "settle-opinion",
        "id": "request-1",
        "at": "2026-11-23T01:00:00Z",
        "source": "opinions",
        "opinion": "request-0",
        "reason": said,
        "by": "301",
    }
    with pytest.raises(Exception, match="reason"):
        judged_request(msgspec.json.encode(message))


# for those it concerns


def test_a_code_is_of_eight_digits_and_the_same_on_both_sides() -> None:
    assert code_of("request-0001") == "98046416"  # from `sha256sum` by hand: 0xc78de4e5dea7d4d0
    codes = {code_of(f"request-{nth}") for nth in range(2000)}
    assert {len(each) for each in codes} == {CODE_DIGITS}
    assert len(codes) == 2000


def test_the_file_tells_all_of_them_and_the_report_counts(tmp_path: Path) -> None:
    desk = box(tmp_path)
    first, second = left(desk), left(desk, kind=OpinionKind.PRAISE, about=About.OTHER)
    leader = of(desk, "duty-leader", "supervisor", "director")
    settled(desk, first.opinion, leader, "done")
    file = tmp_path / "ledger.db"
    desk.close()
    known = entries(recorded(row) for row in of_opinions(file))
    done = OpinionSettled(opinion=first.opinion, outcome="done", by=leader)
    assert known == [OpinionKept(first, done), OpinionKept(second)]
    told = list(lines(known, desk.ledger.floor.zone))
    assert code_of(first.opinion) in told[1]
    assert f"done ({leader})" in told[1]
    assert code_of(second.opinion) in told[2]
    figures = count(recorded(row) for row in read(file))
    assert figures.opinions == {OpinionKind.COMPLAINT: 1, OpinionKind.PRAISE: 1}
