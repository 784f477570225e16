"""`hall probe`: which ports there are, and whether a device answers on one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from serial.tools import list_ports

from broker.commands.base import Command
from broker.commands.conversation import (
    Unsaid,
    add_device,
    ask_device,
    described,
    drivers,
    fit,
    of_driver,
)
from broker.commands.input_rights import NO_INPUT
from broker.domain.errors import ConfigError
from broker.link import input_nodes
from broker.service.driver import Driver, Observing, driver
from broker.terminal import say

_BY_ID = Path("/dev/serial/by-id")


def _add(parser: argparse.ArgumentParser) -> None:
    asked = f"whom to ask: {drivers()}; without it the ports are listed"
    parser.add_argument("driver", nargs="?", help=asked)
    add_device(parser)


def _run(args: argparse.Namespace) -> int:
    if args.driver is None:
        return _list()
    known = driver(args.driver)
    if args.port is None:
        raise ConfigError("hall probe", "--port", "no port was named", "hall probe lists them")
    fit(known, "hall probe", args.address)
    return _ask(known, args)


def _list() -> int:
    ports = sorted(list_ports.comports())
    names = _by_id()
    for port in ports:
        lasting = names.get(port.device, "no lasting name: use its /dev/serial/by-path")
        say(f"{port.device}  {port.description}  {lasting}")
    if not ports:
        say("No serial port: plug the adapter in, and look at dmesg if it stays away.")
    from broker.link.usb_device import plugged  # pyusb is needed here alone

    for each in plugged():
        say(f"{each.socket}  {each.ids}")
    _list_inputs()
    return 0


def _list_inputs() -> None:
    """What types: scanners, and the keyboard."""
    if not input_nodes.readable():
        say(f"Input devices: {NO_INPUT[0]}; {NO_INPUT[1]}")
        return
    for each in input_nodes.typing():
        say(f"{each.place}  {each.path}  {each.name}")


def _by_id() -> dict[str, str]:
    """The lasting names udev gives to USB adapters, by the device they mean today."""
    names = sorted(_BY_ID.iterdir()) if _BY_ID.is_dir() else []
    return {str(each.resolve()): str(each) for each in names}


def _ask(known: Driver, args: argparse.Namespace) -> int:
    with of_driver(known):
        question = known.probe(args.address) if known.probe is not None else None
    if question is None and known.observe is not None:
        return _observe(known, known.observe, args)
    if question is None:
        say(f"{known.title} knows no harmless question; use hall send and look at the device.")
        return 1
    place = f"address {args.address} on {args.port}"
    unsaid = Unsaid(
        unopened="Not asked: {error}.",
        refused=f"Somebody is at {place} and refuses: {{error}}.",
        silent=f"Nobody at {place}: {{error}}. Check power, cable, address and baud rate.",
    )
    ended = ask_device(known, args, [question], unsaid)
    if ended is None:
        return 1
    said = described(known, ended.each)
    took = ended.milliseconds
    say(f"{known.title} answers at {place} after {took} ms: {said or 'acknowledged'}")
    return 0


def _observe(known: Driver, observing: Observing, args: argparse.Namespace) -> int:
    """With a hand at the device, where there is no question that needs none."""
    place = f"address {args.address} on {args.port}"
    unsaid = Unsaid(
        unopened="Not asked: {error}.",
        refused=f"Somebody is at {place} and refuses: {{error}}.",
        silent=f"Nothing learnt of {place}: {{error}}. Check power, cable, address and baud rate.",
    )
    for line in observing.asks.splitlines():
        say(line)
    watching = replace(known, session=lambda _addresses: observing.session())
    with of_driver(known):
        command = observing.command(args.address)
    ended = ask_device(watching, args, [command], unsaid)
    if ended is None:
        return 1
    say(described(known, ended.each))
    return 0


COMMAND = Command(
    name="probe",
    help="list serial ports and what is on USB, or ask whether a device is there",
    add=_add,
    run=_run,
)
