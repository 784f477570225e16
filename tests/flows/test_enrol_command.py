"""`hall enrol` beside a running hall and a simulated module; all people are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from broker import cli
from broker.commands import enrol
from broker.domain.enrolment.facts import ConsentGiven, ErasureOrdered, FingerKept, FingersErased
from tests.stages.enrolling import Hall, enrolling


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with enrolling(tmp_path_factory.mktemp("enrol")) as running:
        yield running


Told = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def told(hall: Hall, capsys: pytest.CaptureFixture[str]) -> Told:
    def tell(*words: str, fingers: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        hall.hands.fingers = list(fingers)
        hall.hands.line.hand("lift")
        place = ("--hall", str(hall.settings.file), "--run", str(hall.settings.run))
        status = cli.main(["enrol", *words, *place])
        captured = capsys.readouterr()
        return status, (captured.out + captured.err).splitlines()

    return tell


def test_nobody_without_a_consent_and_none_before_oneself(hall: Hall, told: Told) -> None:
    status, said = told("101", "--by", "900")
    assert (status, "--consent" in said[0]) == (1, True)
    status, said = told("900", "--by", "900", "--consent", "v1")
    assert (status, said) == (
        1,
        ["Not recorded: Nobody enrols themselves; ask somebody else."],
    )
    assert hall.facts(ConsentGiven) == []


def test_two_fingers_and_back(hall: Hall, told: Told) -> None:
    words = ("101", "--by", "900", "--consent", "v1")
    status, said = told(*words, fingers=("left", "left", "right", "right"))
    assert (status, said) == (
        0,
        [
            "The consent to v1 is recorded.",
            *("Finger 1:", "  Press the finger on the glass", "  Lift the finger"),
            *("  Press the same finger once more", "  Taken; it is being recorded", "  Enrolled"),
            *("Finger 2:", "  Press the finger on the glass", "  Lift the finger"),
            *("  Press the same finger once more", "  Taken; it is being recorded", "  Enrolled"),
        ],
    )
    assert hall.held() == {"0", "1", "7"}
    assert [(each.staff, each.slot) for each in hall.facts(FingerKept)] == [("101", 0), ("101", 1)]
    name = hall.settings.hall.staff[0].name
    nobody = "door    7  of nobody the hall knows"
    kept = [f"door    0  {name} 101", f"door    1  {name} 101"]
    assert told("--list") == (0, [*kept, nobody])
    status, said = told("102", *words[1:], fingers=("right", "right"))
    assert (status, said[-1]) == (1, f"  This finger is that of {name} 101; take another one")
    status, said = told("101", "--by", "101", "--withdraw")
    proof = "door: emptied, as its index says: 0, 1; it keeps 1 of others."
    assert (status, said) == (0, [proof])
    assert hall.held() == {"7"}
    assert [each.slots for each in hall.facts(FingersErased)] == [(0, 1)]
    assert told("--list") == (0, [nobody])
    none = ["door: holds none of them, as its index says."]
    assert told("102", "--by", "900", "--left") == (0, none)


def test_what_is_nobodys_is_told_and_erased_with_proof(hall: Hall, told: Told) -> None:
    status, said = told("--erase", "7", "--by", "101")
    assert (status, said) == (1, ["Not recorded: Staff number 101 may not do this."])
    assert "7" in hall.held()
    emptied = ["door: emptied, as its index says: 7."]
    assert told("--erase", "7", "--by", "900") == (0, emptied)
    assert "7" not in hall.held()
    assert [(each.slots, each.by) for each in hall.facts(ErasureOrdered)] == [((7,), "900")]
    assert (hall.facts(FingersErased)[-1].staff, hall.facts(FingersErased)[-1].slots) == ("", (7,))
    assert told("--list") == (0, [])


def test_whoever_gives_up_leaves_the_reader_free(
    hall: Hall, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was busy for a minute with a finger that nobody would press, and blamed somebody else."""
    words = ("103", "--by", "900", "--consent", "v1", "--fingers", "1")
    with monkeypatch.context() as patch:
        patch.setattr(enrol, "say", _interrupted_at("  Press the finger on the glass"))
        assert told(*words)[0] == 130
    hall.hands.line.hand("lift")
    status, said = told(*words, fingers=("thumb", "thumb"))
    assert (status, said[-1]) == (0, "  Enrolled")
    assert told("103", "--by", "900", "--left")[0] == 0


def _interrupted_at(words: str) -> Callable[[str], None]:
    def say(text: str) -> None:
        if text == words:
            raise KeyboardInterrupt

    return say


def test_what_is_missing_is_said_at_once(told: Told) -> None:
    for words, said in (
        ((), "staff"),
        (("101",), "--by"),
        (("101", "--by", "900", "--consent", "v1", "--reader", "x"), "use one of: door"),
    ):
        status, heard = told(*words)
        assert (status, said in heard[0]) == (1, True), heard
