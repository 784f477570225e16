"""The table of common words, one word and what it leads to a row:
`word,dept_name,number,instead,instead_en`. A word with several items has several rows, the
likeliest first; one whose matter the hall does not do says where one goes instead.

Items come and go with every import, and the table is written by hand: a row whose item is gone is
left out with a warning, for a hall that started yesterday starts today."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord, ItemKey
from broker.domain.entries import CatalogueEntry
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
NAME_AN_ITEM = "write the number of an item of the catalogue, or where one goes instead"
_DIGITS = 9  # of an item's number
_MISSING = "name the table of common words, or remove the key"


class WordWithoutItem(NamedTuple):
    """A row that leads to an item which the catalogue does not have (any more)."""

    line: int
    word: str
    department: str
    number: int

    @property
    def problem(self) -> str:
        """What is to be said of it."""
        return f"{self.department} has no item {self.number}: {self.word!r} does not lead there"

    def warning(self, file: str) -> ConfigError:
        """The same, as `hall check` says it."""
        return ConfigError(file, f"line {self.line}", self.problem, NAME_AN_ITEM)


class CommonRead(NamedTuple):
    """The words in the file's order, what is wrong with other rows, and those left out because
    their item is gone."""

    words: tuple[CommonWord, ...] = ()
    errors: tuple[ConfigError, ...] = ()
    gone: tuple[WordWithoutItem, ...] = ()


def load_common(file: Path, hall: Hall, items: Iterable[Item | CatalogueEntry]) -> CommonRead:
    """What stands in the file."""
    try:
        text = decode(str(file), contents(file, missing=_MISSING))
        return _WordsReading(str(file), hall, items).read(text)
    except ConfigError as error:
        return CommonRead((), (error,))


class _WordsReading:
    def __init__(self, file: str, hall: Hall, items: Iterable[Item | CatalogueEntry]) -> None:
        self._file = file
        self._departments = {normal(each.name): each.id for each in hall.departments}
        self._departments |= {normal(each.id): each.id for each in hall.departments}
        self._known = {(each.department, each.number) for each in items}
        self._words: dict[str, CommonWord] = {}
        self._gone: list[WordWithoutItem] = []

    def read(self, text: str) -> CommonRead:
        errors: list[ConfigError] = []
        for row in rows(self._file, text, COLUMNS):
            try:
                self._take(row)
            except ConfigError as error:
                errors.append(error)
        return CommonRead(tuple(self._words.values()), tuple(errors), tuple(self._gone))

    def _take(self, row: Row) -> None:
        check_width(self._file, row, COLUMNS)
        line, (word, department, number, instead, instead_en) = row
        self._judge(line, word, instead, instead_en)
        known = self._words.get(word, CommonWord(word))
        if instead:
            known = replace(known, instead=instead, instead_en=instead_en or instead)
        else:
            item = self._item(line, department, number)
            if item not in self._known:
                self._gone.append(WordWithoutItem(line, word, department, item[1]))
                return
            known = replace(known, items=(*known.items, item))
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
        if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
            problem = f"{number!r} is no number of an item"
            raise self._error(line, problem, NAME_AN_ITEM)
        return key, int(number)

    def _error(self, line: int, problem: str, remedy: str) -> ConfigError:
        return ConfigError(self._file, f"line {line}", problem, remedy)
