"""Answers that brought no fact: refusals, and what was granted without anything to do.

Nothing would be done twice if such a request were decided anew; but whoever hears the same message
twice within a moment should hear the same word. So the last of them are kept, in a ring on disk,
and the oldest give way. What is asked again after that is decided as the floor then stands.

What was refused for its time is decided anew at once: time passes, and clocks are set.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from broker.domain.ground import OUTLIVED
from broker.domain.refusals import No
from broker.domain.requests import Answer, Refused
from broker.wire import codec

MOST = 4096  # answers

_KEEP = """INSERT OR REPLACE INTO empty_answers (place, turn, request, content, body)
    VALUES (?, ?, ?, ?, ?)"""

Key = tuple[str, bytes]
"""The id of a request and the digest of its content: with other content it is another request."""


def is_remembered(answer: Answer) -> bool:
    """Whether it is the same when the clock says another time."""
    for_its_time = isinstance(answer, Refused) and answer.code == No.NO_SUCH_TIME
    return answer.at < OUTLIVED and not for_its_time


class EmptyAnswers:
    """The ring of one open ledger. Raises `sqlite3.Error`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._places: dict[Key, int] = {}
        self._keys: dict[int, Key] = {}
        self._turn = 0
        kept = "SELECT place, turn, request, content FROM empty_answers ORDER BY turn"
        for place, turn, request, content in db.execute(kept):
            self._note(place, (request, content))
            self._turn = turn + 1

    def get(self, key: Key) -> Answer | None:
        """What was answered to this request, if it is not too long ago."""
        place = self._places.get(key)
        if place is None:
            return None
        found = "SELECT body FROM empty_answers WHERE place = ?"
        return codec.decode_answer(self._db.execute(found, (place,)).fetchone()[0])

    def put(self, answers: Iterable[tuple[Key, Answer]]) -> None:
        """Keep some more, inside an open transaction."""
        for key, answer in answers:
            place = self._turn % MOST
            self._db.execute(_KEEP, (place, self._turn, *key, codec.encode(answer)))
            self._note(place, key)
            self._turn += 1

    def _note(self, place: int, key: Key) -> None:
        gone = self._keys.get(place)
        if gone is not None and self._places.get(gone) == place:
            del self._places[gone]
        self._keys[place], self._places[key] = key, place
