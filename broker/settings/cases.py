"""The table of cases, one a row: `case_number,item,applicant,accepted,due,stage,result`.

What is wrong with a row is told by its line and never repeats a cell: a row is of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from broker.domain.cases import (
    LONGEST_NUMBER,
    Case,
    CaseRules,
    Cases,
    case_key,
    is_known,
    item_number,
    masked_applicant,
    masked_text,
    state_of,
)
from broker.domain.catalogue import Item
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.text.judging import flaw
from broker.domain.text.written_days import WRITE_DAYS, written_day
from broker.settings.files import contents
from broker.settings.items import decode
from broker.settings.table_end import to_its_end
from broker.settings.table_rows import Row, check_width, rows

COLUMNS = ("case_number", "item", "applicant", "accepted", "due", "stage", "result")
LONGEST_ITEM, LONGEST_STAGE, LONGEST_RESULT = 120, 20, 120  # characters
MOST = 20_000  # rows: all of them masked are 12 MB of a kiosk's memory
_MISSING = "name the table of cases, or remove the key"
_NO_STAGE = "nobody knows this stage: it is taken for a step on the way"


class CasesRead(NamedTuple):
    """The cases, masked, what is wrong with other rows, and the line of each case by its key."""

    cases: Cases = MappingProxyType({})
    errors: tuple[ConfigError, ...] = ()
    lines: Mapping[str, int] = MappingProxyType({})


def load_cases(file: Path, rules: CaseRules) -> CasesRead:
    """What stands in the file."""
    name, errors = str(file), list[ConfigError]()
    found: dict[str, Case] = {}
    lines: dict[str, int] = {}
    try:
        text = decode(name, contents(file, missing=_MISSING))
        for row in to_its_end(name, text, rows(name, text, COLUMNS), counted=rules.counted):
            try:
                lines[_take(name, row, rules, found)] = row[0]
            except ConfigError as error:
                errors.append(error)
    except ConfigError as error:
        errors.append(error)
    return CasesRead(found, tuple(errors), lines)


def doubtful(file: Path, read: CasesRead, hall: Hall, items: Iterable[Item]) -> list[ConfigError]:
    """Stages that nobody knows, each where it stands first, and items that the catalogue has not.
    Both are shown as they are written."""
    names = {name: each.id for each in hall.departments for name in (each.id, each.name)}
    known = {(each.department, each.number) for each in items}
    stages: set[str] = set()
    found: list[ConfigError] = []
    for key, case in read.cases.items():
        line, named = read.lines[key], item_number(case.item)
        if case.stage not in stages and not is_known(case.stage, hall.cases.stages):
            stages.add(case.stage)
            found.append(_error(str(file), line, _NO_STAGE, "say in [cases] stages what it means"))
        if named is not None and (names.get(named[0], ""), named[1]) not in known:
            remedy = "write department and number as the catalogue has them, or its name in words"
            found.append(_error(str(file), line, "the catalogue has no such item", remedy))
    return found


def _take(file: str, row: Row, rules: CaseRules, found: dict[str, Case]) -> str:
    case = _case(file, row, rules)
    key = case_key(case.number)
    if not key or key in found:
        problem = "this number stands above already" if key else "this row has no number"
        raise _error(file, row[0], problem, "give each case a number of its own")
    if len(found) >= MOST:
        problem = f"more than {MOST} cases stand here"
        raise ConfigError(file, "the whole file", problem, "leave out what was settled long ago")
    found[key] = case
    return key


def _case(file: str, row: Row, rules: CaseRules) -> Case:
    check_width(file, row, COLUMNS)
    line, (number, item, applicant, accepted, due, stage, result) = row
    limits = (
        (number, LONGEST_NUMBER),
        (item, LONGEST_ITEM),
        (stage, LONGEST_STAGE),
        (result, LONGEST_RESULT),
    )
    for text, most in limits:
        if len(text) > most:
            raise _error(file, line, f"a text has {len(text)} characters", f"write at most {most}")
    if not item or not stage:
        raise _error(file, line, "item or stage is empty", "say what the case is, and how far")
    if found := next(filter(None, map(flaw, row[1])), ""):
        raise _error(file, line, f"here stands {found}", "write the text anew")
    days = _day(file, line, accepted), _day(file, line, due)
    if days[0] > days[1]:
        raise _error(file, line, "it is due before it was accepted", "write the right days")
    return Case(
        number=number,
        item=item,
        applicant=masked_applicant(applicant),
        accepted=days[0],
        due=days[1],
        stage=stage,
        state=state_of(stage, rules.stages),
        said=masked_text(result),
    )


def _day(file: str, line: int, text: str) -> date:
    try:
        return written_day(text)
    except ValueError:
        raise _error(file, line, "accepted or due is no day", WRITE_DAYS) from None


def _error(file: str, line: int, problem: str, remedy: str) -> ConfigError:
    return ConfigError(file, f"line {line}", problem, remedy)
