"""pyzk-new at a terminal: says its serial number, firmware, clock and records. It runs in an
environment of its own, since it is under the GPL and no part of a hall."""

from __future__ import annotations

import json
import sys

from zk import ZK
from zk.exception import ZKErrorResponse


def main() -> None:
    """At HOST PORT, with this password."""
    host, port, password = sys.argv[1:]
    terminal = ZK(host, port=int(port), timeout=10, password=int(password), ommit_ping=True)
    try:
        open_terminal = terminal.connect()
    except ZKErrorResponse as error:
        sys.stdout.write(json.dumps({"refused": str(error)}))
        return
    said = {
        "serial": open_terminal.get_serialnumber(),
        "firmware": open_terminal.get_firmware_version(),
        "clock": open_terminal.get_time().isoformat(),
    }
    said["records"] = [
        [each.user_id, each.timestamp.isoformat()] for each in open_terminal.get_attendance()
    ]
    open_terminal.disconnect()
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
