"""How long texts may be. The names of hall.toml are as long as signs, slips and screens have room
for; `tests/gui/test_long_names.py` fills every screen with the longest."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

LONGEST_NAME = 40
LONGEST_ENGLISH = 60
LONGEST_ITEM = 200  # the longest name of a real item has 70
LONGEST_WORD = 64
LONGEST_SENTENCE = 200

Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
OwnName = Annotated[str, Meta(max_length=LONGEST_NAME)]
"""A name that may be missing: a window without one goes by its number."""
English = Annotated[str, Meta(max_length=LONGEST_ENGLISH)]
Telephone = Annotated[str, Meta(max_length=LONGEST_NAME)]
Word = Annotated[str, Meta(max_length=LONGEST_WORD)]
Sentence = Annotated[str, Meta(max_length=LONGEST_SENTENCE)]
