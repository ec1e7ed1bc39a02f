"""Answers in the publishers' own formats, and what is said of those that are otherwise."""

import json
from datetime import date
from decimal import Decimal

import pytest
from publisher import dataset, hurried

from bosetting.sources.clients.failures import Unlike
from bosetting.sources.clients.jsonstat import read_dataset
from bosetting.sources.clients.klass import ask_changes, ask_codes_at, read_changes, read_codes
from bosetting.sources.clients.statbank import Question, ask_v0, ask_v2

TABLE = dataset(
    {
        "Personer1": {"2025": {"0301": 724290, "4601": 295000}, "2026": {"0301": 730000, "4601": ":"}},
        "Andel": {"2025": {"0301": 69.5, "4601": ".."}, "2026": {"0301": ".", "4601": 0}},
    }
)


def sent(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def test_cells_by_their_codes_with_the_publishers_signs():
    found = read_dataset(sent(TABLE))
    cells = {tuple(cell.codes.values()): (cell.value, cell.status) for cell in found.cells}
    assert cells == {
        ("0301", "Personer1", "2025"): (724290, ""),
        ("0301", "Personer1", "2026"): (730000, ""),
        ("0301", "Andel", "2025"): (Decimal("69.5"), ""),
        ("0301", "Andel", "2026"): (None, "."),
        ("4601", "Personer1", "2025"): (295000, ""),
        ("4601", "Personer1", "2026"): (None, ":"),
        ("4601", "Andel", "2025"): (None, ".."),
        ("4601", "Andel", "2026"): (0, ""),
    }
    assert found.updated == "2026-02-25T07:00:00Z"
    assert found.dimensions["Tid"] == {"2025": "2025 på norsk", "2026": "2026 på norsk"}


def test_the_other_forms_that_json_stat_allows():
    sparse = {**TABLE, "value": {"0": 5, "7": 6}, "status": ":"}
    cells = read_dataset(sent(sparse)).cells
    assert [(cell.value, cell.status) for cell in (cells[0], cells[1], cells[7])] == [
        (5, ":"),
        (None, ":"),
        (6, ":"),
    ]
    listed = {**TABLE, "status": [None, ".", *[None] * 6]}
    listed["dimension"] = {**TABLE["dimension"], "Tid": {"category": {"index": ["2025", "2026"]}}}
    assert [cell.status for cell in read_dataset(sent(listed)).cells][:3] == ["", ".", ""]
    assert read_dataset(b"\xef\xbb\xbf" + sent(TABLE)).label.startswith("07459")


META = "Compare sources.toml with the table's metadata at the publisher."
AGAIN = "Fetch again; if it stays so, tell the publisher."
TEXT = sent(TABLE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            TEXT[:-40],
            f"the answer ends before it is whole (character 871 of {len(TEXT.decode()) - 40:,}). Expected JSON. {AGAIN}",
        ),
        (b"", f"the answer ends before it is whole (character 1 of 0). Expected JSON. {AGAIN}"),
        (b'{"a" 1, "b": [1, 2, 3]}', f"the answer is not JSON (character 6 of 23). Expected JSON. {AGAIN}"),
        (
            b"<!DOCTYPE html><p>Vedlikehold",
            "the answer is a page for people. Expected JSON. Open the address, and correct sources.toml.",
        ),
        (
            '{"label": "Færder"}'.encode("cp1252"),
            f"the answer is not UTF-8 (byte 0xE6 at byte 13). Expected JSON in UTF-8. {AGAIN}",
        ),
        (b"[" * 100_000, f"the answer is nested too deep or holds what is no number. Expected JSON. {AGAIN}"),
        (
            b'{"value": [NaN]}',
            f"the answer is nested too deep or holds what is no number. Expected JSON. {AGAIN}",
        ),
        (b"[]", f"the answer is not a table in JSON-stat. Expected class dataset. {META}"),
        (
            sent({**TABLE, "size": [2, 2]}),
            f"the answer has no list of dimensions. Expected id and size. {META}",
        ),
        (
            sent({**TABLE, "size": [3, 2, 2]}),
            f"the dimension Region does not have 3 codes. Expected as many as size says. {META}",
        ),
        (
            sent({**TABLE, "dimension": {}}),
            f"the dimension Region does not have 2 codes. Expected as many as size says. {META}",
        ),
        (
            sent({**TABLE, "size": [9000, 100, 2]}),
            "the answer says it has 1,800,000 cells. Expected at most 800,000. Ask for less.",
        ),
        (sent({**TABLE, "value": [1, 2]}), "the answer has 2 values. Expected 8, one a cell. Fetch again."),
        (
            sent({**TABLE, "value": {"8": 1}}),
            "the answer has no list of values. Expected 8, one a cell. Fetch again.",
        ),
    ],
)
def test_a_table_that_is_none(content, said):
    with pytest.raises(Unlike) as told:
        read_dataset(content)
    assert str(told.value) == said


def test_the_question_to_version_2(ssb):
    ssb.answers("/v2/tables/07459/data", TABLE)
    select = {"Region": "*", "ContentsCode": "Personer1", "Tid": "top(2)"}
    answer = ask_v2(hurried()[0], f"{ssb.address}/v2", Question("07459", select, {"Region": "vs_Kommun"}))
    assert len(read_dataset(answer.content).cells) == 8
    assert ssb.asked[0][2] == {
        "lang": "no",
        "outputFormat": "json-stat2",
        "valueCodes[Region]": "*",
        "valueCodes[ContentsCode]": "Personer1",
        "valueCodes[Tid]": "top(2)",
        "codelist[Region]": "vs_Kommun",
    }


def test_the_question_to_version_0(ssb):
    ssb.answers("/v0/10824", TABLE)
    ask_v0(
        hurried()[0],
        f"{ssb.address}/v0",
        Question("10824", {"Region": "*", "Kjonn": "1,2", "Tid": "top(2)"}, {}),
    )
    method, _, _, body = ssb.asked[0]
    assert (method, json.loads(body)) == (
        "POST",
        {
            "query": [
                {"code": "Region", "selection": {"filter": "all", "values": ["*"]}},
                {"code": "Kjonn", "selection": {"filter": "item", "values": ["1", "2"]}},
                {"code": "Tid", "selection": {"filter": "top", "values": ["2"]}},
            ],
            "response": {"format": "json-stat2"},
        },
    )


CHANGES = {
    "codeChanges": [
        {
            "oldCode": "1507",
            "oldName": "Ålesund",
            "oldShortName": None,
            "newCode": "1580",
            "newName": "Haram",
            "newShortName": None,
            "changeOccurred": "2024-01-01",
        }
    ]
}


def test_changes_and_codes_of_klass(ssb):
    ssb.answers("/klass/classifications/131/changes", CHANGES)
    ssb.answers(
        "/klass/classifications/131/codesAt", {"codes": [{"code": "0301", "level": "1", "name": "Oslo"}]}
    )
    asking, base = hurried()[0], f"{ssb.address}/klass"
    (change,) = read_changes(ask_changes(asking, base, "131", "2017-01-01").content)
    assert change.day == date(2024, 1, 1)
    assert (change.old_code, change.old_name, change.new_code, change.new_name) == (
        "1507",
        "Ålesund",
        "1580",
        "Haram",
    )
    assert read_codes(ask_codes_at(asking, base, "131", "2026-01-01").content) == {"0301": "Oslo"}
    assert [asked[2] for asked in ssb.asked] == [
        {"from": "2017-01-01"},
        {"date": "2026-01-01"},
    ]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "the answer has no list codeChanges. Expected codeChanges, one object a row."),
        (
            {"codeChanges": [{**CHANGES["codeChanges"][0], "oldCode": None}]},
            "a row has no oldCode. Expected a text.",
        ),
        (
            {"codeChanges": [{**CHANGES["codeChanges"][0], "changeOccurred": "1.1.2024"}]},
            '"1.1.2024" is no date. Expected YYYY-MM-DD.',
        ),
    ],
)
def test_changes_that_are_none(document, said):
    with pytest.raises(Unlike) as told:
        read_changes(sent(document))
    assert str(told.value) == f"{said} Compare with KLASS's guide to its interface."
