"""libusb, begun once in a process.

pyusb begins it whenever it finds that it has none yet, and asks nobody meanwhile. Two threads that
look for their first devices at once would begin two, of which it remembers one: the other ends with
the first device it found, which is pulled out or let go, and takes the process along, for that
device is still to be given back to it.
"""

from __future__ import annotations

import threading
from typing import Any

import usb.backend.libusb1

_one_at_a_time = threading.Lock()


def libusb() -> Any:
    """pyusb's `backend` for all devices of this process, None where libusb is not installed."""
    with _one_at_a_time:
        return usb.backend.libusb1.get_backend()
