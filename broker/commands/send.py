"""`hall send`: put a text on one device and wait until it says that it did."""

from __future__ import annotations

import argparse

from broker.commands.base import Command
from broker.commands.conversation import (
    Unsaid,
    add_device,
    ask_device,
    drivers,
    fit,
    of_driver,
    spaced,
)
from broker.domain.errors import ConfigError, DeviceError
from broker.service.driver import Driver, driver
from broker.terminal import say


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("driver", help=f"whose device it is: {drivers()}")
    add_device(parser)
    parser.add_argument("--text", required=True)
    parser.add_argument("--dry-run", action="store_true", help="only show the bytes")


def _run(args: argparse.Namespace) -> int:
    known = driver(args.driver)
    if known.compose is None:
        say(f"{known.title}: there is nothing to show text on.")
        return 1
    if not args.text.strip():
        raise ConfigError("hall send", "--text", "this is empty", "write what is to be shown")
    fit(known, "hall send", args.address)
    try:
        with of_driver(known):
            commands = known.compose(args.address, args.text)
            frames = [known.encode(each) for each in commands] if known.encode is not None else []
    except DeviceError as error:
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
    unsaid = Unsaid(
        unopened="Not sent: {error}.",
        refused=f"Refused by {place}: {{error}}.",
        silent=f"Not shown by {place}: {{error}}. Check its power, cable, address and baud rate.",
    )
    ended = ask_device(known, args, commands, unsaid)
    if ended is None:
        return 1
    if any(done.reply is not None for done in ended.each):
        say(f"Done: {place} acknowledged after {ended.milliseconds} ms.")
    else:
        say(f"Sent to {place}; this protocol has no acknowledgement: look at the device.")
    return 0


COMMAND = Command(
    name="send", help="show a text on one device and wait for its answer", add=_add, run=_run
)
