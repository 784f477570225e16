"""The files that say how slips look: a template and a logo beside hall.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broker.domain.bitmaps import Bitmap
from broker.domain.errors import ConfigError
from broker.domain.slip_template import BUILT_IN, Flaw, Template, read
from broker.domain.slips import SlipRules
from broker.settings import pictures
from broker.settings.files import contents

_TEMPLATE = "write a template: examples/slip.txt shows one, line by line"
_LOGO = "name a PNG file beside hall.toml"


@dataclass(frozen=True, slots=True)
class SlipForm:
    """How slips look, whatever stands on them."""

    template: Template = BUILT_IN
    logo: Bitmap | None = None


ORDINARY = SlipForm()


def load_form(rules: SlipRules, folder: Path) -> tuple[SlipForm, tuple[ConfigError, ...]]:
    """The form, and all that is wrong in its files; what is wrong is left out."""
    errors: list[ConfigError] = []
    template, picture = BUILT_IN, None
    if rules.template:
        try:
            template = _template(folder / rules.template, errors)
        except ConfigError as error:
            errors.append(error)
    if rules.logo:
        try:
            picture = _logo(folder / rules.logo)
        except ConfigError as error:
            errors.append(error)
    return SlipForm(template, picture), tuple(errors)


def _template(file: Path, errors: list[ConfigError]) -> Template:
    raw = contents(file, _TEMPLATE, missing=_TEMPLATE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = "these bytes are no UTF-8"
        raise ConfigError(str(file), f"line {line}", problem, "save the file as UTF-8") from error
    found = read(text)
    flaws = [each for each in found if isinstance(each, Flaw)]
    errors.extend(_told(file, flaws))
    return BUILT_IN if flaws else tuple(each for each in found if not isinstance(each, Flaw))


def _told(file: Path, flaws: list[Flaw]) -> Iterator[ConfigError]:
    for each in flaws:
        place = f"line {each.line}" if each.line else "the whole file"
        yield ConfigError(str(file), place, each.problem, each.remedy)


def _logo(file: Path) -> Bitmap:
    from broker.settings.logo import logo  # few halls have one, and each role would read it

    data = contents(file, _LOGO, missing=_LOGO)
    if pictures.is_one(data) and (flaw := pictures.flaw(data)):
        raise ConfigError(str(file), "the whole file", flaw, _LOGO)
    try:
        return logo(data)
    except ValueError as error:
        raise ConfigError(str(file), "the whole file", str(error), _LOGO) from error
