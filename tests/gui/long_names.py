"""A hall in which every name is as long as it may be."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from broker.domain.text.kinds import (
    LONGEST_ENGLISH,
    LONGEST_ITEM,
    LONGEST_NAME,
    LONGEST_OWN,
    LONGEST_SHORT,
    LONGEST_SHORT_ENGLISH,
)

SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai"
_SHORT = ("[hall]", "[[zones]]", "[[queues]]", "[[staff]]")
_OWN = ("[[readers]]", "[[kiosks]]", "[[guide_desks]]", "[[clock_ins]]")


def written(folder: Path) -> Path:
    """The sample hall with such names, and its file."""
    plain = (SAMPLE / "hall.toml").read_text("utf-8")
    head, *tables = re.split(r"^(?=\[)", plain, flags=re.MULTILINE)
    text = head + "".join(map(_longer, tables))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hall.toml").write_text(text, "utf-8")
    lines = (SAMPLE / "catalogue.jsonl").read_text("utf-8")
    lines = re.sub(r'("number":\d+,"name":)"(.*?)"(?=[,}])', _item, lines)
    (folder / "catalogue.jsonl").write_text(lines, "utf-8")
    common = (SAMPLE / "common.csv").read_text("utf-8")
    for key, name in re.findall(r'\[\[departments\]\]\nid = "(.*?)"\nname = "(.*?)"', plain):
        common = common.replace(f",{name},", f",{key},")
    (folder / "common.csv").write_text(common, "utf-8")
    for name in ("notices.csv", "cases.csv"):
        (folder / name).write_bytes((SAMPLE / name).read_bytes())
    return folder / "hall.toml"


def _longer(table: str) -> str:
    """A table with the longest names it may have."""
    short, own = table.startswith(_SHORT), table.startswith(_OWN)
    chinese = LONGEST_OWN if own else LONGEST_SHORT if short else LONGEST_NAME
    english = LONGEST_SHORT_ENGLISH if short else LONGEST_ENGLISH
    table = re.sub(r'^(name) = "(.*?)"', partial(_chinese, chinese), table, flags=re.MULTILINE)
    table = re.sub(r'^(name_en) = "(.*?)"', partial(_english, english), table, flags=re.MULTILINE)
    desk, desk_en = partial(_chinese, LONGEST_SHORT), partial(_english, LONGEST_SHORT_ENGLISH)
    table = re.sub(r'^(guide_desk) = "(.*?)"', desk, table, flags=re.MULTILINE)
    return re.sub(r'^(guide_desk_en) = "(.*?)"', desk_en, table, flags=re.MULTILINE)


def _chinese(most: int, match: re.Match[str]) -> str:
    return f'{match[1]} = "{_filled(match[2], "某某区县综合政务服务", most)}"'


def _english(most: int, match: re.Match[str]) -> str:
    words = _filled(f"{match[2]} ", "and Comprehensive Services ", most)
    return f'{match[1]} = "{words.strip().ljust(most, "s")}"'


def _item(match: re.Match[str]) -> str:
    return f'{match[1]}"{_filled(match[2], "（涉及国家规定的其他情形的除外）", LONGEST_ITEM)}"'


def _filled(text: str, more: str, most: int) -> str:
    return (text + more * most)[:most]
