"""What draw.toml asks for is checked, by type and against the reference; a damaged reference is told by path and row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from edition import contents
from test_drawn_tables import PLAN, TABLES, root  # noqa: F401 - the made-up reference

from bosetting.cli import main
from bosetting.inputs.told.faults import BadInput
from bosetting.sources.draw.drawing import draw

FILE = "data/2018/draw.toml"
A_LIST = "Expected a list of years, quarters or dates. Correct it, or remove it."
WHOLE = "Expected none, since the table is not drawn by it. Correct it, or remove it."
HELD = "data/reference"
FILL = "Correct it, or fill the reference."
ASKED = {
    "[population]\nperiods = [nan]": f"population.periods: [nan] cannot be used. {A_LIST}",
    "[population]\nperiods = []": f"population.periods: [] cannot be used. {A_LIST}",
    "[population]\nperiods = [true]": f"population.periods: [true] cannot be used. {A_LIST}",
    "[population]\nperiods = [2017.0]": f"population.periods: [2017.0] cannot be used. {A_LIST}",
    "[population]\nperiods = 2017": f"population.periods: 2017 cannot be used. {A_LIST}",
    '[population]\nperiods = "2017"': f'population.periods: "2017" cannot be used. {A_LIST}',
    "[population]\nperiods = [2017-01-01T00:00:00]": "population.periods: [2017-01-01 00:00:00] cannot be used. "
    + A_LIST,
    "[population]\nlatest = -1": "population.latest: -1 cannot be used. Expected a whole number of at least 1. "
    "Correct it, or remove it.",
    '[population]\nlatest = "x"': 'population.latest: "x" cannot be used. Expected a whole number of at least 1. '
    "Correct it, or remove it.",
    "[population]\nlatest = true": "population.latest: true cannot be used. Expected a whole number of at least 1. "
    "Correct it, or remove it.",
    "[settled]\nlast = 17": "settled.last: 17 cannot be used. Expected a year. Correct it, or remove it.",
    '[settled]\nlast = "2017"': 'settled.last: "2017" cannot be used. Expected a year. Correct it, or remove it.',
    "[settled]\nnote = 1": "settled.note: 1 cannot be used. Expected a text. Correct it, or remove it.",
    "[settled]\nlast = 2017\nlatest = 1": "settled.last: stands beside latest. Expected one of the two. "
    "Remove one of them.",
    "[outcomes]\nperiods = [2017]": f"outcomes.periods: [2017] cannot be used. {WHOLE}",
    "[outline]\nlatest = 1": f"outline.latest: 1 cannot be used. {WHOLE}",
    "[municipalities]\nlast = 2017": f"municipalities.last: 2017 cannot be used. {WHOLE}",
    "[municipalities]\nperiods = [2016, 2017]": "municipalities.periods: [2016, 2017] cannot be used. "
    "Expected a list of one period. Correct it, or remove it.",
    "[municipal_parts]\nlatest = 2": "municipal_parts.latest: 2 cannot be used. Expected 1, since the table is of one "
    "period. Correct it, or remove it.",
    '[population]\nperiods = ["2017-01-02"]': f"population.periods: {HELD}/population.csv holds nothing of 2017-01-02. "
    f"Expected one of 2017-01-01, 2018-01-01. {FILL}",
    "[municipalities]\nperiods = [1817]": f"municipalities.periods: {HELD}/language.csv holds nothing of 1817. "
    f"Expected one of 2017. {FILL}",
    "[published_requests]\nperiods = [2030]": f"published_requests.periods: {HELD}/requests.csv holds nothing of 2030. "
    f"Expected one of 2017, 2018. {FILL}",
    "[settled]\nlast = 1999": f"settled.last: {HELD}/settled.csv holds nothing of 1999 or earlier. "
    f"Expected one of 2016. {FILL}",
}


@pytest.mark.parametrize("plan", ASKED)
def test_a_value_that_draws_nothing_is_refused(plan: str, root: Path) -> None:  # noqa: F811
    (root / FILE).write_text(f"{plan}\n", encoding="utf-8")
    before = contents(root)
    with pytest.raises(BadInput) as refused:
        draw(root, 2018)
    assert [str(fault) for fault in refused.value.faults] == [f"{FILE}, {ASKED[plan]}"]
    assert contents(root) == before


@pytest.mark.parametrize("plan", ["", "# nothing\n"])
def test_a_plan_of_nothing_is_refused(plan: str, root: Path) -> None:  # noqa: F811
    (root / FILE).write_text(plan, encoding="utf-8")
    with pytest.raises(
        BadInput, match=f"{FILE}: it names no table to draw. Expected some of municipalities, "
    ):
        draw(root, 2018)


@pytest.mark.parametrize(
    "plan", ["[population]\nperiods = [2017-01-01]\n", "[published_requests]\nlatest = 1\n"]
)
def test_what_is_held_is_drawn(plan: str, root: Path) -> None:  # noqa: F811
    (root / FILE).write_text(plan, encoding="utf-8")
    [table] = [name for name in draw(root, 2018).files if name.endswith(".csv")]
    assert len(draw(root, 2018).files[table].splitlines()) > 1


ANEW = "Mend the file, or get the reference anew."
DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "two bytes": (
        lambda _: b"\xff\xff",
        ", row 1, code: the column is missing. Expected "
        "code,period,measure,value,low,high,status,published. " + ANEW,
    ),
    "nothing": (lambda _: b"", f", row 1: the file is empty. Expected a header. {ANEW}"),
    "NUL bytes": (
        lambda c: c + b"\0",
        ": the file cannot be read: the file holds NUL bytes and is not text. ",
    ),
    "a quote": (lambda c: c + b'"', ": the file cannot be read: a quote is opened and never closed. "),
    "two encodings": (lambda c: c + "å".encode() + b"\xff", ", row 7 is not UTF-8"),
    "a cell too many": (
        lambda c: c.replace(b"residents,6000,", b"residents,6000,,", 1),
        f", row 2: 11 cells. Expected 10, one for each column. {ANEW}",
    ),
    "no number": (
        lambda c: c.replace(b"residents,6000,", b"residents,many,", 1),
        ', row 2, value: "many" is not a number. Expected a number with a decimal point. Correct the value.',
    ),
    "no day": (
        lambda c: c.replace(b"2017-03-01", b"soon", 1),
        ', row 2, published: "soon" is not a date. Expected a date written YYYY-MM-DD. Correct the value.',
    ),
    "no day at all": (
        lambda c: c.replace(b"2017-03-01", b"", 1),
        ", row 2, published: the cell is blank. Expected a value. Give it, or remove the row.",
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_reference_is_told_with_its_path(case: str, root: Path, capsys) -> None:  # noqa: F811
    damage, told = DAMAGE[case]
    path = root / "data" / "reference" / "population.csv"
    path.write_bytes(damage(path.read_bytes()))
    before = contents(root)
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(root), "draw", "2018"])
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert said.startswith("data/reference/population.csv")
    assert told.replace(" is not UTF-8", "") in said or told in said
    assert contents(root) == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("content", [b"\xff\xff", b"", b"a,b\n1,2\n", b"\0"])
def test_no_table_of_the_reference_may_be_damaged(
    table: str,
    content: bytes,
    root: Path,  # noqa: F811
) -> None:
    (root / "data" / "reference" / f"{table}.csv").write_bytes(content)
    (root / FILE).write_text(PLAN, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        draw(root, 2018)
    assert {fault.file for fault in refused.value.faults} == {f"data/reference/{table}.csv"}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "it is empty"),
        (b"[]", "it is a list, not an object"),
        (b"{", "it ends before it is whole (row 1, character 2)"),
        (b'{"resources": 1}', "resources is a number, not a list of tables"),
    ],
)
def test_a_damaged_description_is_told(content: bytes, what: str, root: Path) -> None:  # noqa: F811
    (root / "data" / "2018" / "datapackage.json").write_bytes(content)
    with pytest.raises(BadInput) as refused:
        draw(root, 2018)
    assert str(refused.value) == (
        f"data/2018/datapackage.json: the file cannot be used: {what}. Expected a Data Package. "
        "Mend the file, or remove it to have it made anew."
    )


def test_a_damaged_table_of_the_year_is_drawn_anew(root: Path) -> None:  # noqa: F811
    draw(root, 2018).write()
    path = root / "data" / "2018" / "population.csv"
    whole = path.read_bytes()
    path.write_bytes(b"\0" + whole)
    drawn = draw(root, 2018)
    assert [str(change) for change in drawn.changes] == ["population.csv: other bytes"]
    drawn.write()
    assert path.read_bytes() == whole
