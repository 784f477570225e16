"""A slip of an invented visit."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.printing.slip import Slip

SLIP = Slip(
    hall="镇赉县政务服务中心",
    hall_en="Zhenlai Government Service Hall",
    number="A012",
    ticket="0190c0de-0000-7000-8000-000000000012",
    queue="企业注册",
    queue_en="Business registration",
    ahead=5,
    at=datetime(2026, 3, 2, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai")),
    item="有限责任公司设立登记",
    windows=(3, 4, 5),
    zone="企业注册区",
    zone_en="Zone B",
)
