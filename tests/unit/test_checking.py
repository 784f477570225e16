"""What one table promises another: each broken promise is one sentence with its place."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from broker.commands.check import COMMAND
from broker.domain.catalogue import queue_for
from broker.domain.checking import Installed, rules, tables, wiring
from broker.domain.checking.ports import is_host, is_network, misplaced, one_spelling
from broker.domain.checking.problem import Problem
from broker.domain.hall import Queue, Wire
from broker.domain.inventory import DeviceKind
from broker.domain.machinery import BrokerTable
from broker.domain.slip_template import Element, SlipPart
from broker.registry import Group, names
from broker.settings import Examined, SlipForm, examine
from tests.stages.halls import small_hall

SMALL = Path(__file__).parent / "small_hall"
TOML = (SMALL / "hall.toml").read_text(encoding="utf-8")
CSV = (SMALL / "catalogue.csv").read_text(encoding="utf-8")
UNFIT = {
    DeviceKind.DISPLAY: {"onbon": ""},
    DeviceKind.EVALUATOR: {"ff68": ""},
    DeviceKind.KEYPAD: {"ff68": ""},
    DeviceKind.READER: {"ef01": ""},
    DeviceKind.PRINTER: {"escpos": ""},
}


def _refuses(_kind: DeviceKind, _driver: str, addresses: tuple[int, ...]) -> str:
    """A make with addresses up to 247, of which no more than two hang on one wire."""
    wrong = [str(each) for each in addresses if each > 247]
    if wrong:
        return f"it has addresses 1 to 247, not {', '.join(wrong)}"
    return "its wire has room for two" if len(addresses) > 2 and 99 in addresses else ""


def _unlit(_driver: str, axis: str, dots: int) -> str:
    """A make with columns of eight dots."""
    return f"{dots} is no multiple of 8 dots" if dots % (8 if axis == "width" else 16) else ""


INSTALLED = Installed(UNFIT, _refuses, _unlit)

KEYPAD = '[[keypads]]\nwindow = 1\nline = "evaluator"\naddress = 9\n'
USB = (
    '[[lines]]\nid = "usb"\ndriver = "ff68"\nport = "/dev/input/by-id/numpad"\n'
    '[[keypads]]\nwindow = 1\nline = "usb"\n'
)


def looked_at(folder: Path, toml: str) -> Examined:
    (folder / "hall.toml").write_text(toml, encoding="utf-8")
    (folder / "catalogue.csv").write_text(CSV, encoding="utf-8")
    return examine(folder / "hall.toml", installed=INSTALLED)


def changed(number: int, old: str, new: str) -> str:
    """TOML with the occurrence of `old` that counts `number`, from 0, changed."""
    parts = TOML.split(old)
    assert len(parts) > number + 1
    return old.join(parts[: number + 1]) + new + old.join(parts[number + 1 :])


def added(text: str) -> str:
    return TOML + text


DESK = '[[guide_desks]]\nid = "desk"\n'
POST = '[[clock_ins]]\nid = "door"\nreader = "reader"\n'
AREA = "area = { x = 0, y = 0, width = 10, height = 5 }\n"
OTHER = f'[[zones]]\nid = "other"\nname = "乙区"\nname_en = "B"\n{AREA}'
PLAN = "[plan]\nwidth = 50\nheight = 30\n"
ERRORS = [
    (added('[[zones]]\nid = "east"\nname = "x"\nname_en = ""\n'), "zones[1].id", "already"),
    (changed(0, 'id = "civil"', 'id = "works"'), "departments[1].id", "already"),
    (changed(0, 'name = "民政局"', 'name = "建设局"'), "departments[1].name", "already"),
    (changed(0, 'id = "roads"', 'id = "works"'), "queues[1].id", "already"),
    (changed(0, 'prefix = "B"', 'prefix = "A"'), "queues[1].prefix", "already"),
    (changed(0, "number = 2", "number = 1"), "windows[1].number", "already"),
    (changed(0, 'id = "2001"', 'id = "1001"'), "staff[1].id", "already"),
    (changed(0, "slot = 2", "slot = 1"), "staff[1].slot", "already"),
    (changed(0, 'id = "evaluator"', 'id = "led"'), "lines[1].id", "already"),
    (changed(0, '"tty/evaluator"', '"tty/led"'), "lines[1].port", "already"),
    (changed(1, "window = 2", "window = 1"), "evaluators[1].window", "already"),
    (added('[[readers]]\nid = "other"\nline = "clockin"\n'), "readers[1].line", "already"),
    (added('[[kiosks]]\nid = "other"\nline = "printer"\n'), "kiosks[1].line", "already"),
    (added(DESK.replace('"desk"', '"kiosk"')), "guide_desks[0].id", "already the id of kiosks[0]"),
    (added(DESK + 'line = "printer"\n'), "guide_desks[0].line", "already the line of kiosks[0]"),
    (added(DESK + DESK), "guide_desks[1].id", "already"),
    (added(DESK.replace('"desk"', '"ledger"')), "guide_desks[0].id", "program of the hall"),
    (added(DESK.replace('"desk"', '"panel-12"')), "guide_desks[0].id", "program of the hall"),
    (added(DESK.replace('"desk"', '"enrolment-door"')), "guide_desks[0].id", "program of the hall"),
    (changed(0, 'id = "kiosk"', 'id = "displays"'), "kiosks[0].id", "program of the hall"),
    (added(DESK + 'line = "x"\n'), "guide_desks[0].line", "no 'x'"),
    (added(DESK + 'line = "led"\n'), "lines[0]", "different kinds"),
    (added(DESK).replace("duty-leader", "director"), "guide_desks", "nobody may sign in"),
    (added(POST + POST), "clock_ins[1].id", "already the id of clock_ins[0]"),
    (added(POST.replace('"door"', '"kiosk"')), "clock_ins[0].id", "already the id of kiosks[0]"),
    (
        added(DESK + POST.replace('"door"', '"desk"')),
        "clock_ins[0].id",
        "already the id of guide_desks[0]",
    ),
    (added(POST.replace('"door"', '"clockin"')), "clock_ins[0].id", "program of the hall"),
    (added(POST.replace('= "reader"', '= "x"')), "clock_ins[0].reader", "no 'x'"),
    (changed(0, '"works", "roads"', '"works", "road"'), "windows[0].queues[1]", "no 'road'"),
    (changed(0, '"works", "roads"', '"works", "works", "roads"'), "windows[0].queues[1]", "twice"),
    (changed(0, "zone = 'east'", "zone = 'west'"), "windows[1].zone", "no 'west'"),
    (changed(0, "zone = 'east'", "zone = ''"), "windows[1].zone", "no ''"),
    (changed(2, 'department = "works"', 'department = "work"'), "staff[0].department", "no 'work'"),
    (changed(0, 'department = "works"', 'department = ""'), "queues[0].department", "belongs"),
    (changed(0, 'port = "tty/led"', 'port = "evdev:"'), "lines[0].port", "no input device"),
    (changed(0, '[hall]\n', '[hall]\nguide_queue = "asking"\n'), "hall.guide_queue", "'asking'"),
    (changed(0, '"works", "roads"', '"works"'), "queues[1]", "no window serves"),
    (added('[[departments]]\nid = "tax"\nname = "税"\nname_en = ""\n'), "departments[2]", "nobody"),
    (changed(0, "window = 2", "window = 3"), "displays[1].window", "no 3"),
    (changed(1, "window = 2", "window = 3"), "evaluators[1].window", "no 3"),
    (changed(0, 'line = "led"', 'line = "lad"'), "displays[0].line", "no 'lad'"),
    (changed(0, 'line = "evaluator"', 'line = "x"'), "evaluators[0].line", "no 'x'"),
    (changed(0, 'line = "clockin"', 'line = "x"'), "readers[0].line", "no 'x'"),
    (changed(0, 'line = "printer"', 'line = "x"'), "kiosks[0].line", "no 'x'"),
    (changed(0, "address = 2", "address = 1"), "displays[1].address", "displays[0] already"),
    (changed(1, "address = 2", "address = 1"), "evaluators[1].address", "evaluators[0] already"),
    (changed(0, "address = 2", "address = 300"), "displays[1].address", "1 to 247, not 300"),
    (added(KEYPAD.replace("9", "99")), "lines[1]", "has room for two"),
    (changed(0, 'line = "evaluator"', 'line = "led"'), "lines[0]", "different kinds"),
    (added(KEYPAD.replace("window = 1", "window = 3")), "keypads[0].window", "no 3"),
    (added(KEYPAD.replace('"evaluator"', '"x"')), "keypads[0].line", "no 'x'"),
    (added(KEYPAD + KEYPAD.replace("9", "8")), "keypads[1].window", "already"),
    (added(KEYPAD.replace("9", "2")), "keypads[0].address", "evaluators[1] already"),
    (added(KEYPAD.replace('"evaluator"', '"led"')), "lines[0]", "different kinds"),
    (added(USB.replace('"ff68"', '"onbon"')), "lines[4].driver", "no keypad driver"),
    (changed(0, 'driver = "onbon"', 'driver = "ff68"'), "lines[0].driver", "no display driver"),
    (changed(0, 'driver = "ef01"', 'driver = "zk"'), "lines[2].driver", "no reader driver"),
    (changed(0, '"tcp:127.0.0.1:9100"', '"tcp:printer"'), "lines[3].port", "no address"),
    (changed(0, '"tcp:127.0.0.1:9100"', '"printer:99999"'), "lines[3].port", "no address"),
    (changed(0, '"tty/led"', '"../led"'), "lines[0].port", "leads out"),
    (changed(0, '"tty/led"', '""'), "lines[0].port", "empty"),
    (changed(0, '"tty/led"', '"a\\u0000b"'), "lines[0].port", "zero byte"),
    (changed(0, '"tty/evaluator"', '"./tty//led"'), "lines[1].port", "which spells it 'tty/led'"),
    (changed(0, '"tty/led"', '"TCP.Printer:9100"').replace('"tcp:127.0.0.1:9100"',
             '"tcp:tcp.printer.:09100"'), "lines[3].port", "already"),
    (changed(0, '"tty/led"', '"tty/l\\u202eed"'), "lines[0].port", "U+202E"),
    (changed(0, '"tty/led"', '"tty/led "'), "lines[0].port", "blank"),
    (changed(0, '"tty/led"', '"ledger.db"'), "lines[0].port", "no device"),
    (changed(0, '"tty/led"', '"TCP:10.0.0.7:1"'), "lines[0].port", "no address"),
    (added('[broker]\nhost = "192.168.1..5"\nport = 1883\n'), "broker.host", "no host"),
    (added('[broker]\nhost = "192.168.1.5"\n'), "broker", "is missing"),
    (added('[broker]\nhost = "192.168.1.5"\nport = 0\n'), "broker.port", "is missing"),
    (added('[broker]\naddresses = ["10.0.0..1"]\nport = 1\n'), "broker.addresses[0]", "no host"),
    (added('[broker]\naddresses = ["10.0.0.1"]\n'), "broker", "another each time"),
    (added('[broker]\naddresses = ["a"]\nhost = "b"\nport = 1\n'), "broker", "has none"),
    (changed(0, '"catalogue.csv"', '" "'), "catalogue.file", "empty"),
    (changed(0, '"catalogue.csv"', '"a\\u202eb"'), "catalogue.file", "U+202E"),
    (added('[backup]\nplace = "/b\\u001b[2J"\n'), "backup.place", "U+001B"),
    (added('[backup]\nplace = "/b "\n'), "backup.place", "blank"),
    (added('[backup]\nplace = "~/copies"\n'), "backup.place", "home directory"),
    (added('[backup]\nheads = "/b\\u200b"\n'), "backup.heads", "U+200B"),
    (added(f'[backup]\nheads = "/{"例" * 1365}"\n'), "backup.heads", "no place has 1366"),
    (changed(0, '"tty/led"', '"COM3"'), "lines[0].port", "Windows"),
    (changed(0, '"tty/led"', '"ttyUSB0"'), "lines[0].port", "file of the run directory"),
    (changed(0, '"tty/led"', '"tcp:192.168.1..50:5005"'), "lines[0].port", "'192.168.1..50'"),
    (changed(0, '"tty/led"', '"tcp:::1:5005"'), "lines[0].port", "no address"),
    (changed(0, 'port = "tty/led"', 'port = "tty/led"\nbaud = 57601'), "lines[0].baud", "57601"),
    (changed(0, "address = 2", "address = 2\nwidth = 100"), "displays[1].width", "multiple of 8"),
    (TOML[: TOML.index("[[readers]]")] + TOML[TOML.index("[[kiosks]]") :],
     "calling.require_on_duty", "nobody could open a window"),
    (changed(0, "address = 2", "address = 2\nheight = 40"), "displays[1].height", "multiple of 8"),
    (changed(0, '[["08:30", "11:30"], ["13:30", "17:00"]]', "[]"), "hours.sessions", "never opens"),
    (changed(0, "px_per_mm = 3.0", "still_there_seconds = 60.0"), "kiosk.still_there_seconds",
     "60 s"),
    (changed(0, '"11:30"]', '"13:40"]'), "hours.sessions[1]", "session before"),
    (changed(0, '"11:30"]', '"08:30"]'), "hours.sessions[0]", "not after"),
    (changed(0, '"08:30", ', '"03:30", '), "hours.sessions[0]", "not begun"),
    (changed(0, "[1, 2, 3]", "[1, 2, 2]"), "hours.weekdays", "twice"),
    (changed(0, "[1, 2, 3]", "[]"), "hours.weekdays", "never opens"),
    (changed(0, '"08:20", "11:30"', '"08:20", "08:20"'), "attendance.punches[1]", "not later"),
    (changed(0, '"08:20", "11:30"', '"08:20"'), "attendance.punches[0]", "does not end"),
    (changed(0, '"08:20", "11:30"', '"08:20", "08:50"'), "attendance.leave_minutes", "no longer"),
    (changed(0, "px_per_mm", "idle_seconds"), "kiosk.still_there_seconds", "idle time"),
    (changed(0, '["道路", "占道"]', '["道路", ""]'), "queues[1].match", "empty word"),
    (changed(0, 'match = ["道路", "占道"]\n', ""), "queues[1].match", "remaining"),
    (changed(0, 'name_en = "Works"\ndepartment = "works"', 'name_en = "Works"\ndepartment = "works"'
             '\nmatch = ["验收"]'), "departments[0]", "no queue takes 1 of"),
    (added(PLAN + OTHER.replace("x = 0", "x = 41")), "zones[1].area", "reaches out"),
    (added(PLAN + OTHER + OTHER.replace('"other"', '"third"')), "zones[2].area", "zones[1]"),
    (added(PLAN + "doors = [{ x = 50.5, y = 0 }]\n"), "plan.doors[0]", "outside"),
    (added(PLAN + "guide_desk = { x = 1, y = 1 }\n" + OTHER), "plan.guide_desk", "within"),
    (changed(0, 'id = "kiosk"\n', 'id = "kiosk"\nspot = { x = 1, y = 31 }\n') + PLAN,
     "kiosks[0].spot", "outside"),
    *((changed(0, '"Small Hall"', f'"Small Hall"\npublic_url = "{url}"'), "hall.public_url", said)
      for url, said in (
          ("http://hall.example", "https://"), ("https://", "names no host"),
          ("https://大厅.example", "no address"), ("https://hall.example/?a=1", "more than a host"),
          ("https://a:b@hall.example", "more than a host"), ("https://[x", "no address of a page"),
      )),
    (changed(0, "px_per_mm = 3.0", "px_per_mm = 3.0\n[slip]\npaper = 57"), "slip.paper", "57"),
    *((changed(0, '"catalogue.csv"', f'"catalogue.csv"\n{key}'), place, said)
      for key, place, said in (
          ('groups = ["fees", "basis", "fees"]', "catalogue.groups[2]", "named twice"),
          ('groups = []', "catalogue.groups", "wrong length"),
          ('groups = ["price"]', "catalogue.groups[0]", "'price'"),
          ('departments = { "县建设局" = "nowhere" }', "catalogue.departments.县建设局", "nowhere"),
          ('term_units = { "1" = "week" }', "catalogue.term_units", "'week'"),
      )),
]  # fmt: skip

WARNINGS = [
    (changed(0, "elderly = 2.0", "elderly = 0.5"), "calling.rates.elderly", "later than ordinary"),
    (changed(0, '"duty-leader"', '"director"'), "staff", "duty leader"),
    (changed(0, '["道路", "占道"]', '["港口"]'), "queues[1].match", "no item"),
    (added('[[lines]]\nid = "spare"\ndriver = "onbon"\nport = "tty/spare"\n'), "lines[4]", "hangs"),
    (TOML.replace("[[evaluators]]\nwindow = 2\nline = \"evaluator\"\naddress = 2\n", ""),
     "windows[1]", "no evaluator"),
    (TOML.replace("[[displays]]\nwindow = 2\nline = \"led\"\naddress = 2\n", ""),
     "windows[1]", "no display"),
    (changed(0, "name_en = \"East\"\n", 'name_en = "East"\n' + AREA), "zones[0].area", "no plan"),
    (added(PLAN), "kiosks[0]", "nothing says where"),
    (changed(0, 'prefix = "A"', 'prefix = "A"\nneeds_card = true'),
     "queues[0].needs_card", "ID card"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "place", "said"),
    [
        ("template", b"number\nnumbre\n", "line 2", "no 'numbre'"),
        ("template", b"hall\n", "the whole file", "no number"),
        ("template", b"number\n\xff", "line 2", "no UTF-8"),
        ("template", None, "the whole file", "no such file"),
        ("logo", b"GIF89a", "the whole file", "no PNG"),
        ("logo", None, "the whole file", "no such file"),
    ],
)
def test_the_files_of_a_slip_are_read_as_well(
    name: str, content: bytes | None, place: str, said: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "mine").write_bytes(content)
    toml = changed(0, "px_per_mm = 3.0", f'px_per_mm = 3.0\n[slip]\n{name} = "mine"')
    (error,) = looked_at(tmp_path, toml).errors
    assert error.file == str(tmp_path / "mine")
    assert error.place == place
    assert said in error.problem


def test_a_slip_looks_as_its_files_say(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("号码\n", "utf-8")
    toml = changed(0, "px_per_mm = 3.0", 'px_per_mm = 3.0\n[slip]\ntemplate = "mine"')
    settings = looked_at(tmp_path, toml).settings
    assert settings is not None
    assert settings.slip_form == SlipForm((Element(SlipPart.NUMBER),))


def test_two_guide_desks_may_be_without_a_printer(tmp_path: Path) -> None:
    examined = looked_at(tmp_path, added(DESK + DESK.replace('"desk"', '"desk-2"')))
    assert (examined.errors, examined.warnings) == ((), ())


def test_the_hall_these_tests_break_is_whole(tmp_path: Path) -> None:
    examined = looked_at(tmp_path, TOML)
    assert examined.settings is not None
    assert (examined.errors, examined.warnings) == ((), ())


@pytest.mark.parametrize(("toml", "place", "said"), ERRORS)
def test_a_broken_promise_is_one_sentence(tmp_path: Path, toml: str, place: str, said: str) -> None:
    examined = looked_at(tmp_path, toml)
    assert examined.settings is None
    found = [e for e in examined.errors if said in e.problem and e.place.startswith(place)]
    assert len(found) == 1, [str(error) for error in examined.errors]
    assert found[0].file == str(tmp_path / "hall.toml")
    assert found[0].remedy


@pytest.mark.parametrize("keypads", [KEYPAD, USB], ids=["on the evaluators' bus", "on a port"])
def test_a_window_may_have_a_keypad_beside_its_evaluator(tmp_path: Path, keypads: str) -> None:
    found = looked_at(tmp_path, added(keypads))
    assert found.errors == found.warnings == ()
    assert found.settings is not None
    (keypad,) = found.settings.hall.keypads
    assert keypad.window == found.settings.hall.evaluators[0].window


@pytest.mark.parametrize(("toml", "place", "said"), WARNINGS)
def test_a_warning_keeps_no_hall_shut(tmp_path: Path, toml: str, place: str, said: str) -> None:
    examined = looked_at(tmp_path, toml)
    assert examined.settings is not None, [str(error) for error in examined.errors]
    assert [w.place.startswith(place) and said in w.problem for w in examined.warnings] == [True]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("tcp:HOST:5005", "host:5005"),
        ("tcp:host.:5005", "tcp:host:05005"),
        ("tcp:[0:0::1]:5005", "tcp:[::1]:5005"),
        ("tcp:[FE80::10]:1", "tcp:[fe80:0:0::10]:1"),
        ("./tty//led", "tty/led"),
    ],
)
def test_spellings_of_one_port(first: str, second: str) -> None:
    assert misplaced(first) is None
    assert one_spelling(first) == one_spelling(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("tcp:[::1]:5005", "tcp:[::10]:5005"),
        ("tcp:host:5005", "tcp:host:5006"),
        ("tty/LED", "tty/led"),
    ],
)
def test_two_ports_are_two(first: str, second: str) -> None:
    assert one_spelling(first) != one_spelling(second)


def test_a_port_is_spelt_for_people() -> None:
    assert one_spelling("tcp:Printer.:09100") == "printer:9100"
    assert one_spelling("tcp:[0:0::1]:1") == "::1:1"


LONGEST = ".".join(["a" * 63] * 3 + ["a" * 61])  # 253 characters


@pytest.mark.parametrize(
    "host", ["a", "192.168.1.50", "10.0.0.7", "a-b.c_d", "printer.", "[::1]", "[FE80::1]", LONGEST]
)
def test_a_host_can_be_called_so(host: str) -> None:
    assert is_host(host)
    assert misplaced(f"tcp:{host}:1") is None
    assert misplaced(f"{host}:65535") is None


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "192.168.1..50",
            "192.168.1",
            "256.1.1.1",
            "1.2.3.4.5",
            "-a",
            "a-",
            "a b",
            "[::1",
            "[x]",
        ),
        *(f"{LONGEST}a", f"{'a' * 64}.b", "a..b", "名.b"),
    ],
)
def test_no_host_is_called_so(host: str) -> None:
    assert not is_host(host)


@pytest.mark.parametrize("number", ["0", "65536", "99999", "-1", "+1", "1 1", "", "²", "005005"])
def test_no_port_of_a_network_has_this_number(number: str) -> None:
    trouble = misplaced(f"tcp:host:{number}")
    assert trouble is not None
    assert "no address" in trouble[0]


def test_a_device_with_a_colon_is_no_network_address() -> None:
    assert not is_network("/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0")
    assert is_network("tcp:/x:1")
    assert misplaced("tcp:/x:1") == ("no host can be called '/x'", ADDRESS)
    assert misplaced("rfc2217://10.0.0.7:4000") == (
        "'rfc2217://10.0.0.7:4000' is no address",
        ADDRESS,
    )


ADDRESS = "write tcp:HOST:PORT, like tcp:192.168.1.50:5005"


@pytest.mark.parametrize("table", ["zones", "departments", "queues", "windows"])
def test_a_hall_has_one_of_each(table: str) -> None:
    without = msgspec.structs.replace(small_hall(), **{table: ()})
    assert list(tables.present(without)) == [
        Problem((table,), "the hall has none", f"add at least one [[{table}]]")
    ]


def test_what_is_not_named_is_not_equal_and_what_follows_is_looked_at() -> None:
    found = list(tables._twice("windows", "name", [None, "", "1", None, "1", "1"]))
    assert [each.path for each in found] == [("windows", 4, "name"), ("windows", 5, "name")]
    assert found[1].problem == "'1' is already the name of windows[2]"


def test_a_misplaced_port_hides_no_later_one() -> None:
    lines = [
        Wire(id=str(n), driver="onbon", port=port) for n, port in enumerate(["", "tty/a", "tty/a"])
    ]
    found = list(wiring.ports(msgspec.structs.replace(small_hall(), lines=tuple(lines))))
    assert [each.path[1] for each in found] == [0, 2]


def test_two_names_of_one_device_are_one_port(tmp_path: Path) -> None:
    """As udev makes them: a name by the adapter's number, and one by its place."""
    device, other = tmp_path / "ttyUSB0", tmp_path / "ttyUSB1"
    for each in (device, other):
        each.touch()
    by_id, by_path, elsewhere = (tmp_path / name for name in ("by-id", "by-path", "elsewhere"))
    by_id.symlink_to(device)
    by_path.symlink_to(by_id)
    elsewhere.symlink_to(other)
    ports = ("/dev/by-id", "tty/a", "/dev/elsewhere", "/dev/by-path", "/dev/ttyUSB0", "", "/dev/x")
    lines = tuple(Wire(id=str(n), driver="onbon", port=port) for n, port in enumerate(ports))
    hall = msgspec.structs.replace(small_hall(), lines=lines)

    def device(name: str) -> str:
        return os.path.realpath(tmp_path / name.removeprefix("/dev/"))

    found = list(wiring.twins(hall, replace(INSTALLED, device=device)))
    assert [each.path for each in found] == [("lines", 3, "port"), ("lines", 4, "port")]
    assert (
        found[0].problem
        == "'/dev/by-path' is another name of '/dev/by-id', which is a line already"
    )
    assert list(wiring.twins(hall, INSTALLED)) == []


def test_drivers_that_fit_are_named_and_none_is_said(tmp_path: Path) -> None:
    hall = looked_at(tmp_path, TOML).settings.hall  # type: ignore[union-attr]  # it is whole
    one_of = {kind: {"b": "", "a": "", "c": "is broken"} for kind in DeviceKind}
    said = {each.remedy for each in wiring.drivers(hall, Installed(one_of))}
    assert said == {"use one of: a, b"}
    nothing = Installed({kind: {} for kind in DeviceKind})
    assert {each.remedy for each in wiring.drivers(hall, nothing)} == {"use one of: none installed"}


def test_without_drivers_to_ask_no_address_and_no_size_is_refused() -> None:
    """What `Installed` says by itself."""
    bare = Installed(UNFIT)
    assert bare.refuses(DeviceKind.DISPLAY, "onbon", (1, 2)) == ""
    assert bare.unlit("onbon", "width", 7) == ""
    assert list(wiring.glasses(small_hall(), bare)) == []


@pytest.mark.parametrize(("baud", "near"), [(57601, 57600), (1, 300), (9_000_000, 4_000_000)])
def test_the_nearest_speed_is_proposed(baud: int, near: int) -> None:
    line = Wire(id="a", driver="onbon", port="a", baud=baud)
    (found,) = wiring.speeds(msgspec.structs.replace(small_hall(), lines=(line,)))
    assert found.remedy == f"did you mean {near}?"


@pytest.mark.parametrize(("start", "said"), [("03:59", True), ("04:00", False)])
def test_a_session_may_begin_with_the_day(start: str, said: bool) -> None:
    hall = small_hall()
    early = msgspec.structs.replace(hall.hours, sessions=((start, "11:30"),))
    found = list(rules.hours(msgspec.structs.replace(hall, hours=early)))
    assert hall.hall.day_cutoff == 4
    assert bool(found) is said


@pytest.mark.parametrize(("start", "said"), [("11:29", True), ("11:30", False)])
def test_a_session_may_begin_when_another_ends(start: str, said: bool) -> None:
    hall = small_hall()
    two = msgspec.structs.replace(hall.hours, sessions=(("08:30", "11:30"), (start, "17:00")))
    assert bool(list(rules.hours(msgspec.structs.replace(hall, hours=two)))) is said


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    toml = changed(0, "number = 2", "number = 1").replace("zone = 'east'", "zone = 'west'")
    places = [error.place.partition(" ")[0] for error in looked_at(tmp_path, toml).errors]
    assert "windows[1].number" in places
    assert "windows[1].zone" in places


def test_the_line_is_the_line(tmp_path: Path) -> None:
    toml = changed(0, '    "works",\n]', '    "walks",\n]')
    line = toml.splitlines().index('    "walks",') + 1
    places = [error.place for error in looked_at(tmp_path, toml).errors]
    assert places == [f"windows[1].queues[1] (line {line})"]


def _queue(key: str, *match: str) -> Queue:
    return Queue(id=key, prefix="A", name=key, name_en=key, department="d", match=match)


def test_the_first_matching_queue_takes_an_item_and_the_wordless_one_the_rest() -> None:
    queues = [_queue("rest"), _queue("roads", "道路", "占道"), _queue("water", "用水", "道")]
    assert queue_for("道路挖掘审批", queues) == "roads"
    assert queue_for("用水指标", queues) == "water"
    assert queue_for("收养登记", queues) == "rest"
    assert queue_for("收养登记", queues[1:]) == ""


def _hall_check(file: Path) -> int:
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    return COMMAND.run(parser.parse_args([str(file)]))


def test_hall_check_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert _hall_check(SMALL / "hall.toml") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "2 displays, 2 evaluators, 1 reader, 1 kiosk, 0 guide desks on 4 lines" in out
    assert "windows 1, 2" in out


def test_hall_check_numbers_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    looked_at(tmp_path, changed(0, "zone = 'east'", "zone = 'west'").replace('"roads"]', '"road"]'))
    assert _hall_check(tmp_path / "hall.toml") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "\n1. " in err
    assert "\n2. " in err
    assert all(" — " in row for row in err.splitlines() if row[0].isdigit())


COMPLAINTS = Path(__file__).parent / "complaints.txt"


def test_every_complaint_reads_as_it_was_read(tmp_path: Path) -> None:
    """All sentences of `hall check` stand in one text, for whoever judges their words. After a
    change: read the difference, and write what is shown here into the file."""
    halls = [looked_at(tmp_path, toml) for toml, _, _ in (*ERRORS, *WARNINGS)]
    said = [
        f"{each.place.partition(' (')[0]}: {each.problem} — {each.remedy}"
        for hall in halls
        for each in (*hall.errors, *hall.warnings)
    ]
    assert "\n".join(dict.fromkeys(said)) + "\n" == COMPLAINTS.read_text("utf-8")


@pytest.mark.parametrize(
    ("port", "said"),
    [
        ("tcp:127.0.0.1:9100", ""),
        ("tcp:printer:1", ""),
        ("tcp:printer:65535", ""),
        ("printer:9100", ""),
        ("tcp:[::1]:9100", ""),
        ("[fe80::1]:9100", ""),
        ("tcp:printer-2.hall.:1", ""),
        ("tcp:::1:9100", "is no address"),
        ("tcp:[::1:9100", "is no address"),
        ("tcp:[::g]:9100", "no host"),
        ("tcp:[]:9100", "no host"),
        ("tcp:192.168.1..50:5005", "no host"),
        ("tcp:192.168.1.256:5005", "no host"),
        ("tcp:192.168.1:5005", "no host"),
        ("tcp:-led:5005", "no host"),
        ("tcp:le d:5005", "no host"),
        ("tcp:\u663e\u793a:5005", "no host"),
        (f"tcp:{'a' * 64}:5005", "no host"),
        (f"tcp:{'a.' * 130}:5005", "no host"),
        ("COM3", "of Windows"),
        ("com12:", "of Windows"),
        (r"\\.\COM10", "of Windows"),
        ("ttyS0", "file of the run directory"),
        ("dev/ttyUSB0", "file of the run directory"),
        ("tcp:printer:²", "is no address"),
        ("/dev/serial/by-id/usb-x:0", ""),
        ("tty/led:1", ""),
        ("tty/..led", ""),
        ("tcp:printer:0", "is no address"),
        ("tcp:printer:65536", "is no address"),
        ("tcp:printer:099999", "is no address"),
        ("tcp:printer:-1", "is no address"),
        ("tcp:printer:９１００", "is no address"),
        ("tcp:printer:", "is no address"),
        ("tcp::9100", "is no address"),
        ("tcp:9100", "is no address"),
        ("printer:x", "is no address"),
        (" ", "is empty"),
        ("tty/../../x", "leads out"),
        ("..", "leads out"),
        ("a\0b", "zero byte"),
        ("tty/\x1b[31mled", "it holds U+001B, which is a control character"),
        ("tty/led\u202e", "it holds U+202E, which turns the direction of writing"),
        ("tty/l\u200bed", "it holds U+200B"),
        ("/dev/ttyUSB0\a", "it holds U+0007"),
        (" /dev/ttyUSB0", "begins or ends with a blank"),
        ("/dev/ttyUSB0\u3000", "begins or ends with a blank"),
        ("tty/" + "x" * 5000, "no place has 5004 characters"),
        ("tty/" + "x" * 296, ""),
        ("tty/" + "x" * 297, "no place has 301 characters"),
        ("/", "is no device"),
        ("/dev", "is no device"),
        ("/dev/", "is no device"),
        (".", "is no device"),
        ("tty", "is no device"),
        ("./tty", "is no device"),
        ("~/tty", "is no device"),
        ("ledger.db", "is no device"),
        ("./ledger.db", "is no device"),
        ("outbox/clockin.db", "is no device"),
        ("/run/hall/ledger.db", "is no device"),
        ("/tmp/led", "is no device"),  # noqa: S108  # nobody opens it
        ("/dev/../etc/passwd", "leads out"),
        ("/device/led", "is no device"),
        ("//dev/ttyUSB0", ""),
        ("tty/a/b", "is no device"),
        ("tty/clerk's keypad", ""),
        ("tcp:0.0.0.0:1", "no host"),
        ("tcp:[::]:1", "no host"),
        ("TCP:1.2.3.4:5", "is no address"),
    ],
)
def test_a_port_is_a_device_an_address_or_a_name(port: str, said: str) -> None:
    hall = small_hall(lines=(Wire(id="x", driver="onbon", port=port),))
    found = list(wiring.ports(hall))
    assert [said in each.problem for each in found] == ([True] if said else [])
    assert all(each.path == ("lines", 0, "port") and each.remedy for each in found)


def test_a_scheme_in_capitals_is_told_how_it_is_written() -> None:
    assert misplaced("Tcp:1.2.3.4:5") == ("'Tcp:1.2.3.4:5' is no address", "write tcp:1.2.3.4:5")


@pytest.mark.parametrize(
    ("host", "well"),
    [
        *(("", True), ("broker.hall", True), ("10.0.0.1", True), ("::1", True), ("[::1]", True)),
        *(("192.168.1..5", False), (f"{'a' * 70}.hall", False), (f"{0}.0.0.0", False)),
        *(("::", False), ("10.0.0.1:1883", False), ("broker\x1b", False), ("le d", False)),
    ],
)
def test_a_broker_is_where_one_can_be(host: str, well: bool) -> None:
    hall = msgspec.structs.replace(small_hall(), broker=BrokerTable(host=host, port=1883))
    found = list(wiring.broker(hall))
    assert [each.path for each in found] == ([] if well else [("broker", "host")])


def test_every_program_that_is_no_screen_keeps_its_name_for_itself() -> None:
    screens = {"board", "clock-in", "enrolment", "guide", "kiosk", "panel"}
    services = set(names(Group.ROLE)) - screens
    assert services == {"ledger", "displays", "evaluators", "clockin"}
    assert all(tables.PROGRAMS.fullmatch(name) for name in services)
