"""Independent programs, in an environment of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
PYTHON = HERE.parents[1] / ".venv-peer" / "bin" / "python"
MARKS = [
    pytest.mark.peer,
    pytest.mark.skipif(not PYTHON.exists(), reason="no .venv-peer: run `make peer`"),
]
