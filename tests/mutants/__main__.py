"""Tries the tests with small faults in the pure packages: `make mutants`, nightly (ADR 0018).

mutmut makes the mutants, has mypy refuse what no type checker would let pass, and runs against each
of the others the tests that call its function. This compares what survived with `survivors.toml`.
It fails where a mutant survives that is not there, where one that is there no longer survives,
where no test calls a function, and where more than 15 % of a package survive.

    python -m tests.mutants            run, then judge
    python -m tests.mutants judge      judge the run before
    python -m tests.mutants write      judge, and write the list anew; reasons are kept
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

LIST = Path(__file__).with_name("survivors.toml")
RUN = Path("mutants")  # where mutmut works
MOST = 0.15
UNEXPLAINED = "?"
REFUSED = "caught by type check"  # mutmut's word
PACKAGES = {
    "domain": ("broker.domain.",),
    "exchange, enquiries": ("broker.service.", "broker.bus."),
    "layout": ("queue_display.layout.",),
    "onbon": ("queue_display.models.onbon.",),
    "ff68": ("evaluator.",),
    "ef01": ("fingerprint.",),
    "escpos": ("kiosk.printing.",),
    "kiosk flows": (
        "kiosk.issuing.",
        "kiosk.ticket.",
        "kiosk.panel.",
        "kiosk.board.",
        "kiosk.clock_in.",
        "kiosk.guide_desk.",
        "kiosk.staff.",
    ),
}


@dataclass(frozen=True, order=True)
class Survivor:
    """A fault that no test sees: the lines it takes out of a function, and those it puts in."""

    function: str
    was: str
    now: str


@dataclass(frozen=True)
class Mutant:
    """One fault, and what became of it."""

    name: str
    status: str
    file: Path

    @property
    def function(self) -> str:
        """`module.function` or `module.Class.method`."""
        module, _, mangled = self.name.rpartition(".")
        plain = mangled.partition("__mutmut_")[0].replace("ǁ", ".")
        return f"{module}.{plain.removeprefix('x_').removeprefix('x.')}"

    @property
    def package(self) -> str:
        """The name of its package in the table."""
        return next(name for name, starts in PACKAGES.items() if self.name.startswith(starts))

    @property
    def reached(self) -> bool:
        """False for a `case _: assert_never(…)` taken out: mypy proves that nothing comes there."""
        return not self.survivor().was.startswith("case _:\nassert_never(")

    def survivor(self) -> Survivor:
        """What it changes."""
        lines = get_diff_for_mutant(self.name, path=self.file).splitlines()
        was = [line[1:].strip() for line in lines if line[:1] == "-" and line[:3] != "---"]
        now = [line[1:].strip() for line in lines if line[:1] == "+" and line[:3] != "+++"]
        return Survivor(self.function, "\n".join(was), "\n".join(now))


def run() -> int:
    """Let mutmut do its work; what was found before and has not changed is not tried again."""
    bin_folder = Path(sys.executable).parent
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(bin_folder / "mutmut"), "run", "--max-children", os.environ.get("JOBS", "1")],
        env={**os.environ, "PATH": path, "HALL_HYPOTHESIS": "mutants"},
        check=False,
    )
    return done.returncode  # survivors are no failure of mutmut's


def found() -> Iterator[Mutant]:
    """Every mutant of the run."""
    for file in sorted(RUN.rglob("*.meta")):
        source = file.relative_to(RUN).with_suffix("")
        for name, code in json.loads(file.read_text("utf-8"))["exit_code_by_key"].items():
            mutant = Mutant(name, status_by_exit_code[code], source)
            refused = mutant.status == "survived" and not mutant.reached
            yield replace(mutant, status=REFUSED) if refused else mutant


def listed() -> dict[Survivor, str]:
    """The list: survivors and why each may live."""
    rows = tomllib.loads(LIST.read_text("utf-8")).get("survivor", []) if LIST.exists() else []
    return {Survivor(row["function"], row["was"], row["now"]): row["why"] for row in rows}


def table(mutants: list[Mutant]) -> Iterator[str]:
    """The figures of each package, one line each."""
    yield f"{'':20}  mutants  refused  killed  survive      %  untested  not tried"
    for package in PACKAGES:
        here = Counter(each.status for each in mutants if each.package == package)
        every, alive = here.total(), here["survived"]
        refused, untested, left = here[REFUSED], here["no tests"], here["not checked"]
        killed = every - refused - alive - untested - left
        share = f"{alive / every:6.1%}" if every else "     –"
        yield (
            f"{package:20}  {every:7}  {refused:7}  {killed:6}  {alive:7} {share}  {untested:8}"
            f"  {left:9}"
        )


def troubles(mutants: list[Mutant], alive: set[Survivor], known: dict[Survivor, str]) -> list[str]:
    """Everything for which the run fails."""
    said = [f"survives, and is not listed: {_line(each)}" for each in sorted(alive - known.keys())]
    said += [f"listed, and no longer survives: {_line(e)}" for e in sorted(known.keys() - alive)]
    said += [f"listed without a reason: {_line(e)}" for e, why in known.items() if not _told(why)]
    for package in PACKAGES:
        here = Counter(each.status for each in mutants if each.package == package)
        if here["survived"] > MOST * here.total():
            said.append(f"{package}: more than {MOST:.0%} survive")
        if here["not checked"]:
            said.append(
                f"{package}: {here['not checked']} not tried; run `make mutants` to its end"
            )
    untested = {each.function for each in mutants if each.status == "no tests"}
    return said + [f"no selected test calls {each}" for each in sorted(untested)]


def _told(why: str) -> bool:
    return bool(why) and why != UNEXPLAINED


def _line(each: Survivor) -> str:
    return f"{each.function}: {each.was!r} → {each.now!r}"


def write(alive: set[Survivor], known: dict[Survivor, str]) -> None:
    """The list anew, with the reasons that are known."""
    head = LIST.read_text("utf-8").partition("[[survivor]]")[0] if LIST.exists() else ""
    rows = [
        "[[survivor]]\n"
        + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields)
        for each in sorted(alive)
        for fields in [
            (
                ("function", each.function),
                ("was", each.was),
                ("now", each.now),
                ("why", known.get(each, UNEXPLAINED)),
            )
        ]
    ]
    LIST.write_text(head + "\n".join(rows), "utf-8")


def main(words: list[str]) -> int:
    """See the module's docstring."""
    if not words and (failed := run()):
        return failed
    mutants = list(found())
    alive = {each.survivor() for each in mutants if each.status == "survived"}
    if words == ["write"]:
        write(alive, listed())
    said = troubles(mutants, alive, listed())
    sys.stdout.write("\n".join([*table(mutants), "", *said, ""]))
    return 1 if said else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
