"""The table of common words, one word and what it leads to a row:
`word,dept_name,number,instead,instead_en`. A word with several items has several rows, the
likeliest first; one whose matter the hall does not do says where one goes instead."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord, ItemKey
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.text.judging import flaw
from broker.domain.text.matching import normal
from broker.settings.files import contents
from broker.settings.items import decode
from broker.settings.table_rows import Row, check_width, rows

COLUMNS = ("word", "dept_name", "number", "instead", "instead_en")
LONGEST_WORD = 12  # characters; what is longer is no word, and fits on no key
LONGEST_INSTEAD = 120
_MISSING = "name the table of common words, or remove the key"


class CommonRead(NamedTuple):
    """The words in the file's order, and what is wrong with other rows."""

    words: tuple[CommonWord, ...] = ()
    errors: tuple[ConfigError, ...] = ()


def load_common(file: Path, hall: Hall, items: Iterable[Item]) -> CommonRead:
    """What stands in the file."""
    try:
        text = decode(str(file), contents(file, missing=_MISSING))
        return _WordsReading(str(file), hall, items).read(text)
    except ConfigError as error:
        return CommonRead((), (error,))


class _WordsReading:
    def __init__(self, file: str, hall: Hall, items: Iterable[Item]) -> None:
        self._file = file
        self._departments = {normal(each.name): each.id for each in hall.departments}
        self._departments |= {normal(each.id): each.id for each in hall.departments}
        self._known = {(each.department, each.number) for each in items}
        self._words: dict[str, CommonWord] = {}

    def read(self, text: str) -> CommonRead:
        errors: list[ConfigError] = []
        for row in rows(self._file, text, COLUMNS):
            try:
                self._take(row)
            except ConfigError as error:
                errors.append(error)
        return CommonRead(tuple(self._words.values()), tuple(errors))

    def _take(self, row: Row) -> None:
        check_width(self._file, row, COLUMNS)
        line, (word, department, number, instead, instead_en) = row
        self._judge(line, word, instead, instead_en)
        known = self._words.get(word, CommonWord(word))
        if instead:
            known = replace(known, instead=instead, instead_en=instead_en or instead)
        else:
            known = replace(known, items=(*known.items, self._item(line, department, number)))
        self._words[word] = known

    def _judge(self, line: int, word: str, *texts: str) -> None:
        if not 0 < len(word) <= LONGEST_WORD:
            problem = f"the word has {len(word)} characters"
            raise self._error(line, problem, f"write 1 to {LONGEST_WORD}")
        for text in (word, *texts):
            if len(text) > LONGEST_INSTEAD:
                problem = f"the text has {len(text)} characters"
                raise self._error(line, problem, f"write at most {LONGEST_INSTEAD}")
            if found := flaw(text):
                raise self._error(line, f"here stands {found}", "write the text anew")

    def _item(self, line: int, department: str, number: str) -> ItemKey:
        key = self._departments.get(normal(department))
        if key is None:
            remedy = "write the department's name as hall.toml has it"
            raise self._error(line, f"there is no department {department!r}", remedy)
        item = (key, int(number) if number.isascii() and number.isdigit() else 0)
        if item not in self._known:
            remedy = "write the number of an item of the catalogue, or where one goes instead"
            raise self._error(line, f"{department} has no item {number!r}", remedy)
        return item

    def _error(self, line: int, problem: str, remedy: str) -> ConfigError:
        return ConfigError(self._file, f"line {line}", problem, remedy)
