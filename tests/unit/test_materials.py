"""What an item needs, as its slip has it."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from msgspec import structs

from broker.domain.catalogue import Item
from broker.domain.guides import Guide, Material
from broker.domain.ids import RequestId
from kiosk.issuing.events import PrintMaterials
from kiosk.issuing.materials import materials_slip
from kiosk.issuing.slips import Slips
from kiosk.printing.slip import MaterialLine, MaterialsSlip
from kiosk.words import say
from tests.stages.halls import MORNING, small_hall

GUIDE = Guide(
    materials=(
        Material("身份证", originals=1, copies=2, issuer="公安机关", note="正反面"),
        Material("照片", required=False, originals=1),
        Material("申请书"),
    ),
    telephone="0436-1",
    example=True,
)
ITEM = Item(1, "dept", "护照", "qa", name_en="Passport", guide=GUIDE)


def test_counts_issuers_and_notes_stand_with_each() -> None:
    slip = materials_slip(ITEM, small_hall(), MORNING)
    assert slip.materials == (
        MaterialLine("身份证", "原件 1 份，复印件 2 份", "出具：公安机关", "正反面"),
        MaterialLine("照片", "可选，原件 1 份"),
        MaterialLine("申请书"),
    )
    assert (slip.item, slip.item_en, slip.example) == ("护照", "Passport", True)
    assert (slip.hall, slip.hall_en) == ("测试大厅", "Test Hall")
    assert slip.where == "请到 1、2 号窗口"


def test_what_is_ready_is_ticked_on_paper() -> None:
    slip = materials_slip(ITEM, small_hall(), MORNING, {1})
    assert [each.ticked for each in slip.materials] == [False, True, False]
    slips = Slips(small_hall(), lambda _department, _number: "", UTC)
    wanted = PrintMaterials(RequestId("touch-0001"), ITEM, MORNING.astimezone(UTC), frozenset({2}))
    made = slips.printable(wanted)
    assert isinstance(made, MaterialsSlip)
    assert [each.ticked for each in made.materials] == [False, False, True]


def test_paper_and_screen_call_it_by_one_word() -> None:
    """可选 on one and 如有 on the other would be two things."""
    optional = materials_slip(ITEM, small_hall(), MORNING).materials[1]
    assert optional.counts.startswith(say("guide.optional").zh)


@pytest.mark.parametrize(("guide", "hall", "said"), [("1", "2", "1"), ("", "2", "2"), ("", "", "")])
def test_the_items_telephone_goes_before_the_halls(guide: str, hall: str, said: str) -> None:
    there = small_hall()
    there = structs.replace(there, hall=structs.replace(there.hall, telephone=hall))
    item = Item(1, "dept", "护照", "", guide=structs.replace(GUIDE, telephone=guide))
    slip = materials_slip(item, there, MORNING)
    assert slip.telephone == said
    assert slip.where == ""


def test_a_screen_that_asks_for_it_gets_it_in_the_halls_time() -> None:
    hall = small_hall()
    slips = Slips(hall, lambda _department, _number: "", timezone(timedelta(hours=8)))
    made = slips.printable(PrintMaterials(RequestId("touch-0001"), ITEM, MORNING.astimezone(UTC)))
    assert made == materials_slip(ITEM, hall, MORNING.astimezone(timezone(timedelta(hours=8))))
    assert made.printed_at == "2026-11-23 09:00"
