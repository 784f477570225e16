"""What goes over a wire, transfer by transfer, for whoever asks to see it."""

from __future__ import annotations

import logging

trace = logging.getLogger("hall.trace")
"""Silent but at level DEBUG: `hall probe --trace`."""
