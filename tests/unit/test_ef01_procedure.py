"""Enrolment and erasure step by step, with answers written down from the sheet."""

from __future__ import annotations

from datetime import UTC, datetime

from ef01_acks import NO_FINGER, NOT_FOUND, OK, ROOM_FOR_300

from fingerprint import enrolment
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01.codec import Ack
from fingerprint.models.ef01.enrolling import LONGEST, POLL, Procedure

CONSENT = enrolment.Consent("9001", "v1", datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "9100")
ENROL = enrolment.Enrol("9001", 3, CONSENT)
EMPTY_PAGE = Ack(0x00, bytes(32))
SLOT_3 = Ack(0x00, bytes([0b1000]) + bytes(31))


def played(procedure: Procedure, *acks: Ack) -> tuple[list[c.Command], list[object]]:
    """What was asked, and what the person was told."""
    asked, told = [], []
    for ack in acks:
        asked.append(procedure.next_question())
        told += procedure.answered(ack, 1.0)
    return asked, told


def looking() -> Procedure:
    """An enrolment that looks for the first finger, at second 1."""
    procedure = Procedure(ENROL, 0, 0.0)
    played(procedure, OK, ROOM_FOR_300, EMPTY_PAGE, NO_FINGER)
    assert procedure.next_question() == c.GetImage()
    return procedure


def test_an_enrolment_from_first_to_last() -> None:
    procedure = Procedure(ENROL, 0x11223344, 0.0)
    first = (OK, ROOM_FOR_300, EMPTY_PAGE, NO_FINGER, OK, ROOM_FOR_300, OK, NOT_FOUND)
    second = (OK, NO_FINGER, OK, ROOM_FOR_300, OK, OK, OK, NOT_FOUND, OK, SLOT_3)
    asked, told = played(procedure, *first, *second)
    finger = [c.GetImage(), c.ReadParameters()]
    known = c.SearchTemplates(1, 0, 300)  # the whole library, from its first slot
    assert asked == [
        c.VerifyPassword(0x11223344),
        *(c.ReadParameters(), c.ReadIndex(0)),
        *(c.GetImage(), *finger, c.GenerateFeatures(1), known),
        *(c.GetImage(), c.GetImage()),  # until the finger is gone
        *(*finger, c.GenerateFeatures(2), c.Match(), c.MergeTemplate(), known),
        *(c.StoreTemplate(1, 3), c.ReadIndex(0)),
    ]
    assert told[-1] == enrolment.Enrolled("9001", 3)
    assert procedure.finished


def test_an_erasure_takes_its_slot_and_no_other() -> None:
    asked, told = played(Procedure(enrolment.Erase(3), 0, 0.0), OK, ROOM_FOR_300, OK, EMPTY_PAGE)
    assert asked[2:] == [c.Delete(3, 1), c.ReadIndex(0)]
    assert told == [enrolment.Erased(3)]


def test_only_an_empty_glass_is_looked_at_again_after_a_pause() -> None:
    procedure = Procedure(ENROL, 0, 0.0)
    played(procedure, OK, ROOM_FOR_300, EMPTY_PAGE)
    assert procedure.ask_at == 1.0  # the first look follows at once
    procedure.answered(NO_FINGER, 5.0)
    assert procedure.ask_at == 5.0 + POLL
    procedure.answered(OK, 6.0)
    assert procedure.ask_at == 6.0


def test_a_person_has_a_minute_and_not_a_moment_more() -> None:
    almost, over = looking(), looking()
    assert almost.answered(NO_FINGER, LONGEST - 0.01) == []
    assert over.answered(NO_FINGER, LONGEST) == [enrolment.Undone(enrolment.Obstacle.TOO_SLOW)]


def test_what_answers_nothing_ends_it_once_the_password_was_taken() -> None:
    early, late = Procedure(ENROL, 0, 0.0), looking()
    early.stray()
    assert early.answered(OK, 0.1) == []
    late.stray()
    assert late.answered(NO_FINGER, 1.1) == [enrolment.Undone(enrolment.Obstacle.READER)]
    assert late.finished
