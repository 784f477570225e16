"""Errors of the hall, sorted by who must act on them.

Bad arguments from our own code stay `ValueError`. Third-party exceptions are
turned into one of these at the edge where they appear and travel no further.
"""

from __future__ import annotations


class HallError(Exception):
    """Base of all errors the hall raises on purpose."""


class ConfigError(HallError):
    """The installer must mend a file.

    The sentence names the file, the place in it and the remedy.
    """

    def __init__(self, file: str, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {place}: {problem} — {remedy}")
        self.file = file
        self.place = place
        self.problem = problem
        self.remedy = remedy


class LinkError(HallError):
    """A wire failed. The runner retries; nobody else need act."""


class LinkClosed(LinkError):
    """The other end is gone or we closed: unplugged cable, ended process, closed socket."""


class LinkBusy(LinkError):
    """The port exists and somebody else holds it."""


class LinkMissing(LinkError):
    """The port does not exist, or nobody listens at the address."""


class DeviceError(HallError):
    """A device did not do what it was asked. Its service reports it."""


class DeviceRefused(DeviceError):
    """The device answered, and the answer was no."""


class DeviceNoAnswer(DeviceError):
    """The device stayed silent through every retry."""


class CertificateError(HallError):
    """The hall's keys cannot be made, read or believed; the installer must look at their folder."""


class DomainError(HallError):
    """The rules of the hall say no: a sentence for the person who asked."""


class WireError(HallError):
    """A message on the bus could not be read. Stays inside the bus."""


class BusError(HallError):
    """The broker could not be reached or refused us; the bus reconnects by itself."""


class IdentityHeld(HallError):
    """Another process is this kiosk, board, panel or service already. It goes on; we end."""

    def __init__(self, name: str, holder: str) -> None:
        super().__init__(
            f"{name}: {holder} is {name} already; it goes on and this one ends. End that one first,"
            " or give this one a name of its own (a second board: `hall run board 2`)"
        )


class StoreError(HallError):
    """The ledger's file could not be read or written."""


class StoreKnown(StoreError):
    """A known trouble of the machine (disk full, file damaged, held by another): staff can act."""


class DiskRefuses(StoreKnown):
    """The disk takes or gives nothing now (full, an error of reading or writing); later it may."""


class StoreBug(StoreError):
    """Something the code should have prevented: a report to the developers is due."""
