"""Runs in the peers' own environment: calls the methods it is told to, one JSON line each."""

import json
import sys

from pyfingerprint.pyfingerprint import PyFingerprint


def main() -> None:
    port, password = sys.argv[1], int(sys.argv[2])
    module = PyFingerprint(port, 57600, 0xFFFFFFFF, password)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"is": getattr(module, name)(*arguments)}
        except Exception as error:  # noqa: BLE001  # whatever the client raises is its answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
