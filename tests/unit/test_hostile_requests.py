"""Every field of every request with values that nobody means: an answer, and no failing rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from broker.domain.alerts import AlertCode
from broker.domain.errors import WireError
from broker.domain.hall import Member, Role
from broker.domain.requests import AnyRequest
from broker.wire import codec
from broker.wire.topics import Kind
from tests.arch.source import ROOT
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

KINDS = [kind.__name__ for kind in get_args(AnyRequest)]
VALUES: list[Any] = [
    *(None, True, [], {}, [[]], 0, -1, 1, 9, 255, 2**31 - 1, 2**31, 2**63, 10**30, 1.5, 1e300),
    *("", " ", "x", "x" * 64, "x" * 300, "\u200b", "\x1b[2J", "\u202e", "¼", "²", "0" * 64),
    *("1900-01-01", "2999-12-31", "2999-12-01", "9999-12-31", "0001-01-01", "2026-02-30"),
    *("1900-01-01T00:00:00Z", "2999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999Z"),
    *("0001-01-01T00:00:00+23:59", "2026-11-23T09:00:00", "2026-11-23T09:00:00+08:00"),
    *("101", "900", "qa", "A001", "finger", "leader", "in"),
]


def examples() -> dict[str, dict[str, Any]]:
    """A good request of each kind, as docs/asyncapi.yaml shows it."""
    page = yaml.load((ROOT / "docs/asyncapi.yaml").read_text("utf-8"), yaml.CSafeLoader)
    shown = page["components"]["messages"]
    return {name: shown[name]["examples"][0]["payload"] for name in KINDS}


EXAMPLES = examples()
HALL = small_hall()
PEOPLE = (*HALL.staff, Member(id="902", name="测试主任", role=Role.DIRECTOR))
KNOWN = {"staff": "101", "clerk": "101", "by": "902", "queue": "qa", "window": 3, "device": "door"}
KNOWN |= {"month": "2026-10-01", "first": "2026-11-20", "last": "2026-11-20", "day": "2026-11-20"}
KNOWN |= {"actual_at": "2026-11-20T00:15:00Z", "at": "2026-11-23T00:59:00Z"}
KNOWN |= {"punched_at": "2026-11-23T00:59:00Z", "since": "2026-11-23T00:59:00Z"}
KNOWN |= {"out_at": "2026-11-20T00:15:00Z", "back_at": "2026-11-20T01:15:00Z"}


def strange(name: str) -> Iterator[dict[str, Any]]:
    """The same of somebody who may, one field of it strange."""
    good = {field: KNOWN.get(field, value) for field, value in EXAMPLES[name].items()}
    for number, (field, value) in enumerate(
        (field, value) for field in good if field not in ("type", "id") for value in VALUES
    ):
        yield {**good, "id": f"strange-{number:06}", field: value}


def taken_in(strange: dict[str, Any]) -> AnyRequest | None:
    """What the door lets in; None where it refuses."""
    with suppress(WireError):
        return codec.judged_request(json.dumps(strange).encode())
    return None


@pytest.mark.parametrize("name", KINDS)
def test_whatever_a_field_holds_it_is_answered(name: str, tmp_path: Path) -> None:
    taken = [each for each in map(taken_in, strange(name)) if each is not None]
    with closing(LedgerHall(tmp_path, hall=small_hall(staff=PEOPLE))) as desk:
        answers = desk.ask_all(*taken)
        failed = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.RULES)
        assert failed not in desk.broker.retained, desk.broker.retained[failed]
    assert len(answers) == len(taken)
    assert taken, "all were refused at the door: nothing was tried"
