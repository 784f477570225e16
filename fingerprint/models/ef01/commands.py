"""What our side may ask of an EF01 module.

Only instructions that mean the same on every module of the family. UpChar, DownChar and the
image transfers are left out on purpose: templates and images stay in the reader
(docs/protocols/ef01.md, "What we do not send").
"""

from __future__ import annotations

from dataclasses import dataclass

from fingerprint.models.ef01.spec import FACTORY_PASSWORD, Register


@dataclass(frozen=True, slots=True)
class GetImage:
    """Look at the glass once: OK with a finger on it, NO_FINGER without."""


@dataclass(frozen=True, slots=True)
class GenerateFeatures:
    """Make features of the last image, into `buffer`."""

    buffer: int = 1


@dataclass(frozen=True, slots=True)
class Match:
    """Compare buffers 1 and 2."""


@dataclass(frozen=True, slots=True)
class SearchTemplates:
    """Find `buffer` among `count` slots from `start`."""

    buffer: int
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class MergeTemplate:
    """Make one template of buffers 1 and 2 (RegModel)."""


@dataclass(frozen=True, slots=True)
class StoreTemplate:
    """Keep the template of `buffer` in `slot`."""

    buffer: int
    slot: int


@dataclass(frozen=True, slots=True)
class LoadTemplate:
    """Fetch `slot` into `buffer`, inside the module."""

    buffer: int
    slot: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Forget `count` slots from `slot`."""

    slot: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Empty:
    """Forget every template."""


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Write a register. `Register.BAUD` is refused by `encode`: it strands modules."""

    register: Register
    value: int


@dataclass(frozen=True, slots=True)
class ReadParameters:
    """Ask for status, capacity, security level, packet size and baud rate."""


@dataclass(frozen=True, slots=True)
class SetPassword:
    """Give the module a new password. A lost one makes the module useless: note it first."""

    password: int


@dataclass(frozen=True, slots=True)
class VerifyPassword:
    """Say the password; until then a module with one refuses everything else."""

    password: int = FACTORY_PASSWORD


@dataclass(frozen=True, slots=True)
class CountTemplates:
    """Ask how many slots are taken."""


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """Ask which of the 256 slots of `page` are taken."""

    page: int = 0


Command = (
    GetImage
    | GenerateFeatures
    | Match
    | SearchTemplates
    | MergeTemplate
    | StoreTemplate
    | LoadTemplate
    | Delete
    | Empty
    | SetParameter
    | ReadParameters
    | SetPassword
    | VerifyPassword
    | CountTemplates
    | ReadIndex
)
