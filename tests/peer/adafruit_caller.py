"""Runs in the peers' own environment: does to the client what it is told, one JSON line each.

The client asks a board for two names before it begins; it is given them here, and nothing else.
"""

import json
import sys
import types

sys.modules["busio"] = types.SimpleNamespace(UART=object)  # type: ignore[assignment]  # a name in annotations
sys.modules["micropython"] = types.SimpleNamespace(const=int)  # type: ignore[assignment]  # a number stays what it is

import adafruit_fingerprint  # noqa: E402  # the board comes first
import serial  # noqa: E402  # as above


def main() -> None:
    with serial.Serial(sys.argv[1], 57600, timeout=2) as port:
        password = tuple(int(sys.argv[2]).to_bytes(4, "big"))
        try:
            module = adafruit_fingerprint.Adafruit_Fingerprint(port, password)
        except Exception as error:  # noqa: BLE001  # whatever the client raises is its answer
            say({"error": f"{type(error).__name__}: {error}"})
            return
        say({"is": True})
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            try:
                found = getattr(module, name)
                say({"is": found(*arguments) if callable(found) else plain(found)})
            except Exception as error:  # noqa: BLE001  # as above
                say({"error": f"{type(error).__name__}: {error}"})


def plain(value: object) -> object:
    return list(value) if isinstance(value, bytes | tuple) else value


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


main()
