"""The API a driver is written against, as text: signatures, fields and defaults, no docstrings.

`python -m tests.arch.driver_api` writes it to docs/driver-api.txt. It is read from the sources and
not from the imported modules, so that it stands as it was written: `list[Action]`, not what that
is made of, and the same on every version of Python.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator

from tests.arch.source import ROOT, Function

TEXT = ROOT / "docs" / "driver-api.txt"
MODULES = (
    "broker.link.base",
    "broker.service.session",
    "broker.service.exchange",
    "broker.service.retry_policy",
    "broker.service.driver",
    "broker.registry",
    "broker.domain.errors",
    "broker.domain.inventory",
    "broker.domain.machinery",
    "broker.domain.hall",
    "broker.domain.ids",
    "broker.domain.ratings.facts",
    "queue_display.driver",
    "queue_display.glass",
    "queue_display.layout",
    "evaluator.driver",
    "evaluator.dialogue",
    "evaluator.asking",
    "fingerprint.driver",
    "fingerprint.reading",
    "fingerprint.terminal",
    "kiosk.input.came",
    "kiosk.input.driver",
    "kiosk.input.id_card",
    "kiosk.input.private",
    "kiosk.printing.driver",
    "kiosk.printing.slip",
    "kiosk.printing.trouble",
    "firmware_mocks.firmware.shape",
    "firmware_mocks.firmware.looks",
    "firmware_mocks.firmware.paper",
    "firmware_mocks.firmware.options",
)
ADVICE = (
    "The API of drivers changed. Where that is meant, update docs/driver-api.txt with\n"
    "    .venv/bin/python -m tests.arch.driver_api\n"
    "and add a line to CHANGELOG, [Unreleased], that says what changed and ends in"
)


def written() -> str:
    """The whole API, a heading for each module."""
    return "\n".join(f"# {module}\n\n{rendered(source(module))}" for module in MODULES)


def source(module: str) -> str:
    place = ROOT.joinpath(*module.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return file.read_text("utf-8")


def digest(text: str) -> str:
    """Eight signs that stand for the text: another text has others."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def mark(text: str) -> str:
    """How the CHANGELOG names the API."""
    return f"(driver API `{digest(text)}`)"


def rendered(text: str) -> str:
    """What is public of a module, in its order."""
    return "".join(f"{line}\n" for node in ast.parse(text).body for line in _top(node)).lstrip("\n")


def _top(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef() if _public(node.name):
            yield from _class(node)
        case ast.FunctionDef() | ast.AsyncFunctionDef() if _public(node.name):
            yield f"\n{_signature(node)}"
        case ast.Assign() | ast.AnnAssign():
            yield from _value(node)


def _class(node: ast.ClassDef) -> Iterator[str]:
    yield ""
    yield from (f"@{ast.unparse(each)}" for each in node.decorator_list)
    within = [*node.bases, *node.keywords]
    yield f"class {node.name}" + (f"({', '.join(map(ast.unparse, within))})" if within else "")
    for each in node.body:
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if _public(each.name):
                yield f"    {_signature(each)}"
            case ast.Assign() | ast.AnnAssign():
                yield from (f"    {line}" for line in _value(each))


def _signature(node: Function) -> str:
    marks = "".join(f"@{ast.unparse(each)} " for each in node.decorator_list)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns is not None else ""
    return f"{marks}{node.name}({ast.unparse(node.args)}){returns}"


def _value(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    """A field, a member of an enum, a constant or the name of a type."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    text = ast.unparse(node)
    if isinstance(target, ast.Name) and _public(target.id) and "= TypeVar(" not in text:
        yield text


def _public(name: str) -> bool:
    return name == "__init__" or not name.startswith("_")


if __name__ == "__main__":
    TEXT.write_text(written(), "utf-8")
    print(f"{ADVICE}\n    {mark(written())}")  # noqa: T201  # a command says what is left to do
