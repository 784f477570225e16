"""`hall send`: put a text on one device and wait until it says that it did."""

from __future__ import annotations

import argparse
import time

from broker.commands.base import Command
from broker.commands.conversation import spaced, talk
from broker.domain.errors import ConfigError, DeviceError, DeviceRefused, LinkError
from broker.service.driver import Driver, driver
from broker.service.ports import open_for
from broker.terminal import say


def add_device(parser: argparse.ArgumentParser) -> None:
    """Arguments that name one device on a wire."""
    parser.add_argument("--port", help="/dev/ttyUSB0, tty/led-1, or HOST:PORT")
    parser.add_argument("--address", type=lambda text: int(text, 0), default=1)
    parser.add_argument("--baud", type=int, default=0, help="default: the driver's own")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("driver")
    add_device(parser)
    parser.add_argument("--text", required=True)
    parser.add_argument("--dry-run", action="store_true", help="only show the bytes")


def _run(args: argparse.Namespace) -> int:
    known = driver(args.driver)
    if known.compose is None:
        say(f"{known.title}: there is nothing to show text on.")
        return 1
    try:
        commands = known.compose(args.address, args.text)
        frames = [known.encode(each) for each in commands] if known.encode is not None else []
    except ValueError as error:
        raise ConfigError("hall send", "--text/--address", str(error), "correct it") from error
    if args.dry_run:
        if known.encode is None:
            say("No bytes travel to this device.")
        for frame in frames:
            say(spaced(frame))
        return 0
    if args.port is None:
        raise ConfigError("hall send", "--port", "no port was named", "add --port, or --dry-run")
    return _send(known, commands, args)


def _send(known: Driver, commands: list[object], args: argparse.Namespace) -> int:
    place = f"{known.name} at address {args.address} on {args.port}"
    try:
        link = open_for(known, args.port, args.baud or known.baud)
    except LinkError as error:
        say(f"Not sent: {error}.")
        return 1
    begun = time.monotonic()
    try:
        ended = talk(link, known, (args.address,), commands)
    except DeviceRefused as error:
        say(f"Refused by {place}: {error}.")
        return 1
    except (DeviceError, LinkError) as error:
        say(f"Not shown by {place}: {error}. Check its power, cable, address and baud rate.")
        return 1
    finally:
        link.close()
    took = round((time.monotonic() - begun) * 1000)
    if any(each.reply is not None for each in ended):
        say(f"Done: {place} acknowledged after {took} ms.")
    else:
        say(f"Sent to {place}; this protocol has no acknowledgement: look at the device.")
    return 0


COMMAND = Command(
    name="send", help="show a text on one device and wait for its answer", add=_add, run=_run
)
