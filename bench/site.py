"""Where rows are measured: a folder, a broker of its own, and a hall that is made for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.asker import Asker
from bench.bare import BARE, KEYS_VARIABLE
from broker.bus.papers import KEYS
from broker.domain.clients import clients
from broker.service.clock import VARIABLE
from broker.service.life import BROKER_VARIABLE
from broker.settings import Settings, load
from tests.stages.guarded import guarded, papers
from tests.stages.processes import HALL, morning_clock

SAMPLE = Path("examples/zhenlai/hall.toml")  # with a county's catalogue
_HALL = """\
[hall]
id = "bench"
name = "测试大厅"
name_en = "Bench Hall"
[hours]
weekdays = [1, 2, 3, 4, 5]
sessions = [["08:30", "11:30"], ["13:30", "17:00"]]
[catalogue]
file = "catalogue.csv"
[calling]
require_on_duty = false
[[zones]]
id = "main"
name = "主区"
name_en = "Main"
[[departments]]
id = "dept"
name = "测试局"
name_en = "Test Bureau"
[[queues]]
id = "qa"
prefix = "A"
name = "综合"
name_en = "General"
department = "dept"
[[lines]]
id = "clockin"
driver = "ef01"
port = "tty/clockin"
[[readers]]
id = "reader-1"
line = "clockin"
[[lines]]
id = "printer-1"
driver = "escpos"
port = "tty/printer-1"
[[kiosks]]
id = "kiosk-1"
line = "printer-1"
"""
_LINE = """\
[[lines]]
id = "led-{n}"
driver = "onbon"
port = "tty/led-{n}"
[[lines]]
id = "counters-{n}"
driver = "ff68"
port = "tty/counters-{n}"
"""
_WINDOW = """\
[[windows]]
number = {n}
zone = "main"
name = "综合{n}"
name_en = "General {n}"
queues = ["qa"]
[[staff]]
id = "{staff}"
name = "测试员{n}"
role = "clerk"
slot = {n}
[[displays]]
window = {n}
line = "led-{line}"
address = {address}
[[evaluators]]
window = {n}
line = "counters-{line}"
address = {address}
"""
# Several halls are measured at one broker: their clients may do everything, and so may the floors.
_EVERYBODY = "".join(
    f"user {each}\ntopic readwrite #\n"
    for each in (
        *("ledger", "displays", "evaluators", "clockin", "command", "kiosk-1", "clock-in-1"),
        *(f"panel-{n}" for n in range(1, 65)),
        BARE,
    )
)
LINE = 8  # windows, whose devices share a line


@dataclass(frozen=True)
class Site:
    """A folder and the broker there. `settings` are of a hall of eight windows."""

    folder: Path
    host: str
    port: int
    broker: int
    """The broker's process."""
    settings: Settings

    def asker(self) -> Asker:
        """Somebody who asks in this hall."""
        return Asker(self.settings)

    def hall(self, windows: int) -> Site:
        """The same place with a hall of so many windows, with a sign and an evaluator each."""
        folder = self.folder / f"hall-{windows}"
        folder.mkdir()
        (folder / "hall.toml").write_text(hall_text(windows), "utf-8")
        (folder / "catalogue.csv").write_text("department,number,item\n测试局,1,测试\n", "utf-8")
        return self.at(folder / "hall.toml", folder / "run")

    def at(self, hall: Path, run: Path) -> Site:
        """The same place with this hall."""
        run.mkdir(exist_ok=True)
        if not (run / KEYS).exists():
            (run / KEYS).symlink_to((self.folder / "run" / KEYS).resolve())
        settings = load(hall, run)
        for each in clients(settings.hall):
            papers(run, each.name)
        return replace(self, settings=settings)


def hall_text(windows: int) -> str:
    """hall.toml of an invented hall, eight windows to a line."""
    places = [(n, (n - 1) // LINE + 1, (n - 1) % LINE + 1) for n in range(1, windows + 1)]
    lines = sorted({line for _, line, _ in places})
    return "".join(
        (
            _HALL,
            *(_LINE.format(n=line) for line in lines),
            *(_WINDOW.format(n=n, line=w, address=a, staff=100 + n) for n, w, a in places),
        )
    )


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """A place in opening hours, for as long as the block. The environment tells children."""
    (folder / "run").mkdir()
    settings = load(HALL, folder / "run")
    mosquitto = guarded(settings.hall, settings.run, folder / "mosquitto", more=_EVERYBODY)
    papers(settings.run, BARE)
    mosquitto.start()
    said = {
        VARIABLE: morning_clock(),
        BROKER_VARIABLE: f"{mosquitto.host}:{mosquitto.port}",
        KEYS_VARIABLE: str(settings.run / KEYS),
        "HALL_LOG": "critical",  # lines without devices are no news here
    }
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    pid = int((folder / "mosquitto" / "mosquitto.pid").read_text("utf-8"))
    try:
        yield Site(folder, mosquitto.host, mosquitto.port, pid, settings)
    finally:
        mosquitto.stop()
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
