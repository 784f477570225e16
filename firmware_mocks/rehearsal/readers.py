"""The reader of a demonstration hangs on USB, as a hall's own would; a serial one stands beside it.

Where this machine has no simulated USB, the hall stays as its file has it, and a sentence says so.
"""

from __future__ import annotations

import re
from pathlib import Path

from broker.domain.hall import Hall, Reader, Wire
from broker.settings import load
from firmware_mocks.rehearsal.opening import Say
from firmware_mocks.usb.kernel_bus import unavailable

SOCKET = "usb:1-1"
_SERIAL, _ON_USB = "ef01", "ef01-usb"  # drivers: the same module on either wire
_BESIDE = """
[[lines]]
id = "{line}-serial"
driver = "{driver}"
port = "{port}-serial"

[[readers]]
id = "{reader}-serial"
line = "{line}-serial"
name = "{name}"
"""


def with_usb_reader(hall: Path, say: Say) -> None:
    """Change the hall at this file, which is a copy: its first serial reader is one on USB, and
    another is added in its place."""
    table = load(hall).hall
    for reader in table.readers:
        wire = table.wire(reader.line)
        if wire is not None and wire.driver == _SERIAL:
            _put(hall, reader, wire, say)
            return


def reader_beside(hall: Hall) -> Reader | None:
    """The serial reader of such a hall."""
    return next((each for each in hall.readers if each.id.endswith("-serial")), None)


def _put(hall: Path, reader: Reader, wire: Wire, say: Say) -> None:
    if why := unavailable():
        say(f"the reader hangs on a serial line, for there is no simulated USB here: {why}")
        return
    text = hall.read_text("utf-8")
    block = re.compile(rf'(?ms)^\[\[lines\]\]\nid = "{re.escape(wire.id)}"\n.*?(?=^\[|\Z)')
    on_usb = f'[[lines]]\nid = "{wire.id}"\ndriver = "{_ON_USB}"\nport = "{SOCKET}"\n\n'
    changed = block.sub(lambda _: on_usb, text, count=1)
    names = {"line": wire.id, "driver": wire.driver, "port": wire.port}
    changed += _BESIDE.format(**names, reader=reader.id, name=f"{reader.name or reader.id}（串口）")
    hall.write_text(changed, "utf-8")
    say(f"the reader hangs on USB, and a serial one stands beside it: {SOCKET}")
