"""Putting a person's fingerprint into a reader, and taking it out again, for any make of reader.

A template is sensitive personal data (PIPL art. 28 and 29): it stays in the reader, nobody is
enrolled without a consent of their own, and an erasure is proved by reading the index back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PURPOSE = "attendance"


@dataclass(frozen=True, slots=True)
class Consent:
    """A person's separate consent (单独同意): who, to which text, when, and before whom.

    `purpose` is attendance alone; another use needs another text and another consent.
    """

    staff: str
    text_version: str
    given_at: datetime
    witness: str
    purpose: str = PURPOSE
    withdrawn_at: datetime | None = None

    def permits(self, staff: str) -> bool:
        """Whether it allows taking this person's fingerprint for attendance."""
        complete = bool(self.staff and self.text_version and self.witness)
        mine = self.staff == staff and self.purpose == PURPOSE
        return complete and mine and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Enrol:
    """Take two captures of one finger of `staff` and keep them in `slot`.

    Raises `ValueError` where `consent` does not permit it.
    """

    staff: str
    slot: int
    consent: Consent

    def __post_init__(self) -> None:
        if not self.consent.permits(self.staff):
            raise ValueError(f"staff {self.staff}: no valid consent to fingerprint attendance")


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget the template in `slot` and prove it."""

    slot: int


@dataclass(frozen=True, slots=True)
class LookUp:
    """Read the whole index of the reader: which slots hold a template."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Take no finger any more, if one is being taken: the answer of the reader that is owed is
    waited for, and no person. Erasing and looking up go on."""


Order = Enrol | Erase | LookUp | GiveUp


class EnrolmentStep(StrEnum):
    """What the person at the reader should do now, or why the last touch was not good enough."""

    PRESS = "press"
    LIFT = "lift"
    PRESS_AGAIN = "press-again"
    DRY = "dry"
    WET = "wet"
    MOVED = "moved"  # smeared: it moved, or the glass is dirty
    LITTLE = "little"  # too little of the finger was on the glass


class Obstacle(StrEnum):
    """Why it was not done. Nothing was kept or erased, except perhaps where it is unproven."""

    SLOT_TAKEN = "slot-taken"
    NO_SUCH_SLOT = "no-such-slot"
    DIFFERENT_FINGERS = "different-fingers"
    ALREADY_ENROLLED = "already-enrolled"  # this finger is in another slot
    READER = "reader"  # it stayed silent, or refused
    UNPROVEN = "unproven"  # stored or deleted, perhaps: erase the slot until that is proved
    TOO_SLOW = "too-slow"
    STOPPED = "stopped"  # it was given up


@dataclass(frozen=True, slots=True)
class EnrolmentGuidance:
    """Tell the person what to do."""

    step: EnrolmentStep


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The template is in `slot`; the reader's own index says so."""

    staff: str
    slot: int


@dataclass(frozen=True, slots=True)
class Erased:
    """`slot` is empty; the reader's own index says so."""

    slot: int


@dataclass(frozen=True, slots=True)
class LibraryRead:
    """The reader's whole index: these slots, of `capacity`, hold a template."""

    slots: frozenset[int]
    capacity: int


@dataclass(frozen=True, slots=True)
class Undone:
    """It came to nothing. `slot` is the other slot where the finger is enrolled already."""

    obstacle: Obstacle
    slot: int | None = None


EnrolmentEvent = EnrolmentGuidance | Enrolled | Erased | LibraryRead | Undone
