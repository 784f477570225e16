"""How long texts may be. The names of hall.toml are as long as signs, slips and screens have room
for; `tests/gui/test_long_names.py` fills every screen with the longest."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

LONGEST_NAME = 40  # of a department, a window
LONGEST_ENGLISH = 60
LONGEST_SHORT = 24  # of the hall, a zone, a queue, a person
LONGEST_SHORT_ENGLISH = 44
LONGEST_OWN = 12  # of a desk, a kiosk, a reader: where it stands
LONGEST_ITEM = 120  # the longest name of a real item has 70
LONGEST_WORD = 64
LONGEST_SENTENCE = 200
LONGEST_NOTE = 40  # of a clerk, on a ticket
LONGEST_WRITTEN = 500  # in the opinion box
LONGEST_SAID = 500  # with an error of the machine in it, and what to do
LONGEST_PLACE = 300  # of a device

Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
English = Annotated[str, Meta(max_length=LONGEST_ENGLISH)]
ShortName = Annotated[str, Meta(min_length=1, max_length=LONGEST_SHORT)]
ShortEnglish = Annotated[str, Meta(max_length=LONGEST_SHORT_ENGLISH)]
WindowName = Annotated[str, Meta(max_length=LONGEST_NAME)]
"""It may be missing: the window goes by its number then."""
OwnName = Annotated[str, Meta(max_length=LONGEST_OWN)]
"""What a device is called where it stands; it may be missing."""
Called = Annotated[str, Meta(max_length=LONGEST_SHORT)]
"""What a person is called; it may be missing."""
Word = Annotated[str, Meta(max_length=LONGEST_WORD)]
Sentence = Annotated[str, Meta(max_length=LONGEST_SENTENCE)]
Note = Annotated[str, Meta(max_length=LONGEST_NOTE)]
"""What a clerk notes on a ticket for the next window; free text for ever (ADR 20)."""
Written = Annotated[str, Meta(max_length=LONGEST_WRITTEN)]
"""What a citizen wrote; it stands beside the ledger, and in no fact."""
Said = Annotated[str, Meta(max_length=LONGEST_SAID)]
"""To staff, by a machine."""
Place = Annotated[str, Meta(max_length=LONGEST_PLACE)]
"""Where a device is: a port, an address."""
