"""What PySide compiles at every start, compiled once.

How it works. PySide's library carries 3,500 lines of Python as text: what it says where a call is
given the wrong arguments. Each process that imports it compiles them all, a seventh of what the
barest screen takes. They come through a module `signature_bootstrap`, which the library fills and
runs; a `compile` that stands in it already is asked in place of Python's own. Ours knows each text
by Python's hash of a source and hands out the bytecode that an earlier process made, from a file
beside our own. It cannot fail: what is not there, damaged, or of another PySide or Python is
compiled as ever, and where PySide goes another way, nobody asks.

One of the modules writes stubs for editors. No screen ever needs it, so it waits until it is asked.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from types import CodeType, ModuleType
from zlib import crc32

BOOTSTRAP = "signature_bootstrap"
_ON_DEMAND = "/pyi_generator.py"
_SEAL = 4  # bytes
_WHOLE_WHEN_ASKED = """
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    del globals()["__getattr__"]
    exec(compile({text!r}, {file!r}, "exec"), globals())
    return globals()[name]
"""

Known = dict[str, tuple[bytes, CodeType]]  # by the file: the hash of its text, and its bytecode


class Signatures:
    """The bytecode of what PySide carries as text, in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _read(file)
        self._asked: Known = {}
        self._anew = False

    def compile(self, text: bytes, name: str, mode: str) -> CodeType:
        """As the builtin does it."""
        digest = source_hash(text)
        known = self._known.get(name)
        if known is None or known[0] != digest:
            known = (digest, _compiled(text, name, mode))
            self._anew = True
        self._asked[name] = known
        return known[1]

    def keep(self) -> None:
        """Have for the next process what this one had to compile; as Python does with ours, at once
        and only where it may write."""
        if self._anew and not sys.dont_write_bytecode:
            with suppress(OSError):
                _write(self._file, MAGIC_NUMBER + marshal.dumps(self._asked))


def _compiled(text: bytes, name: str, mode: str) -> CodeType:
    if name.endswith(_ON_DEMAND):
        return compile(_WHOLE_WHEN_ASKED.format(text=text, file=name), name, mode)
    return compile(text, name, mode, dont_inherit=True)


def _read(file: Path) -> Known:
    try:
        written = file.read_bytes()
        content = memoryview(written)[_SEAL:]
        if written[:_SEAL] != _seal(content) or content[: len(MAGIC_NUMBER)] != MAGIC_NUMBER:
            return {}
        known: Known = marshal.loads(content[len(MAGIC_NUMBER) :])  # noqa: S302  # as Python its own
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return known


def _write(file: Path, content: bytes) -> None:
    """Whole, for whoever reads it meanwhile; not surely on the disk: its checksum tells."""
    file.parent.mkdir(exist_ok=True)
    new = file.with_suffix(f".new-{os.getpid()}")
    new.write_bytes(_seal(content) + content)
    new.replace(file)


def _seal(content: bytes | memoryview) -> bytes:
    return crc32(content).to_bytes(_SEAL, "big")


@cache
def remember() -> Signatures:
    """Have PySide find them, before it is imported; afterwards they change nothing."""
    beside = Path(__file__).with_name("pyside_signatures.py")
    known = Signatures(Path(cache_from_source(str(beside))).with_suffix(".kept"))
    if BOOTSTRAP not in sys.modules:
        module = ModuleType(BOOTSTRAP)
        vars(module)["compile"] = known.compile
        sys.modules[BOOTSTRAP] = module
    return known
