"""Faults are told so that they can be read, and cannot steer the terminal."""

import json

import pytest

from bosetting.inputs.told.faults import BadInput, Fault, collected
from bosetting.inputs.told.nearest import nearest
from bosetting.inputs.told.printable import disturbing, invisible, one_line, printable


def cell(row: int, column: str = "asked", what: str = '"SANN" is not true or false') -> Fault:
    return Fault("t.csv", row, column, what, "true or false", "Save it with true/false")


def test_a_column_wrong_throughout_is_one_line() -> None:
    faults = [
        cell(row, what=f'"{"SANN" if row % 2 else "USANN"}" is not true or false') for row in range(2, 9303)
    ]
    (told,) = collected([*faults, *faults])
    assert str(told) == (
        't.csv, asked: "USANN" is not true or false; so in 9,301 rows, first row 2. Expected true or false. '
        "Save it with true/false."
    )
    assert told.as_dict()["stands_for"] == 9301


def test_at_most_twenty_lines_of_a_file_and_then_a_number() -> None:
    faults = [cell(row, f"c{row}") for row in range(100)]
    other = Fault("u.csv", 2, "a", "b", "c", "d")
    told = collected([faults[0], other, *faults[1:]])
    assert told[:3] == (faults[0], other, faults[1])
    assert str(told[-1]) == "t.csv: and 80 more in this table. Mend those above, and check again."
    assert (len(told), sum(fault.stands_for for fault in told)) == (22, 101)
    assert BadInput(faults).faults == collected(faults)


def test_few_faults_are_told_one_by_one() -> None:
    faults = tuple(cell(row) for row in (2, 5, 9))
    assert collected(faults) == faults


HOSTILE = "\x1b[2J\x07\u202eabc\u2028\x9b31m\r\n" + "x" * 100_000


def test_nothing_raw_and_nothing_endless() -> None:
    fault = Fault(HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    for text in (str(fault), json.dumps(fault.as_dict(), ensure_ascii=False)):
        assert text.isprintable()
        assert len(text) < 1500
    assert one_line(HOSTILE, 40) == "\\u001b[2J\\u0007\\u202eabc \\u009b31m xxxx…"


@pytest.mark.parametrize("text", ["Kárášjohka – «Øya» 2 017", "a\nb", ""])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("signs", "hidden", "disturbs"),
    [
        ("aø \u030a«", False, False),
        # In running text, but not in a name: a space or a hyphen that cannot be told from another.
        ("\u00a0\u202f\u00ad\u200d", True, False),
        ("\n\x1b\x9b\u200b\u202e\u2028\ue000\udcff\u0378", True, True),
    ],
)
def test_what_is_invisible_and_what_of_it_disturbs(signs: str, hidden: bool, disturbs: bool) -> None:
    assert {invisible(sign) for sign in signs} == {hidden}
    assert {disturbing(sign) for sign in signs} == {disturbs}


def test_json_stays_the_same_json() -> None:
    value = "\u202e\x9b\U000e0001\udcff"
    text = printable(json.dumps(value, ensure_ascii=False))
    assert text.isprintable()
    assert json.loads(text) == value


def test_the_nearest_name_is_found_in_bounded_time() -> None:
    assert nearest("FLOOR", ["cap", "floor"]) == "floor"
    assert nearest("x" * 10**6, [str(number) for number in range(10**5)]) is not None
    assert nearest("floor", ["zz"], cutoff=0.6) is None
