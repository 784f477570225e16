"""Terms of a guide (时限) in words. Pure."""

from __future__ import annotations

from broker.domain.guides import Guide, Handling, Term
from kiosk.words import NOTHING, Wording, say


def takes(guide: Guide) -> Wording:
    """当场办结, or within which time; nothing where the catalogue does not know."""
    if guide.handling is Handling.AT_ONCE:
        return say("ticket.takes.at-once")
    return within(guide.promised) if guide.promised else NOTHING


def within(term: Term) -> Wording:
    """`5 个工作日内`; 当场办结 where a term counts nothing."""
    if not term.count:
        return say("ticket.takes.at-once")
    if term.count == 1:
        return say(f"ticket.takes.{term.unit}.one")
    return say(f"ticket.takes.{term.unit}", count=term.count)


def badge(guide: Guide) -> Wording:
    """即办, or what is promised, in the fewest words; nothing where the catalogue does not know."""
    if guide.handling is Handling.AT_ONCE or (guide.promised and not guide.promised.count):
        return say("ticket.at-once")
    if guide.promised is None:
        return NOTHING
    if guide.promised.count == 1:
        return say(f"ticket.promised.{guide.promised.unit}.one")
    return say(f"ticket.promised.{guide.promised.unit}", count=guide.promised.count)
