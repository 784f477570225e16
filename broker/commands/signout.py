"""`hall signout`: a leader ends the session at a screen; whoever sits there signs in anew."""

from __future__ import annotations

import argparse

from broker.commands.base import Command, add_place
from broker.commands.recording import checked, record
from broker.domain.alerts import Sentences
from broker.domain.desks.requests import EndSession
from broker.domain.ids import StaffId
from broker.service.clock import hall_clock
from broker.service.life import new_id
from broker.settings import load_without_items


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("desk", metavar="SCREEN", help="panel-3, guide-1, kiosk-1, …")
    parser.add_argument("--by", required=True, metavar="STAFF", help="staff number of the leader")
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    clock, desk, by = hall_clock(), arguments.desk, StaffId(arguments.by)
    request = checked(EndSession(id=new_id(), at=clock.now(), source="signout", desk=desk, by=by))
    unsure = Sentences(
        f"没有应答，不能确定 {desk} 是否已退出登录，请再试一次。",
        f"Nobody answered; the session at {desk} may go on or not: do it again.",
    )
    done = Sentences(f"{desk} 已退出登录。", f"The session at {desk} is over.")
    return record(settings, clock, request, unsure, done)


COMMAND = Command(
    name="signout",
    help="end the session at a screen of staff: whoever sits there must sign in anew",
    add=_add,
    run=_run,
)
