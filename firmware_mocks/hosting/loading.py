"""Simulated devices by name, refused with a sentence where what is installed does not fit."""

from __future__ import annotations

from broker.domain.errors import ConfigError
from broker.registry import Group, load
from firmware_mocks.firmware import Firmware, Mock
from firmware_mocks.firmware.fitting import Misfit, fitting_device, fitting_mock

_REMEDY = "correct its package, or uninstall it; docs/new-device.md says what fits"


def mock(name: str) -> Mock:
    """The simulated device of this name. `ConfigError` where there is none, or it does not fit."""
    found = load(Group.MOCK, name)
    try:
        return fitting_mock(found, name)
    except Misfit as error:
        raise ConfigError(Group.MOCK, name, str(error), _REMEDY) from error


def device(known: Mock, address: int, options: dict[str, str]) -> Firmware:
    """One of them at `address`. ValueError where an option is wrong, `ConfigError` as above."""
    made = known.make(address, options)
    try:
        return fitting_device(known, made)
    except Misfit as error:
        raise ConfigError(Group.MOCK, known.name, str(error), _REMEDY) from error
