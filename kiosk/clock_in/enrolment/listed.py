"""Whose fingers are at which reader, by name. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Reader
from broker.domain.ids import StaffId
from kiosk.clock_in.enrolment.state import LISTED, EnrolState
from kiosk.words import Wording, say
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage


class ListedRow(Struct, frozen=True):
    """One person: name and number, or the number alone where hall.toml has them no more."""

    who: str
    where: Wording


class ListedPage(PagedPage, frozen=True):
    """Everybody whose fingers are kept."""

    heading: Wording
    rows: tuple[ListedRow, ...]


def listed(known: EnrolState, page: int) -> ListedPage:
    """A page of the list, counted from 0."""
    everybody = known.enrolled
    shown = paged(everybody, page, LISTED)
    rows = tuple(ListedRow(called(known, each), where(known, each)) for each in shown.rows)
    heading = say("enrol.listed", count=len(everybody)) if everybody else say("enrol.listed.none")
    return ListedPage(page=shown.page, pages=shown.pages, heading=heading, rows=rows)


def called(known: EnrolState, staff: StaffId) -> str:
    """Name and number; a number alone of who has left hall.toml, and on a machine that joined: no
    name leaves the ledger's."""
    member = known.hall.member(staff)
    return f"{member.name} {staff}" if member and member.name != staff else staff


def where(known: EnrolState, staff: StaffId) -> Wording:
    """At which readers somebody's fingers are; the sentence that there are none."""
    found = [each for reader in known.hall.readers for each in _at(known, reader, staff)]
    member = known.hall.member(staff)
    slot = member.slot if member and known.is_configured(member) else None
    if slot is not None and not _slot_is_kept(known, slot):
        found.append(say("enrol.at.configured", slot=slot))
    if not found:
        return say("enrol.at.none")
    return Wording("；".join(each.zh for each in found), "; ".join(each.en for each in found))


def _at(known: EnrolState, reader: Reader, staff: StaffId) -> list[Wording]:
    state, name = known.fingers.get(reader.id), reader.name or reader.id
    if state is None:
        return [say("enrol.at.unheard", reader=name)]
    if staff in state.erase:
        return [say("enrol.at.erase", reader=name)]
    count = known.kept_at(reader.id, staff)
    return [say("enrol.at", reader=name, count=count)] if count else []


def _slot_is_kept(known: EnrolState, slot: int) -> bool:
    """Whether the ledger knows better whose the slot of hall.toml is, at some reader."""
    return any(each.slot == slot for state in known.fingers.values() for each in state.fingers)
