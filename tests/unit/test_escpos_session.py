"""The transaction against a simulated printer, in time that only the test moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from broker.domain.bitmaps import Bitmap
from broker.link.base import Noise
from broker.service.session import Action, Done, Failed, Report, Write
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import Output, Send, Show
from kiosk.printing.models.escpos import DRIVER, transaction
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.codec import (
    AutoStatusBack,
    PaperSensor,
    RealTime,
    Reply,
    StatusDecoder,
)
from kiosk.printing.models.escpos.policy import PrintPolicy, Proof
from kiosk.printing.models.escpos.session import EscposSession
from kiosk.printing.models.escpos.transaction import Known, Prompt, check, settle
from kiosk.printing.trouble import PrinterState, PrinterTrouble, PrinterTroubled

SLOW = "20"  # mm of paper a second: the job below takes about three
JOB = c.PrintJob(
    "one",
    (
        c.Initialise(),
        c.ChineseMode(True),
        *(
            part
            for line in ["镇赉", "取号", "A001", "三号窗口"]
            for part in (c.Text(line), c.NewLine())
        ),
        *c.qr("A001"),
        c.Feed(3),
        c.Cut(),
    ),
)
OTHER = c.PrintJob("two", JOB.content)


class Rig:
    """A session and a printer joined by a wire without length. `now` moves only in `run`."""

    def __init__(self, policy: PrintPolicy | None = None, **options: str) -> None:
        self.session = EscposSession(policy or PrintPolicy())
        words = {name.replace("_", "-"): value for name, value in options.items()}
        self.printer = MOCK.make(1, words)
        self.decoder = StatusDecoder()
        self.now = 0.0
        self.results: list[tuple[str, PrinterTrouble | None]] = []
        self.states: list[PrinterState] = []
        self.shown: list[Show] = []
        self.sent = b""
        self.lose: Callable[[bytes], bytes] = lambda data: data

    def up(self) -> Rig:
        self._do(self.session.opened(self.now))
        return self.run(2.5)

    def print(self, job: c.PrintJob = JOB) -> Rig:
        self._do(self.session.submit(job, self.now))
        return self

    def hand(self, *words: str) -> Rig:
        self._hear(self.printer.hand(list(words), self.now))
        return self

    def say(self, reply: Reply) -> Rig:
        self._do(self.session.receive(reply, self.now))
        return self

    def cut_wire(self) -> Rig:
        self._do(self.session.closed(self.now))
        return self

    def run(self, seconds: float) -> Rig:
        end = self.now + seconds
        while True:
            wakeups = [self.session.next_wakeup(), self.printer.next_wakeup()]
            due = min((at for at in wakeups if at is not None), default=end)
            if due >= end:
                self.now = end
                return self
            self.now = max(self.now, due)
            self._hear(self.printer.tick(self.now))
            at = self.session.next_wakeup()
            if at is not None and at <= self.now:
                self._do(self.session.tick(self.now))

    def slips(self) -> int:
        return len([each for each in self.shown if each.what == "slip"])

    def papers(self) -> list[Any]:
        """What stands on each slip that came out."""
        return [each.detail.lines for each in self.shown if each.what == "slip"]

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self.sent += data
                    self._hear(self.printer.feed(data, self.now))
                case Done(c.PrintJob() as job, _):
                    self.results.append((job.key, None))
                case Failed(c.PrintJob() as job, PrinterTroubled() as error):
                    self.results.append((job.key, error.trouble))
                case Report(PrinterState() as state):
                    self.states.append(state)

    def _hear(self, outputs: list[Output]) -> None:
        self.shown += [each for each in outputs if isinstance(each, Show)]
        data = b"".join(each.data for each in outputs if isinstance(each, Send))
        for reply in self.decoder.feed(self.lose(data)):
            if not isinstance(reply, Noise):
                self.say(reply)


def after_a_slip_nobody_waited_for(pause: float) -> Rig:
    """Slip one takes longer than the policy waits and is printing still when two is asked for."""
    long = c.PrintJob("one", (*JOB.content[:-1] * 4, c.Cut()))
    rig = Rig(PrintPolicy(slip_seconds=4.5, discards=False), speed=SLOW).up().print(long)
    while not rig.results:
        rig.run(0.1)
    assert rig.results == [("one", PrinterTrouble.UNKNOWN_OUTCOME)]
    assert rig.slips() == 0
    rig.run(pause).print(OTHER)
    while len(rig.results) == 1:
        rig.run(0.05)
    return rig


def test_a_slip_is_out_only_when_it_is_out() -> None:
    rig = Rig(speed=SLOW).up().print()
    while not rig.slips():
        assert rig.results == []
        rig.run(0.1)
        assert rig.now < 10.0
    assert rig.run(1.0).results == [("one", None)]
    assert rig.slips() == 1
    assert rig.states == [PrinterState()]


def test_only_the_slip_stands_on_the_paper_whatever_was_waited_for() -> None:
    """Looks, retries and settling in between leave nothing on this slip or the next."""
    plain = Rig().up().print().run(5).papers()
    late = after_a_slip_nobody_waited_for(0.0).run(20)
    slow = Rig(speed=SLOW).up().print().print(OTHER).run(20)
    unproved = Rig(gs_r="off").up().print().run(10)
    lossy = Rig().up()
    answers = iter([b""])
    lossy.lose = lambda data: next(answers, data) if data == b"\x12" else data
    lossy.print().print(OTHER).run(10)
    for rig in (slow, unproved, lossy):
        assert rig.papers() == plain * len(rig.results)
    assert late.papers()[1:] == plain * late.results.count(("two", None))


def test_a_printer_is_told_to_speak_when_asked_only() -> None:
    assert b"\x1d\x61\x00" in Rig().up().sent


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [  # sheet: bit 3 of the answer to n = 3 is the cutter, bits 5 and 6 of that to n = 4 the paper
        ((b"\x12", b"\x12", b"\x1a"), PrinterTrouble.CUTTER),
        ((b"\x12", b"\x12", b"\x12", b"\x72"), None),
    ],
    ids=["cutter", "paper, which is the next one's"],
)
def test_a_cutter_that_jams_with_the_last_cut_is_told_with_its_slip(
    answers: tuple[bytes, ...], trouble: PrinterTrouble | None
) -> None:
    rig = Rig(speed=SLOW).up().print()
    well, after_proof = b"\x12", iter(answers)
    proof: list[bytes] = []

    def jam(data: bytes) -> bytes:
        if b"\x00" in data and rig.slips():
            proof.append(data)
        return next(after_proof, data) if proof and data == well else data

    rig.lose = jam
    while not rig.results:
        rig.run(0.1)
    assert rig.results == [("one", trouble)]


def test_nothing_is_said_before_an_answer_came_or_its_time_is_up() -> None:
    session = EscposSession()
    (asked,) = session.submit(c.CheckPrinter(), 0.0)
    assert isinstance(asked, Write)
    assert session.tick(PrintPolicy().answer_seconds / 2) == []
    assert session.tick(PrintPolicy().answer_seconds) == [asked]


def test_a_printer_that_speaks_by_itself_is_asked_at_once() -> None:
    rig = Rig().up()
    for session, wakeup in ((rig.session, 20.0), (EscposSession(), None)):
        assert session.receive(AutoStatusBack(False, False, True, False), 20.0) == []
        assert session.next_wakeup() == wakeup


def test_a_buffer_that_was_cleared_owes_nothing() -> None:
    rig = Rig(speed=SLOW).up().print().run(0.5).hand("paper", "out").run(5).hand("ok").run(5)
    before = len(rig.sent)
    rig.print(OTHER).run(PrintPolicy().settle_seconds / 2)  # nothing old is waited for
    assert "取".encode("gb18030") in rig.sent[before:]


def test_real_time_answers_overtake_and_so_prove_nothing() -> None:
    # The control: the mock does answer "all is well" while the slip is still in its buffer.
    printer = MOCK.make(1, {"speed": SLOW})
    outputs = printer.feed(b"abc\n" * 20 + b"\x1d\x56\x00" + b"\x10\x04\x01", 0.0)
    assert outputs == [Send(b"\x12")]


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (("paper", "out"), PrinterTrouble.PAPER_OUT),
        (("cover", "open"), PrinterTrouble.COVER_OPEN),
        (("fault", "heat"), PrinterTrouble.TOO_HOT),
        (("fault", "silent"), PrinterTrouble.SILENT),
    ],
)
def test_trouble_before_printing_sends_nothing_to_print(
    words: tuple[str, ...], trouble: PrinterTrouble
) -> None:
    rig = Rig().up().hand(*words).print().run(5)
    assert rig.results == [("one", trouble)]
    assert rig.states[-1].trouble is trouble
    assert "取".encode("gb18030") not in rig.sent
    rig.hand("ok").run(10)
    assert rig.slips() == 0  # never by itself
    assert rig.states[-1] == PrinterState()


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (("paper", "out"), PrinterTrouble.PAPER_OUT),
        (("cover", "open"), PrinterTrouble.COVER_OPEN),
        (("jam",), PrinterTrouble.CUTTER),
        (("fault", "heat"), PrinterTrouble.TOO_HOT),
        (("fault", "silent"), PrinterTrouble.UNKNOWN_OUTCOME),
    ],
)
def test_trouble_while_printing(words: tuple[str, ...], trouble: PrinterTrouble) -> None:
    rig = Rig(speed=SLOW).up().print().run(0.5).hand(*words).run(30)
    assert rig.results == [("one", trouble)]


@pytest.mark.parametrize("words", [("paper", "out"), ("cover", "open")])
def test_the_rest_of_a_failed_slip_does_not_come_out_later(words: tuple[str, ...]) -> None:
    rig = Rig(speed=SLOW).up().print().run(0.5).hand(*words).run(10).hand("ok").run(10)
    assert rig.slips() == 0
    careless = Rig(PrintPolicy(discards=False), speed=SLOW).up().print().run(0.5)
    careless.hand(*words).run(10).hand("ok").run(10)
    assert careless.slips() == 1  # the control: a printer that is not told to forget prints it


def test_heat_that_passes_only_delays_the_slip() -> None:
    rig = Rig(speed=SLOW).up().print().run(0.5).hand("fault", "heat").run(4).hand("ok").run(10)
    assert rig.results == [("one", None)]
    assert rig.slips() == 1


def test_paper_out_after_the_cut_is_the_next_citizens_trouble() -> None:
    rig = Rig().up().print().hand("paper", "out")
    while not rig.results:
        rig.run(0.05)
    rig.run(PrintPolicy().answer_seconds)
    assert rig.results == [("one", None)]
    assert rig.states[-1].trouble is PrinterTrouble.PAPER_OUT


def test_idle_polling_warns_before_a_number_is_taken() -> None:
    rig = Rig().up().hand("near-end").run(4)
    assert rig.states == [PrinterState(), PrinterState(near_end=True)]
    rig.hand("paper", "out").run(4).hand("ok").run(4)
    assert rig.states[2:] == [PrinterState(PrinterTrouble.PAPER_OUT, near_end=True), PrinterState()]


def test_silence_is_not_fine() -> None:
    rig = Rig().hand("fault", "silent").up()
    assert rig.states == [PrinterState(PrinterTrouble.SILENT)]


def test_one_lost_answer_is_asked_for_again() -> None:
    rig = Rig().up()
    answers = iter([b"", b""])
    rig.lose = lambda data: next(answers, data) if data == b"\x12" else data
    rig.print().run(6)
    assert rig.results == [("one", PrinterTrouble.SILENT)]  # the control: two lost ones are silence
    answers = iter([b""])
    rig.print(OTHER).run(6)
    assert rig.results[1:] == [("two", None)]


class TestTheWireIsCut:
    def test_before_anything_was_sent(self) -> None:
        rig = Rig().up().hand("fault", "silent").print().cut_wire()
        assert rig.results == [("one", PrinterTrouble.UNPLUGGED)]
        assert rig.states[-1] == PrinterState(PrinterTrouble.UNPLUGGED)

    def test_in_the_middle_nobody_knows_and_nothing_is_printed_twice(self) -> None:
        rig = Rig(speed=SLOW).up().print().print(OTHER).run(0.5).cut_wire()
        assert rig.results == [
            ("one", PrinterTrouble.UNKNOWN_OUTCOME),
            ("two", PrinterTrouble.UNPLUGGED),
        ]
        rig.run(10)
        assert rig.slips() == 1  # the printer went on by itself: the outcome was truly unknown
        rig.up().run(10)
        assert rig.slips() == 1
        assert rig.states[-1] == PrinterState()

    def test_half_a_command_left_in_the_printer_harms_nothing(self) -> None:
        rig = Rig().up().cut_wire()
        rig.printer.feed(b"torn\x1d\x28\x6b\xff\xff\x31", rig.now)
        rig.up().print().run(5)
        assert rig.results == [("one", None)]
        assert rig.shown[-1].detail.lines[0].text == "镇赉"


class TestProof:
    @pytest.mark.parametrize("pause", [0.0, 1.0, 2.0, 3.0, 3.5, 4.0, 4.5, 5.0])
    def test_a_late_answer_of_the_last_slip_does_not_prove_the_next(self, pause: float) -> None:
        rig = after_a_slip_nobody_waited_for(pause)
        if rig.results[1] == ("two", None):
            assert rig.slips() == 2
        else:
            assert rig.run(20).slips() == 1  # it was refused before anything was sent

    def test_without_settling_it_would(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def careless(known: transaction.Known) -> Any:
            known.owed = 0
            yield from ()
            return True

        monkeypatch.setattr(transaction, "settle", careless)
        rigs = [after_a_slip_nobody_waited_for(pause) for pause in (0.0, 1.0, 2.0, 3.0)]
        assert any(rig.results[1] == ("two", None) and rig.slips() < 2 for rig in rigs)

    def test_a_printer_that_does_not_know_gs_r(self) -> None:
        rig = Rig(gs_r="off", clear="off", speed=SLOW).up().print().run(10)
        assert rig.results == [("one", None)]
        assert rig.sent.count(b"\x1d\x72\x01") == 1  # tried once, when the wire came up

    def test_such_a_printer_met_with_its_cover_open(self) -> None:
        rig = Rig(gs_r="off", speed=SLOW).hand("cover", "open").up().hand("ok").print().run(10)
        assert rig.results == [("one", None)]

    def test_an_answer_that_comes_long_after_shortens_no_time_of_such_a_printer(self) -> None:
        rig = Rig(gs_r="off", speed=SLOW).up().print().run(0.5)
        rig.say(PaperSensor(near_end=False, end=False))
        assert rig.run(1.0).results == []
        assert rig.run(10).results == [("one", None)]

    def test_such_a_printer_without_paper(self) -> None:
        rig = Rig(gs_r="off", speed=SLOW).up().print().run(0.5).hand("paper", "out").run(10)
        assert rig.results == [("one", PrinterTrouble.PAPER_OUT)]

    def test_such_a_printer_gone_silent(self) -> None:
        rig = Rig(gs_r="off", speed=SLOW).up().print().run(0.5).hand("fault", "silent").run(10)
        assert rig.results == [("one", PrinterTrouble.UNKNOWN_OUTCOME)]

    def test_a_hall_may_insist(self) -> None:
        rig = Rig(PrintPolicy(proof=Proof.ORDERED), gs_r="off").up().print().run(10)
        assert rig.results == [("one", PrinterTrouble.SILENT)]
        assert rig.slips() == 0

    def test_a_hall_may_be_content(self) -> None:
        rig = Rig(PrintPolicy(proof=Proof.REAL_TIME)).up().print().run(10)
        assert rig.results == [("one", None)]
        assert b"\x1d\x72\x01" not in rig.sent

    def test_lost_answers_are_settled_before_the_next_slip(self) -> None:
        rig = Rig(PrintPolicy(slip_seconds=2.0, discards=False)).up()
        rig.lose = lambda data: data.replace(b"\x00", b"")
        rig.print().run(5)
        assert rig.results == [
            ("one", PrinterTrouble.SILENT)
        ]  # it did not even settle: nothing was sent
        rig.lose = lambda data: data
        rig.print(OTHER).run(5)
        assert rig.results[1:] == [("two", None)]


class TestALineThatIsSlow:
    """What is learnt of it, and how long is waited after that."""

    FINE = PaperSensor(near_end=False, end=False)

    def test_its_slowest_answer_is_what_it_is_given_time_for(self) -> None:
        idle, printing = Known(PrintPolicy()), Known(PrintPolicy(), sent=True)
        for known in (idle, printing):
            known.owe(1)
            known.hear(self.FINE, 4.0)
        assert (idle.quiet, printing.quiet) == (6.0, PrintPolicy().settle_seconds)
        assert idle.in_order, "it does know GS r"

    def test_what_is_owed_is_waited_for_until_it_is_old(self) -> None:
        known = Known(PrintPolicy(), now=10.0)
        known.owe(2)
        known.now = 11.0
        talk = settle(known)
        assert next(talk).patience == PrintPolicy().settle_seconds
        known.hear(self.FINE, 11.0)
        assert talk.send(self.FINE) == Prompt(b"", PaperSensor, 15.0 - 11.0)

    def test_the_second_answer_to_a_question_asked_twice_is_not_the_next_ones(self) -> None:
        talk = check(Known(PrintPolicy()))
        asked = next(talk)
        assert talk.send(None) == asked
        assert talk.send(RealTime(0x12)) == Prompt(b"", RealTime, PrintPolicy().answer_seconds)
        assert talk.send(None).data == b"\x10\x04\x02"


@pytest.mark.parametrize("trouble", PrinterTrouble)
def test_every_trouble_has_a_sentence_for_staff(trouble: PrinterTrouble) -> None:
    assert str(PrinterTroubled(trouble)).startswith("the printer")


def test_two_slips_in_a_row_are_two_transactions() -> None:
    rig = Rig(speed=SLOW).up().print().print(OTHER).run(20)
    assert rig.results == [("one", None), ("two", None)]
    assert rig.slips() == 2


def test_the_driver_works_without_a_station() -> None:
    session: Any = DRIVER.session((1,))
    printer = MOCK.make(1, {})
    decoder: Any = DRIVER.decoder(False)
    ended: list[Action] = []
    assert DRIVER.probe is not None
    tasks = [DRIVER.probe(1), *DRIVER.compose(1, "取号\nA001")]
    waiting = [action for task in tasks for action in session.submit(task, 0.0)]
    while waiting:
        action = waiting.pop(0)
        if not isinstance(action, Write):
            ended.append(action)
            continue
        for output in printer.feed(action.data, 0.0):
            if isinstance(output, Send):
                for reply in decoder.feed(output.data, 0.0):
                    waiting += session.receive(reply, 0.0)
    assert [each for each in ended if not isinstance(each, Report)] == [
        Done(task, PrinterState()) for task in tasks
    ]
    assert session.next_wakeup() is None
    assert [line.text for line in printer.look().slip[:2]] == ["取号", "A001"]


class SlowLine(Rig):
    """A line of 9600 baud: bytes arrive one after another, so that a question waits behind a slip
    that was sent before it."""

    def __init__(self, policy: PrintPolicy | None = None, **options: str) -> None:
        super().__init__(policy, **options)
        self.free_at = 0.0
        self.coming: list[tuple[float, bytes]] = []

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self.free_at = max(self.free_at, self.now) + len(action.data) / 960
                self.coming.append((self.free_at, action.data))
            else:
                super()._do([action])

    def run(self, seconds: float) -> Rig:
        end = self.now + seconds
        while self.coming and self.coming[0][0] <= end:
            at, data = self.coming.pop(0)
            super().run(at - self.now)
            self._hear(self.printer.feed(data, self.now))
        return super().run(end - self.now)

    def over(self, seconds: float) -> None:
        for _ in range(round(seconds * 20)):
            self.run(0.05)


LONG = c.PrintJob(
    "long", (*JOB.content[:-2], c.Raster(Bitmap(36, bytes(36 * 130))), *JOB.content[-2:])
)


@pytest.mark.parametrize("gs_r", ["on", "off"])
def test_a_map_on_a_slow_line_is_waited_for(gs_r: str) -> None:
    """Five seconds of dots: nobody is told meanwhile that the printer is silent."""
    rig = SlowLine(gs_r=gs_r)
    rig.up()
    rig.over(4.0)
    rig.states.clear()
    rig.print(LONG)
    rig.over(20.0)
    assert rig.results == [("long", None)]
    assert rig.slips() == 1
    assert all(state.trouble is None for state in rig.states)
