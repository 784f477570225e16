"""How a screen ends that staff have sent away: whoever watches it does not start it again."""

from __future__ import annotations

STATUS = 79  # one more than sysexits.h has
