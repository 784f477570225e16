"""What hall.toml describes: one building with its queues, windows, people and devices.

The structs are read straight from TOML (unknown keys are refused there); `broker.settings`
checks what one table promises another.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from broker.domain.appointments import AppointmentRules
from broker.domain.attending import Attendance
from broker.domain.backups import BackupRules
from broker.domain.cases import CaseRules
from broker.domain.clock_ins import ClockInPost
from broker.domain.ids import StaffId
from broker.domain.kiosks import Attract, GuideDesk, Kiosk, KioskRules, VoiceRules
from broker.domain.machinery import BrokerTable, RepeatHabit
from broker.domain.notices import NoticesFile
from broker.domain.opening import Opening
from broker.domain.panels import PanelRules
from broker.domain.plan import Plan, ZoneArea
from broker.domain.publishing import CatalogueFile
from broker.domain.slips import SlipRules
from broker.domain.tables import HallTable, Key, Seconds
from broker.domain.text.kinds import English, Name, OwnName, ShortEnglish, ShortName, WindowName


class Role(StrEnum):
    """Who a member of staff is, and so what they may do."""

    CLERK = "clerk"  # 窗口人员
    GUIDE = "guide"  # 导办: works at the guide desk
    DUTY_LEADER = "duty-leader"  # 值班长
    SUPERVISOR = "supervisor"  # 督查
    DIRECTOR = "director"  # 主任


AT_GUIDE_DESK = frozenset({Role.GUIDE, Role.DUTY_LEADER})  # who may work there
AT_STAFF_CORNER = frozenset({Role.GUIDE, Role.DUTY_LEADER, Role.DIRECTOR})  # of a kiosk
ENROLLERS = frozenset({Role.DUTY_LEADER, Role.SUPERVISOR, Role.DIRECTOR})  # of fingers
SETTLERS = frozenset({Role.DUTY_LEADER, Role.SUPERVISOR, Role.DIRECTOR})  # of opinions


class PriorityClass(StrEnum):
    """Why a citizen may be called earlier than the order of arrival."""

    ORDINARY = "ordinary"  # 普通
    ELDERLY = "elderly"  # 60 岁以上
    DISABLED = "disabled"  # 残障人士
    PREGNANT = "pregnant"  # 孕妇
    INFANT = "infant"  # 携带婴儿
    SERVICEMAN = "serviceman"  # 现役军人
    GREEN = "green"  # 绿色通道
    APPOINTMENT = "appointment"  # 预约


class Building(HallTable, frozen=True):
    """`[hall]`: the building itself."""

    id: Key
    name: ShortName
    name_en: ShortEnglish
    timezone: str = "Asia/Shanghai"
    day_cutoff: Annotated[int, Meta(ge=0, le=12)] = 4  # local hour at which a business day begins
    guide_desk: ShortName = "导办台"
    guide_desk_en: ShortEnglish = "the guide desk"
    telephone: ShortEnglish = ""
    public_url: Annotated[str, Meta(max_length=100)] = ""  # what slips link to
    guide_queue: str = ""  # of who only wants to ask; it needs no department


class Zone(HallTable, frozen=True):
    """`[[zones]]` 区: a group of windows, and the ground it takes on the hall's plan."""

    id: Key
    name: ShortName
    name_en: ShortEnglish
    area: ZoneArea | None = None


class Department(HallTable, frozen=True):
    """`[[departments]]` 窗口单位: a bureau that staffs windows."""

    id: Key
    name: Name
    name_en: English


class Queue(HallTable, frozen=True):
    """`[[queues]]` 队列: items that share a number prefix and windows."""

    id: Key
    prefix: Annotated[str, Meta(pattern=r"^[A-HJ-NP-Z]{1,2}\Z")]  # I and O look like 1 and 0
    name: ShortName
    name_en: ShortEnglish
    department: str = ""
    match: tuple[str, ...] = ()  # items whose name holds one of these words; none: the remaining
    daily_limit: Annotated[int, Meta(ge=0)] = 0  # numbers a day, 0: no limit
    needs_card: bool = False  # a number is given to who lays an ID card down
    minutes_each: Annotated[float, Meta(gt=0, le=240)] | None = None  # of a visit, usually


class Window(HallTable, frozen=True):
    """`[[windows]]` 窗口: a counter. `queues` are called in one common order of priority."""

    number: Annotated[int, Meta(ge=1, le=999)]
    zone: str
    name: WindowName
    name_en: English
    queues: Annotated[tuple[str, ...], Meta(min_length=1)]


class Member(HallTable, frozen=True):
    """`[[staff]]`: a person who works here.

    `slot` is the place of the person's template in the readers.
    A name goes to the screen where its owner signed in or punched just now, and no further.
    """

    id: Annotated[StaffId, Meta(pattern=r"^[0-9]{3,8}\Z")]
    name: ShortName
    role: Role
    department: str = ""
    slot: Annotated[int, Meta(ge=0, le=9999)] | None = None


class Wire(HallTable, frozen=True):
    """`[[lines]]`: a serial port or socket with the devices of one driver on it.

    `port`: a device below /dev, `tcp:HOST:PORT`, `usb:VENDOR:PRODUCT` or the socket `usb:1-1.3`,
    `evdev:…`, an input device, or `tty/NAME`, where simulated devices put theirs. `baud` and
    `patience`, the seconds it is waited for, are else its make's. `at` names the wing whose machine
    it hangs on; without it that is the ledger's, or the kiosk's own.
    """

    id: Key
    driver: Key
    port: str
    baud: Annotated[int, Meta(ge=300, le=4_000_000)] | None = None
    patience: Annotated[float, Meta(gt=0, le=60)] | None = None
    at: Annotated[str, Meta(pattern=r"^([a-z0-9][a-z0-9-]{0,31})?\Z")] = ""


class Display(HallTable, frozen=True):
    """`[[displays]]`: the LED sign above a window; size in dots."""

    window: int
    line: str
    address: Annotated[int, Meta(ge=1, le=65533)]
    width: Annotated[int, Meta(ge=16, le=2048)] = 128
    height: Annotated[int, Meta(ge=16, le=512)] = 32


class EvaluatorPost(HallTable, frozen=True):
    """`[[evaluators]]`: evaluator and counter keypad of a window, at one bus address. Without
    `repeats` nobody knows how its device repeats a key: `hall probe` finds out."""

    window: int
    line: str
    address: Annotated[int, Meta(ge=1, le=255)]
    repeats: RepeatHabit | None = None


class KeypadPost(HallTable, frozen=True):
    """`[[keypads]]`: a keypad of the clerk's own, beside the evaluator's or instead (USB, say)."""

    window: int
    line: str
    address: Annotated[int, Meta(ge=1, le=255)] = 1


class Reader(HallTable, frozen=True):
    """`[[readers]]`: a clock-in reader."""

    id: Key
    line: str
    name: OwnName = ""


class Calling(HallTable, frozen=True):
    """`[calling]`: accumulated priority. A class without a rate here has rate 1."""

    rates: dict[PriorityClass, Annotated[float, Meta(gt=0, le=100)]] = field(default_factory=dict)
    max_recalls: Annotated[int, Meta(ge=0, le=20)] = 3
    requeue_minutes: Annotated[int, Meta(ge=0, le=1440)] = 30
    call_chosen: bool = False
    appointment_tolerance_minutes: Annotated[int, Meta(ge=0, le=1440)] = 15
    require_on_duty: bool = True

    def rate(self, group: PriorityClass) -> float:
        """How much priority one second of waiting earns."""
        return self.rates.get(group, 1.0)


class RatingRules(HallTable, frozen=True):
    """`[ratings]`: how long an applicant may press, and what is conspicuous."""

    armed_seconds: Seconds = 30.0
    follow_up_days: Annotated[int, Meta(ge=1, le=366)] = 5
    too_soon_seconds: Annotated[float, Meta(ge=0, le=60)] = 1.0
    short_visit_seconds: Annotated[float, Meta(ge=0, le=86400)] = 20.0
    burst_ratings: Annotated[int, Meta(ge=2)] = 5
    burst_seconds: Seconds = 60.0


class Hall(HallTable, frozen=True, kw_only=True):
    """All of hall.toml."""

    hall: Building
    broker: BrokerTable = BrokerTable()
    hours: Opening
    catalogue: CatalogueFile
    calling: Calling = field(default_factory=Calling)
    ratings: RatingRules = RatingRules()
    attendance: Attendance = Attendance()
    kiosk: KioskRules = KioskRules()
    attract: Attract = Attract()
    voice: VoiceRules = VoiceRules()
    panel: PanelRules = PanelRules()
    backup: BackupRules = BackupRules()
    slip: SlipRules = SlipRules()
    notices: NoticesFile = NoticesFile()
    appointments: AppointmentRules = AppointmentRules()
    cases: CaseRules = CaseRules()
    plan: Plan | None = None
    zones: tuple[Zone, ...]
    departments: tuple[Department, ...]
    queues: tuple[Queue, ...]
    windows: tuple[Window, ...]
    staff: tuple[Member, ...]
    lines: tuple[Wire, ...] = ()
    displays: tuple[Display, ...] = ()
    evaluators: tuple[EvaluatorPost, ...] = ()
    keypads: tuple[KeypadPost, ...] = ()
    readers: tuple[Reader, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    guide_desks: tuple[GuideDesk, ...] = ()
    clock_ins: tuple[ClockInPost, ...] = ()

    def queue(self, key: str) -> Queue | None:
        """The queue with this id."""
        return next((queue for queue in self.queues if queue.id == key), None)

    @property
    def guide_queue(self) -> Queue | None:
        """The queue of whoever only wants to ask, where the hall has one."""
        return self.queue(self.hall.guide_queue)

    def window(self, number: int) -> Window | None:
        """The window with this number."""
        return next((window for window in self.windows if window.number == number), None)

    def member(self, key: str) -> Member | None:
        """The person with this staff number."""
        return next((member for member in self.staff if member.id == key), None)

    def wire(self, key: str) -> Wire | None:
        """The line with this id."""
        return next((wire for wire in self.lines if wire.id == key), None)

    def has_display(self, window: int) -> bool:
        """Whether a display hangs above the window."""
        return any(each.window == window for each in self.displays)

    def has_evaluator(self, window: int) -> bool:
        """Whether applicants can be asked at the window."""
        return any(each.window == window for each in self.evaluators)

    def windows_of(self, queue: str) -> tuple[Window, ...]:
        """The windows that serve `queue`."""
        return tuple(window for window in self.windows if queue in window.queues)
