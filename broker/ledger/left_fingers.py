"""Tells staff of fingers that are still in a reader though their people have left hall.toml: nobody
is known by them, and nothing else erases them."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.domain.ids import StaffId
from broker.ledger.lookout import Lookout
from broker.service.life import Service

_LEFT = Sentences(
    "离职人员 {staff} 的指纹还在指纹机 {readers} 里：请逐个办理 hall enrol {first} --left",
    "Fingers of {staff}, who left hall.toml, are still in reader {readers}: say"
    " `hall enrol {first} --left`, for each",
)
_NAMED = 5  # numbers in one sentence


def watch_left_fingers(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks at whose fingers are where."""
    code = AlertCode.FINGERS_LEFT
    return Lookout(service, (code,), lambda: {code: left_fingers(floor())})


def left_fingers(floor: Floor) -> Sentences | None:
    """What staff are to be told; None where each finger is of who is here, or on its way out: what
    a reader that is away has not erased yet, it does when it is back."""
    left = {
        (staff, reader)
        for (reader, _slot), staff in floor.fingers.items()
        if floor.hall.member(staff) is None and staff not in floor.gone
    }
    if not left:
        return None
    staff = sorted({each for each, _ in left})
    readers = sorted({reader for _, reader in left})
    return Sentences(_said(_LEFT.zh, "、", staff, readers), _said(_LEFT.en, ", ", staff, readers))


def _said(sentence: str, comma: str, staff: list[StaffId], readers: list[str]) -> str:
    named = comma.join(staff[:_NAMED]) + ("…" if len(staff) > _NAMED else "")
    return sentence.format(staff=named, readers=comma.join(readers), first=staff[0])
