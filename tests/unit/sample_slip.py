"""A slip of an invented visit."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.printing.slip import MaterialLine, MaterialsSlip, Slip

SLIP = Slip(
    hall="镇赉县政务服务中心",
    hall_en="Zhenlai Government Service Hall",
    number="A012",
    code="0190c0de-0000-7000-8000-000000000012",
    queue="企业注册",
    queue_en="Business registration",
    ahead=5,
    at=datetime(2026, 3, 2, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai")),
    item="有限责任公司设立登记",
    windows=(3, 4, 5),
    zone="企业注册区",
    zone_en="Zone B",
)

MATERIALS = MaterialsSlip(
    hall="镇赉县政务服务中心",
    hall_en="Zhenlai Government Service Hall",
    item="有限责任公司设立登记",
    item_en="Registration of a limited company",
    materials=(
        MaterialLine("公司登记（备案）申请书", "原件 1 份", "窗口领取", "法定代表人签字"),
        MaterialLine("股东身份证明", "原件 1 份，复印件 2 份", "公安机关"),
        MaterialLine("住所使用证明"),
    ),
    at=datetime(2026, 3, 2, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai")),
    where="请到 企业注册区 3、4、5 号窗口",
    telephone="0436-7220000",
)
