"""The role `clockin`: all fingerprint readers of a hall."""

from __future__ import annotations

from functools import partial

from broker.bus.base import Delivery
from broker.domain.attendance.requests import RecordPunch
from broker.domain.client_names import service_at
from broker.domain.enrolment.requests import KeepFinger, ProveErased
from broker.domain.hall import Reader
from broker.domain.refusals import No
from broker.domain.requests import Answer, AnyRequest, Refused
from broker.service.clock_watch import ClockWatch
from broker.service.damaged_outbox import open_outbox
from broker.service.kept_files import KeptFiles
from broker.service.life import Service, serve
from broker.service.ports import Opener, Ports
from broker.service.reports import Device, DeviceReports
from broker.settings import Settings
from broker.wire.enrolment_messages import EnrolFinger, FingersState, NumberTyped, StopEnrolment
from broker.wire.messages import DutyState, FactsRecorded
from broker.wire.topics import Kind
from fingerprint.driver import ReaderDriver
from fingerprint.keeper import ALERTS, ReaderKeeper
from fingerprint.last_heard import LastHeard
from fingerprint.open_slots import OpenSlots
from fingerprint.punches import Punches

ROLE = "clockin"
OUTBOX = "outbox-clockin.db"
SLOTS = "slots-clockin.json"
FINGERS = "fingers-clockin.json"


class ClockIn:
    """Every reader of `hall.readers`. `opener` opens a line, `watch` looks at the clock; tests hand
    in a cable, and a clock that is moved by hand."""

    def __init__(
        self, service: Service, opener: Opener | None = None, watch: ClockWatch | None = None
    ) -> None:
        self._service = service
        self._ports = Ports(service.settings, opener)
        self._keepers: dict[str, ReaderKeeper] = {}
        run = service.settings.run
        files = KeptFiles(service)
        outbox = open_outbox(service, run / OUTBOX, self._answered, files)
        service.at_end.callback(outbox.close)
        self._slots = OpenSlots(service, run / SLOTS, files)
        service.at_end.callback(self._slots.end)
        self._last = LastHeard(service, run / FINGERS, files)
        service.at_end.callback(self._last.end)
        self._punches = Punches(service, outbox, watch)
        service.bus.on_connection(lambda _connection: self._punches.connected())
        service.bus.subscribe(service.topics.duty(), DutyState, self._hear)
        service.bus.subscribe(service.topics.facts(), FactsRecorded, self._hear)
        for reader in service.settings.hall.readers:
            self._keep(reader)

    def _keep(self, reader: Reader) -> None:
        """Look after a reader; the modules have no bus, so it has its line to itself."""
        device = f"readers ({reader.id})"
        port = self._ports.find(ReaderDriver, reader.line, device, alone=True)
        named = Device(Kind.READER, reader.id, port.driver.name, port.place)
        reports = DeviceReports(self._service, named, ALERTS)
        keeper = ReaderKeeper(self._service, self._punches, reports, port, reader.id, self._slots)
        heard = self._last.of(reader.id)
        keeper.places.recall(heard.fingers, heard.erase, heard.forgotten)
        self._keepers[reader.id] = keeper
        self._service.at_end.callback(keeper.wire.stop)
        bus, topics = self._service.bus, self._service.topics
        bus.subscribe(topics.fingers(reader.id), FingersState, partial(self._hear_fingers, keeper))
        bus.subscribe(topics.enrol(reader.id), EnrolFinger, partial(_hear_wish, keeper))
        bus.subscribe(topics.enrol_stop(reader.id), StopEnrolment, partial(_hear_stop, keeper))
        bus.subscribe(topics.number_typed(reader.id), NumberTyped, partial(_hear_number, keeper))
        keeper.wire.start()

    def _hear(self, delivery: Delivery) -> None:
        match delivery.message:
            case DutyState() as duty:
                self._punches.hear(duty)
            case FactsRecorded(facts=facts):
                self._punches.hear_facts(facts)
            case _:
                pass  # cleared: the ledger is away

    def _hear_fingers(self, keeper: ReaderKeeper, delivery: Delivery) -> None:
        if isinstance(delivery.message, FingersState):
            self._last.hear(delivery.message)
            keeper.places.hear(delivery.message)
            keeper.enroller.places_changed()

    def _answered(self, request: AnyRequest, answer: Answer) -> None:
        """A punch that was refused is told where it was made; a reader that is gone has left it to
        the first that is there. Of one that is kept apart the ledger tells the duty leader, and the
        person hears it, as long as anything is said of it."""
        refused = isinstance(answer, Refused)
        if isinstance(request, KeepFinger | ProveErased):
            keeper = self._keepers.get(request.reader)
            if keeper is not None:
                keeper.enroller.answered(request, refused=refused)
                if isinstance(request, ProveErased) and _unasked(answer) and request.slots:
                    keeper.erased_unasked(request.slots)
        if not isinstance(request, RecordPunch):
            return
        self._punches.answered(request, answer)
        keepers = self._keepers
        for each in keepers.values():
            each.answered()
        if refused and keepers:
            keepers.get(request.device, next(iter(keepers.values()))).refused()


def _unasked(answer: Answer) -> bool:
    """Whether the ledger did not order what was erased: the bus is not believed, and whoever wrote
    that order there is no ledger."""
    return isinstance(answer, Refused) and answer.code == No.NOT_TO_ERASE


def _hear_wish(keeper: ReaderKeeper, delivery: Delivery) -> None:
    if isinstance(delivery.message, EnrolFinger):
        keeper.enroller.wanted(delivery.message)


def _hear_stop(keeper: ReaderKeeper, delivery: Delivery) -> None:
    if isinstance(delivery.message, StopEnrolment):
        keeper.enroller.stopped(delivery.message.enrolment)


def _hear_number(keeper: ReaderKeeper, delivery: Delivery) -> None:
    if isinstance(delivery.message, NumberTyped) and keeper.pictures is not None:
        keeper.pictures.typed(delivery.message.staff)


def run(settings: Settings, key: str) -> None:
    """Serve all clock-in readers, or those of a wing, until SIGTERM."""
    serve(settings.part_at(key), service_at(ROLE, key), ClockIn)
