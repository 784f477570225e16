"""Reading hall.toml and its catalogue: what is right is read, what is wrong is named."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from broker.cli import main
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall, Wire
from broker.domain.timesheet.rulesets import RuleBook
from broker.settings import Examined, Settings, examine, files, load, load_without_items
from broker.settings.rule_book import load_rules
from broker.settings.sentences import sentence
from tests.efforts import tried

SMALL = Path(__file__).parent / "small_hall"
TOML = (SMALL / "hall.toml").read_text(encoding="utf-8")
CSV = (SMALL / "catalogue.csv").read_text(encoding="utf-8")


def write(folder: Path, toml: str | bytes = TOML, csv: str | bytes = CSV) -> Path:
    for name, content in (("hall.toml", toml), ("catalogue.csv", csv)):
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
    return folder / "hall.toml"


def test_a_hall_of_one_zone_is_said_to_have_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(write(tmp_path))]) == 0
    assert re.search(r"windows +\d+ in one zone\n", capsys.readouterr().out)


def fault(folder: Path, toml: str | bytes = TOML, csv: str | bytes = CSV) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(write(folder, toml, csv))
    return caught.value


def swapped(old: str, new: str) -> str:
    assert TOML.count(old) == 1, f"the test means one place: {old}"
    return TOML.replace(old, new)


def line_of(text: str, wanted: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if wanted in line)


def test_a_hall_is_read_whole(tmp_path: Path) -> None:
    settings = load(write(tmp_path), tmp_path / "run")
    assert settings.hall.hall.id == "small"
    assert settings.file == tmp_path / "hall.toml"
    assert [(i.department, i.number, i.name, i.queue) for i in settings.items] == [
        ("works", 1, "道路挖掘审批", "roads"),
        ("works", 2, "建设工程验线", "works"),
        ("civil", 1, "收养登记", "civil"),
        ("civil", 7, "收养登记", "civil"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "path", "near", "said", "remedy"),
    [
        ('zone = "east"', "zone = 3", "windows[0].zone", "zone = 3", "whole number", "text"),
        ("number = 2", "nummer = 2", "windows[1].nummer", "nummer", "no such", "`number`"),
        ("number = 2\n", "", "windows[1].number", "", "missing", "add a line `number"),
        ("number = 2", "number = 0", "windows[1].number", "number = 0", "range", "at least 1"),
        ("[1, 2, 3]", "[1, 9, 3]", "hours.weekdays[1]", "[1, 9", "range", "at most 7"),
        ('["08:30", "11:30"]', '["8:30", "11:30"]', "sessions[0][0]", '"8:30"', "form", "08:30"),
        ('["08:30", "11:30"]', '["08:30"]', "sessions[0]", '["08:30"]', "length", "exactly 2"),
        ('["works", "roads"]', "[]", "windows[0].queues", "queues = []", "length", "at least 1"),
        (
            "elderly = 2.0",
            "elderley = 2.0",
            "calling.rates.elderley",
            "elderley",
            "not one of",
            '"elderly"',
        ),
        (
            "elderly = 2.0",
            "elderly = nan",
            "calling.rates.elderly",
            "= nan",
            "nan is no",
            "more than 0",
        ),
        ("elderly = 2.0", "elderly = 'x'", "calling.rates.elderly", "= 'x'", "text", "number"),
        ("slot = 1", 'slot = 1\npin = "0000"', "staff[0].pin", "pin =", "not here", "hall pin set"),
        ('prefix = "A"', 'prefix = "O"', "queues[0].prefix", '"O"', "form", "look like 1 and 0"),
        ('prefix = "A"', 'prefix = "AI"', "queues[0].prefix", '"AI"', "form", "look like 1 and 0"),
        ('role = "clerk"', 'role = "boss"', "staff[0].role", '"boss"', "not one of", "director"),
        ('id = "1001"', 'id = "１００１"', "staff[0].id", "１００１", "form", "digits"),
        ('prefix = "A"', 'prefix = "a"', "queues[0].prefix", '"a"', "form", "capital"),
        (
            "px_per_mm = 3.0",
            "px_per_mm = inf",
            "kiosk.px_per_mm",
            "inf",
            "inf is no",
            "at most 100",
        ),
        ('id = "small"', 'id = "Small Hall"', "hall.id", "Small", "form", "lower-case"),
        ('timezone = "Asia/Shanghai"', 'timezone = "Jilin"', "hall.timezone", "Jilin", "zone", ""),
        ("[calling]", "[caling]", "caling", "[caling]", "no such", "`calling`"),
        (
            "[calling]",
            '[voice]\nengine = "piper"\n\n[calling]',
            "voice.engine",
            "piper",
            "not one of",
            "of: espeak-ng",
        ),
        ("[catalogue]\n", "[extra]\n", "catalogue", "", "missing", "[catalogue]"),
        (
            'file = "catalogue.csv"',
            'file = "gone.csv"',
            "catalogue.file",
            "gone",
            "no such file",
            "",
        ),
    ],
)
def test_a_misshapen_table_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, path: str, near: str, said: str, remedy: str
) -> None:
    broken = swapped(old, new)
    error = fault(tmp_path, broken)
    assert path in error.place
    assert said in error.problem
    assert remedy in error.remedy
    assert error.file == str(tmp_path / "hall.toml")
    if near:
        assert error.place.endswith(f"(line {line_of(broken, near)})")


def test_every_misshapen_table_is_heard_of_at_once(tmp_path: Path) -> None:
    broken = swapped("number = 2", "number = 0").replace('role = "clerk"', 'role = "boss"')
    errors = examine(write(tmp_path, broken)).errors
    assert [error.place.partition(" ")[0] for error in errors] == [
        "windows[1].number",
        "staff[0].role",
    ]


@pytest.mark.parametrize(
    ("toml", "place", "said"),
    [
        (b"[hall\nid = 1", "line 1", "Expected"),
        (
            b'[hall]\nid = "a"\nid = "b"\n',
            "line 3",
            "stands here for the second time, and on line 2 already",
        ),
        ("[hall]\nname = '政务'".encode("gb18030"), "line 2", "no UTF-8"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "whole file", "nested"),
        (b"a = " + b"9" * 5000, "", "limit"),
        (b"", "hall", "missing"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_with_its_line(
    tmp_path: Path, toml: bytes, place: str, said: str
) -> None:
    error = fault(tmp_path, toml)
    assert place in error.place
    assert said in error.problem
    assert error.remedy


@pytest.mark.parametrize(
    ("escape", "said"),
    [
        ("\\u001b[2J", "U+001B"),
        ("\\u202e", "U+202E"),
        ("\\n", "U+000A"),
        ("\\t", "U+0009"),
        ("\\u2028", "U+2028"),
    ],
)
def test_a_character_that_nobody_sees_is_named_with_its_line(
    tmp_path: Path, escape: str, said: str
) -> None:
    """In a name it went onto signs, slips and terminals."""
    text = TOML.replace('name = "', f'name = "{escape}', 1)
    error = fault(tmp_path, text)
    assert said in error.problem
    assert f"line {line_of(text, escape)}" in error.place


@pytest.mark.parametrize("escape", ["\\u200b", "\\ufeff", "\\u00ad", "\\ufe0f"])
def test_what_has_no_width_is_left_out_and_said(tmp_path: Path, escape: str) -> None:
    text = TOML.replace('name = "', f'name = "{escape}', 1)
    examined = examine(write(tmp_path, text))
    assert examined.settings is not None
    assert examined.settings.hall == load(write(tmp_path)).hall
    (warned,) = [each for each in examined.warnings if "left out" in each.problem]
    assert f"line {line_of(text, escape)}" in warned.place


@pytest.mark.parametrize("escape", [" ", "\\u200b", "\\u3000\\ufeff", "\\u00a0", "\\u2800"])
@pytest.mark.parametrize("key", ["name", "name_en", "guide_desk", "telephone"])
def test_a_text_in_which_nobody_sees_anything_is_refused(
    tmp_path: Path, key: str, escape: str
) -> None:
    without = re.sub(rf"^{key} = .*\n", "", TOML.split("[[", 1)[0], flags=re.MULTILINE)
    text = without.replace("[hall]\n", f'[hall]\n{key} = "{escape}"\n') + TOML[TOML.index("[[") :]
    error = fault(tmp_path, text)
    assert error.problem == "here stands nothing that anybody sees"
    assert error.place == f"hall.{key} (line {line_of(text, key)})"


def test_every_text_of_hall_toml_has_a_limit(tmp_path: Path) -> None:
    """One of 40,000 characters reached signs and screens."""
    free = re.findall(r'^(name(?:_en)?|guide_desk|telephone) = "', TOML, re.MULTILINE)
    assert len(free) > 15
    for nth in range(len(free)):
        places = re.finditer(r'^((?:name(?:_en)?|guide_desk|telephone) = ")', TOML, re.MULTILINE)
        place = [each.end() for each in places][nth]
        text = TOML[:place] + "长" * 40_000 + TOML[place:]
        error = fault(tmp_path, text)
        assert "length" in error.problem
        assert f"line {TOML[:place].count(chr(10)) + 1}" in error.place


def test_wide_spaces_and_rare_characters_may_stand_in_names(tmp_path: Path) -> None:
    """Not all that Python does not print is unseen: U+3000, and what newer fonts have."""
    for words in ("\u3000", "\U00020000", "é", "①"):
        load(write(tmp_path, TOML.replace('name = "', f'name = "{words}', 1)))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "hall.toml")
    with pytest.raises(ConfigError, match="may read"):
        load(tmp_path)
    assert examine(Path("a\0b")).errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_catalogue_is_read_in_what_offices_write(
    tmp_path: Path, encoding: str, ends: str
) -> None:
    settings = load(write(tmp_path, csv=CSV.replace("\n", ends).encode(encoding)))
    assert settings.items[2].name == "收养登记"
    assert len(settings.items) == 4


def test_hall_toml_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert load(write(tmp_path, TOML.encode("utf-8-sig"))).hall.hall.id == "small"


@pytest.mark.parametrize(
    ("csv", "place", "said"),
    [
        ("", "line 1", "is empty"),
        ("民政局,1,收养登记\n", "line 1", "'民政局,1,收养登记' does not name"),
        (CSV + "民政局,1,另一事项\n", "line 6", "already on line 4"),
        (CSV + "民政局,x,另一事项\n", "line 6", "no item number"),
        (CSV + "民政局,²,另一事项\n", "line 6", "no item number"),
        (CSV + f"民政局,{'9' * 5000},另一事项\n", "line 6", "no item number"),
        (CSV + "民政局,0,另一事项\n", "line 6", "no item number"),
        (CSV + "民政局,9,\n", "line 6", "no name"),
        (CSV + "民政局,9,收养,登记\n", "line 6", "4 columns"),
        (CSV + "渔业局,9,捕捞\n", "line 6", "no department '渔业局'"),
        (CSV + '\n\n民政局,9,"a\nb"\n渔业局,9,捕捞\n', "line 10", "no department"),
        (CSV + "民政局,9,\u200b\n", "line 6", "nothing that anybody sees"),
        (CSV + "民政局,9,\xa0\u3000\u2800\n", "line 6", "nothing that anybody sees"),
        (CSV + "民政局,9,收\0养\n", "line 6", "U+0000"),
        (CSV + "民政局,9,收\x1b[2J养\n", "line 6", "U+001B"),
        (CSV + "民政局,9,\u202e养收\n", "line 6", "U+202E"),
        (CSV + "民政局,9,收\ufffd\n", "line 6", "U+FFFD"),
        (CSV + f"民政局,9,{'收' * 40_000}\n", "line 6", "40000 characters"),
        (CSV + '民政局,9,"收养\n', "line 6", "never closed"),
        (CSV.encode() + b"\xff\xff\xff\n", "line 6", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_bad_catalogue_row_is_named_with_its_line(
    tmp_path: Path, csv: str | bytes, place: str, said: str
) -> None:
    error = fault(tmp_path, csv=csv)
    assert error.file == str(tmp_path / "catalogue.csv")
    assert place in error.place
    assert said in error.problem
    assert error.remedy


def test_where_the_runtime_directory_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HALL_RUN", raising=False)
    assert load(file).run == tmp_path / "var" / "small"
    monkeypatch.setenv("HALL_RUN", str(tmp_path / "named"))
    assert load(file).run == tmp_path / "named"
    assert load(file, Path("given")).run == tmp_path / "given"


@pytest.mark.parametrize(
    ("port", "place"),
    [
        ("/dev/ttyUSB0", "/dev/ttyUSB0"),
        ("tcp:192.0.2.7:5005", "tcp:192.0.2.7:5005"),
        ("192.0.2.7:5005", "192.0.2.7:5005"),
        ("tty/led-1", "{run}/tty/led-1"),
        ("led-1", "{run}/led-1"),
    ],
)
def test_a_port_is_a_place_to_open(tmp_path: Path, port: str, place: str) -> None:
    settings: Settings = load(write(tmp_path), tmp_path)
    assert settings.port(Wire(id="l", driver="d", port=port)) == place.format(run=tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated")


SCRAPS = st.sampled_from(
    ["[", "]", "[[", "{", "}", '"', "'", '"""', "=", ",", ".", "#", "\n", "\r", "\0", "-1", "nan"]
) | st.sampled_from(["1e999", "true", "1979-05-27", "é", "[[windows]]\n", "hall.id = 1\n"])
TABLES = [
    "hall", "hours", "catalogue", "calling", "ratings", "attendance", "kiosk", "zones",
    "departments", "queues", "windows", "staff", "lines", "displays", "evaluators", "readers",
    "kiosks", "guide_desks", "clock_ins",
]  # fmt: skip


def _sound(examined: Examined) -> None:
    assert (examined.settings is None) == bool(examined.errors)
    for error in examined.errors + examined.warnings:
        assert error.place
        assert error.problem
        assert error.remedy
        assert not re.search(r"\$\.|Traceback|msgspec|`(str|int|object|array)`", str(error))


@given(at=st.integers(0, len(TOML)), cut=st.integers(0, 30), scrap=SCRAPS | st.text(max_size=6))
@tried(300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mangled_text_ends_in_a_traceback(folder: Path, at: int, cut: int, scrap: str) -> None:
    mangled = TOML[:at] + scrap + TOML[at + cut :]
    _sound(examine(write(folder, mangled.encode("utf-8", "surrogatepass"))))


VALUES = st.sampled_from(
    ['""', '"x"', "0", "-1", "1.5", "nan", "true", "[]", "[[]]", "{}", "{ a = 1 }", '["", ""]']
) | st.sampled_from(["inf", "1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", "9" * 18, "9" * 30])


@given(data=st.data())
@tried(300)
def test_no_misplaced_value_ends_in_a_traceback(folder: Path, data: st.DataObject) -> None:
    rows = TOML.splitlines()
    pairs = [index for index, row in enumerate(rows) if " = " in row]
    index = data.draw(st.sampled_from(pairs))
    rows[index] = f"{rows[index].partition(' = ')[0]} = {data.draw(VALUES)}"
    _sound(examine(write(folder, "\n".join(rows) + "\n")))


@given(name=st.sampled_from(TABLES), value=VALUES)
def test_no_table_of_another_kind_ends_in_a_traceback(folder: Path, name: str, value: str) -> None:
    kept = re.sub(rf"^\[\[?{name}[\].][^\[]*(?:\n(?!\[)[^\n]*)*\n", "", TOML, flags=re.MULTILINE)
    _sound(examine(write(folder, f"{name} = {value}\n{kept}")))


@given(raw=st.binary(max_size=200))
def test_no_catalogue_ends_in_a_traceback(folder: Path, raw: bytes) -> None:
    _sound(examine(write(folder, csv=CSV.encode() + raw)))


def test_what_has_no_width_is_left_out_of_an_items_name_and_said(tmp_path: Path) -> None:
    examined = examine(write(tmp_path, csv=CSV + "民政局,9,个体\u200b工商\xa0户\n"))
    assert examined.settings is not None
    assert examined.settings.items[-1].name == "个体工商 户"
    (warned,) = [each for each in examined.warnings if "left out" in each.problem]
    assert warned.place == "line 6"


def test_widths_blanks_and_hidden_characters_make_no_other_department_or_queue(
    tmp_path: Path,
) -> None:
    csv = CSV + "民\u200b政 局,9,收养\nＷＯＲＫＳ,9,道\u3000路挖掘\n"
    items = load(write(tmp_path, csv=csv)).items
    assert [(each.department, each.queue) for each in items[-2:]] == [
        ("civil", "civil"),
        ("works", "roads"),
    ]


def test_a_character_that_no_sign_has_is_told_with_what_it_shows(tmp_path: Path) -> None:
    text = TOML.replace('name = "', 'name = "𠮷', 1)
    examined = examine(write(tmp_path, text))
    assert examined.settings is not None
    (warned,) = [each for each in examined.warnings if "no 𠮷" in each.problem]
    assert "U+20BB7" in warned.problem
    assert warned.problem.endswith("show 吉")
    assert f"line {line_of(text, '𠮷')}" in warned.place
    fine = TOML.replace('name = "', 'name = "¥㎡é', 1)
    assert len(examine(write(tmp_path, fine)).warnings) == len(examined.warnings) - 1
    with_item = examine(write(tmp_path, csv=CSV + "民政局,9,𠮷祥😀登记\n"))
    assert any(each.place == "line 6" and "𠮷" in each.problem for each in with_item.warnings)


@pytest.mark.parametrize("read", [load, load_rules])
def test_a_file_without_an_end_is_refused(read: Callable[[Path], object]) -> None:
    with pytest.raises(ConfigError, match="/dev/zero: the whole file: it is larger than 32 MB"):
        read(Path("/dev/zero"))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("read", [load, load_rules])
def test_a_pipe_that_nobody_writes_into_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="the whole file: nobody writes into it"):
        read(tmp_path / "pipe")


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    text = b"x" * 200_000  # more than a pipe holds

    def write_it() -> None:
        (tmp_path / "pipe").write_bytes(text)

    writer = threading.Thread(target=write_it)
    writer.start()
    assert files.contents(tmp_path / "pipe") == text
    writer.join()


def test_a_hot_key_of_the_wrong_form_is_told_by_an_example(tmp_path: Path) -> None:
    found = fault(tmp_path, TOML + '\n[panel]\nhot_keys.show = "Bogus+9"\n')
    assert "Ctrl+Alt+N" in found.remedy
    assert "(" not in found.remedy


def _patterns(kind: Any) -> Iterator[str]:
    """Of all that may stand in a file."""
    for meta in getattr(kind, "__metadata__", ()):
        yield from [meta.pattern] if isinstance(meta, Meta) and meta.pattern else []
    if isinstance(kind, type) and issubclass(kind, Struct):
        for each in msgspec.structs.fields(kind):
            yield from _patterns(each.type)
    for each in (getattr(kind, "__origin__", None), *get_args(kind)):
        if each is not None and each is not get_origin(kind):
            yield from _patterns(each)


@pytest.mark.parametrize("pattern", sorted({*_patterns(Hall), *_patterns(RuleBook)}))
def test_no_pattern_is_told_raw(pattern: str) -> None:
    told = sentence(f"Expected `str` matching regex '{pattern}'", str)
    assert pattern not in told[2]


def test_status_says_first_that_the_hall_does_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path)
    words = ["status", "--hall", str(file), "--run", str(tmp_path / "run"), "--language", "en"]
    assert main(words) == 1
    assert "hall.toml: the hall: it does not run" in capsys.readouterr().err


def test_whoever_needs_no_items_is_not_kept_out_by_a_damaged_catalogue(tmp_path: Path) -> None:
    """Status, a backup, a punch: just then they are wanted."""
    folder = Path(shutil.copytree(Path(__file__).parent / "small_hall", tmp_path / "hall"))
    file = folder / "hall.toml"
    whole = load(file, tmp_path)
    table = folder / whole.hall.catalogue.file
    table.write_text("what, is, this\n", "utf-8")
    with pytest.raises(ConfigError):
        load(file, tmp_path)
    found = load_without_items(file, tmp_path)
    assert (found.hall, found.run, found.items) == (whole.hall, whole.run, ())
    file.write_text(file.read_text("utf-8") + "\n[broken\n", "utf-8")
    with pytest.raises(ConfigError):
        load_without_items(file, tmp_path)
