"""attendance.toml: a hall's rules of attendance, as values."""

from __future__ import annotations

from pathlib import Path

from msgspec import ValidationError, convert

from broker.domain.timesheet.rulesets import RuleBook, RuleSet
from broker.settings import sentences, shape
from broker.settings.files import contents

RULES = "attendance.toml"  # beside hall.toml
_WRITE_ONE = "write one: docs/attendance.md says how, examples/ has five"


def load_rules(file: Path) -> tuple[RuleSet, ...]:
    """Read every version. Raises `ConfigError`, which names file, place and remedy."""
    return read_rules(str(file), contents(file, _WRITE_ONE))


def read_rules(file: str, raw: bytes) -> tuple[RuleSet, ...]:
    """What stands in the file. Raises `ConfigError`."""
    text = shape.parse(file, raw)
    try:
        book = convert(text.data, RuleBook)
    except ValidationError as error:
        said, path = sentences.split(str(error))
        kind = sentences.type_at(RuleBook, path)
        key, problem, remedy = sentences.sentence(said, kind)
        raise text.error((*path, key) if key else path, problem, remedy) from error
    for at, each in enumerate(book.rules):
        if flaw := each.flaw():
            raise text.error(("rules", at), flaw, "correct this version")
    return book.rules
