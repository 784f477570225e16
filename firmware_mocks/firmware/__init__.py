"""What a simulated device is: all that its author imports.

Written from the makers' documents, never from our drivers: it may share a protocol's `spec`
(numbers from the manual), not its codec. `firmware_mocks.hosting` gives it a pty, a TCP port or
a memory cable, alone or with several on one bus.
"""

from __future__ import annotations

from firmware_mocks.firmware.shape import Firmware, Hand, Mock, Output, Send, Show

__all__ = ["Firmware", "Hand", "Mock", "Output", "Send", "Show"]
