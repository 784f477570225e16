"""`hall enrol --list`: whose fingers are where, as the ledger and hall.toml have it."""

from __future__ import annotations

from broker.bus.base import Delivery
from broker.commands.visiting import Guest
from broker.domain.hall import Hall, Reader
from broker.domain.ids import StaffId
from broker.language import chosen
from broker.service.driver import driver
from broker.settings import Settings
from broker.terminal import complain, say
from broker.wire.enrolment_messages import FingersState, LibraryState
from broker.wire.topics import Topics

_LISTENING = 3.0


def tell(guest: Guest, settings: Settings) -> int:
    """Say it of every reader; return what the command ends with."""
    hall, states = settings.hall, dict[str, FingersState]()
    libraries = dict[str, LibraryState]()
    topics = Topics(hall.hall.id)

    def hear(delivery: Delivery) -> None:
        match delivery.message:
            case FingersState() as state:
                states[state.reader] = state
            case LibraryState() as library:
                libraries[library.reader] = library

    for each in hall.readers:
        guest.bus.subscribe(topics.library(each.id), LibraryState, hear)
        guest.bus.subscribe(topics.fingers(each.id), FingersState, hear)
    guest.until(lambda: len(states) == len(hall.readers), _LISTENING)
    for each in hall.readers:
        library = libraries.get(each.id)
        found = lines(hall, each, states.get(each.id), library)
        for line in (*found, *strange(hall, library)):
            say(line)
    silent = [each.id for each in hall.readers if each.id not in states]
    if silent:
        complain(
            chosen(
                f"{'、'.join(silent)}：台账没有说明登记了谁的指纹，请看 hall status。",
                f"{', '.join(silent)}: the ledger has not said whose fingers are there;"
                " see `hall status`.",
            )
        )
    return 1 if silent else 0


def _keeps_none(hall: Hall, reader: Reader) -> bool:
    """Whether a reader has no slots of its own: it takes pictures, and the hall keeps fingers."""
    wire = hall.wire(reader.line)
    return wire is not None and bool(getattr(driver(wire.driver), "pictures", False))


def lines(
    hall: Hall, of: Reader, state: FingersState | None, library: LibraryState | None = None
) -> list[str]:
    """What is known of one reader, and whether its index has it. A slot of hall.toml counts where
    the ledger has nothing else of it: an installer may have enrolled without us; but into no
    reader that has no slots of its own."""
    reader, staff = of.id, () if _keeps_none(hall, of) else hall.staff
    kept = {each.slot: each.staff for each in state.fingers} if state else {}
    erase = state.erase if state else ()
    gone_for_good = {*erase, *(state.forgotten if state else ())}
    missing = {each.slot for each in library.missing} if library else set[int]()
    alone = {
        each.slot: each.id
        for each in staff
        if each.slot is not None and each.slot not in kept and each.id not in gone_for_good
    }
    gone = chosen("指纹机里没有，请重新登记", "not in the reader; enrol anew")
    only = chosen("仅由 hall.toml 指定，台账没有登记", "by hall.toml alone; the ledger has none")

    def line(slot: int, whose: StaffId, note: str) -> str:
        notes = (*([note] if note else ()), *([gone] if slot in missing else ()))
        said = "".join(f"  ({each})" for each in notes)
        return f"{reader} {slot:>4}  {called(hall, whose)}{said}"

    return [
        *(line(slot, whose, "") for slot, whose in sorted(kept.items())),
        *(line(slot, whose, only) for slot, whose in sorted(alone.items())),
        *(_waiting(hall, reader, whose) for whose in erase),
    ]


def strange(hall: Hall, library: LibraryState | None) -> list[str]:
    """What the index of a reader has besides."""
    if library is None:
        return []
    nobody = chosen("不知是谁的", "of nobody the hall knows")
    opened = chosen("登记没有完成", "an enrolment that did not end")
    reader = library.reader
    return [
        *(f"{reader} {slot:>4}  {nobody}" for slot in library.nobodys),
        *(f"{reader} {e.slot:>4}  {called(hall, e.staff)}  ({opened})" for e in library.opened),
    ]


def called(hall: Hall, staff: StaffId) -> str:
    """Name and number, as somebody at the desk would say it; a number alone of who has left."""
    member = hall.member(staff)
    return f"{member.name} {staff}" if member else staff or "?"


def _waiting(hall: Hall, reader: str, whose: StaffId) -> str:
    who = called(hall, whose)
    return chosen(f"{reader} 待删除：{who}", f"{reader} to be erased: {who}")
