"""A day as people, programs and Excel write it in a table. Pure.

Every table of the hall reads its days here, so that what one takes all of them take.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

WRITE_DAYS = "write days like 2026-11-16"
_PARTING = "[-/.年月]"
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"  # midnight, as office programs add it
_DAY = re.compile(
    rf"(\d{{4}}){_PARTING}(\d{{1,2}}){_PARTING}(\d{{1,2}})[日]?{_TIME}|(\d{{4}})(\d{{2}})(\d{{2}})",
    re.ASCII,
)
_SERIAL = re.compile(r"([3-7]\d{4})(?:\.0)?", re.ASCII)
_EXCELS_ZERO = date(1899, 12, 30)  # of workbooks that count from 1900 (ECMA-376, 18.17.4.1)


def written_day(text: str) -> date:
    """The day: `2026-11-28`, with strokes, dots or 年月日, of eight figures, with a time behind it,
    or as the count of days that a cell of Excel holds (1982 to 2119). `ValueError` where it is
    none."""
    if found := _DAY.fullmatch(text):
        return date(*(int(each) for each in found.groups() if each))
    if found := _SERIAL.fullmatch(text):
        return _EXCELS_ZERO + timedelta(days=int(found[1]))
    raise ValueError(text)
