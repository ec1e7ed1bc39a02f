"""Figures carried to another municipal structure: by known changes, and by the three real splits as they are."""

import pandas as pd
import pytest

from bosetting.inputs.told.faults import BadInput
from bosetting.sources.carry import Carried, Rate, carry

FIGURE_COLUMNS = [
    "code",
    "period",
    "measure",
    "value",
    "low",
    "high",
    "status",
    "published",
    "published_from",
    "source",
]
CHANGE_COLUMNS = ["date", "kind", "old_code", "old_name", "new_code", "new_name", "share", "source"]
SSB = "SSB 07459"


def figures(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Rows of code, period, measure, value; ``:`` or a pair of bounds is hidden, ``?`` missing, ``.`` not applicable."""
    result = []
    for code, period, measure, said in rows:
        status = {"?": "missing", ".": "not_applicable"}.get(said, "ok") if isinstance(said, str) else "ok"
        cells = (said if status == "ok" else None, None, None, status)
        if isinstance(said, tuple):
            cells = (None, *said, "suppressed")
        result.append((code, period, measure, *cells, f"{period}-02-20", "SSB", SSB))
    return pd.DataFrame(result, columns=FIGURE_COLUMNS, dtype=object)


def changes(*rows: str) -> pd.DataFrame:
    """Rows such as ``2020-01-01 split 1850 1806`` and a share where one is declared."""
    result = []
    for row in rows:
        day, kind, old, new, *share = row.split()
        result.append((day, kind, old, "", new, "", *(share or [""]), "KLASS 131"))
    return pd.DataFrame(result, columns=CHANGE_COLUMNS)


REAL = changes(
    "2018-01-01 recode 1613 5012",
    "2020-01-01 merge 1103 1103",
    "2020-01-01 merge 1141 1103",
    "2020-01-01 merge 1142 1103",
    "2020-01-01 merge 1504 1507",
    "2020-01-01 merge 1523 1507",
    "2020-01-01 merge 1529 1507",
    "2020-01-01 merge 1534 1507",
    "2020-01-01 merge 1546 1507",
    "2020-01-01 merge 1571 5055",
    "2020-01-01 merge 1805 1806",
    "2020-01-01 merge 1849 1875",
    "2020-01-01 split 1850 1806",
    "2020-01-01 split 1850 1875",
    "2020-01-01 merge 1854 1806",
    "2020-01-01 merge 5011 5055",
    "2020-01-01 split 5012 5055",
    "2020-01-01 split 5012 5056",
    "2020-01-01 split 5012 5059",
    "2020-01-01 merge 5013 5056",
    "2020-01-01 merge 5016 5059",
    "2020-01-01 merge 5023 5059",
    "2020-01-01 merge 5024 5059",
    "2024-01-01 split 1507 1508",
    "2024-01-01 split 1507 1580",
)
"""KLASS 131, the changes around the three municipalities that were divided."""


def with_key(old: str, *shares: str) -> pd.DataFrame:
    """The real changes with a key for one of the splits."""
    keyed = REAL.copy()
    keyed.loc[(keyed["old_code"] == old) & (keyed["kind"] == "split"), "share"] = shares
    keyed.loc[keyed["old_code"] == old, "source"] = "SSB, residents of each part"
    return keyed


def cells(carried: Carried, measure: str = "residents") -> dict[str, object]:
    """By code the value, the bounds where hidden, or the status."""
    rows = carried.table[carried.table["measure"] == measure].to_dict("records")
    return {
        row["code"]: row["value"]
        if row["status"] == "ok"
        else (row["low"], row["high"])
        if row["status"] == "suppressed"
        else row["status"]
        for row in rows
    }


def test_merged_municipalities_are_summed():
    parts = [
        ("1103", 2019, "residents", 134_000),
        ("1141", 2019, "residents", 3200),
        ("1142", 2019, "residents", 4800),
    ]
    carried = carry(figures(*parts, ("0301", 2019, "residents", 681_000)), REAL, "2020-01-01")
    assert cells(carried) == {"0301": 681_000, "1103": 142_000}
    assert str(carried) == "2019 residents: 823,000 before, 823,000 after"
    assert list(carried.table.columns) == FIGURE_COLUMNS
    assert carried.unplaced.empty


def test_a_day_before_the_change_leaves_the_figures():
    table = figures(("1141", 2019, "residents", 3200), ("1142", 2019, "residents", 4800))
    assert cells(carry(table, REAL, "2019-12-31")) == {"1141": 3200, "1142": 4800}


def test_a_hidden_part_keeps_its_bounds_through_the_sum():
    table = figures(
        ("1103", 2019, "residents", 100),
        ("1141", 2019, "residents", (1, 4)),
        ("1142", 2019, "residents", (0, 3)),
    )
    carried = carry(table, REAL, "2020-01-01")
    assert cells(carried) == {"1103": (101, 107)}
    assert str(carried) == "2019 residents: 101 to 107 before, 101 to 107 after"


def test_a_hidden_part_without_an_upper_bound_leaves_none():
    table = figures(
        ("1103", 2019, "residents", 100),
        ("1141", 2019, "residents", (3, None)),
        ("1142", 2019, "residents", 5),
    )
    assert cells(carry(table, REAL, "2020-01-01")) == {"1103": (108, None)}


@pytest.mark.parametrize(
    ("part", "sum_"), [("?", "missing"), (".", 105), (0, 105)], ids=["missing", "not applicable", "none"]
)
def test_missing_and_not_applicable_and_0_are_three_things(part, sum_):
    table = figures(
        ("1103", 2019, "residents", 100), ("1141", 2019, "residents", part), ("1142", 2019, "residents", 5)
    )
    assert cells(carry(table, REAL, "2020-01-01")) == {"1103": sum_}


def test_a_part_without_a_row_is_missing_too():
    table = figures(("1103", 2019, "residents", 100), ("1141", 2019, "residents", 3))
    carried = carry(table, REAL, "2020-01-01")
    assert cells(carried) == {"1103": "missing"}
    assert str(carried) == "2019 residents: 103 before, 103 after, of which 103 not placed"
    assert carried.unplaced[["code", "value", "why"]].to_numpy().tolist() == [
        ["1103", 100, "part_missing"],
        ["1141", 3, "part_missing"],
    ]


def test_a_municipality_that_takes_others_in_is_a_part_also_where_klass_does_not_list_it():
    unlisted = REAL[REAL["old_code"] != "1103"]
    whole = [("1103", 2019, "residents", 100), ("1141", 2019, "residents", 3), ("1142", 2019, "residents", 5)]
    lacking = [("1141", 2018, "residents", 3), ("1142", 2018, "residents", 5)]
    carried = carry(figures(*whole, *lacking), unlisted, "2020-01-01").table
    assert carried[["period", "value", "status"]].to_numpy().tolist() == [
        [2018, None, "missing"],
        [2019, 108, "ok"],
    ]


def test_figures_of_the_later_structure_stay_as_they_are():
    table = figures(("1103", 2021, "residents", 143_000), ("1507", 2021, "residents", 66_000))
    assert cells(carry(table, REAL, "2020-01-01")) == {"1103": 143_000, "1507": 66_000}


def test_a_new_number_and_a_new_name_are_followed_over_several_dates():
    rows = [
        (code, 2017, "residents", 10) for code in ("1613", "5011", "1571", "5013", "5016", "5023", "5024")
    ]
    carried = carry(figures(*rows), with_key("5012", "0.5", "0.3", "0.2"), "2024-01-01")
    assert cells(carried) == {"5055": 25, "5056": 13, "5059": 32}
    assert set(carried.table["source"]) == {f"{SSB}; divided by the key of SSB, residents of each part"}


def test_a_code_of_a_later_structure_is_no_municipality_of_the_day():
    later = pd.concat([REAL, changes("2024-01-01 recode 3005 3301")], ignore_index=True)
    rows = [("0301", 70), ("1103", 9), ("1508", 8), ("3301", 7)]
    table = figures(
        *((code, 2025, "settled", n) for code, n in rows),
        ("3301", 2025, "per cent", 3),
        ("1507", 2021, "settled", 5),
        ("1103", 2018, "settled", 4),
        ("1141", 2018, "settled", 2),
        ("1142", 2018, "settled", 1),
    )
    carried = carry(table, later, "2020-01-01", [Rate("per cent", "settled", "residents")])
    assert carried.table[["period", "measure", "code", "value"]].to_numpy().tolist() == [
        [2018, "settled", "1103", 7],
        [2021, "settled", "1507", 5],
        [2025, "per cent", "0301", None],
        [2025, "per cent", "1103", None],
        [2025, "settled", "0301", 70],
        [2025, "settled", "1103", 9],
    ]
    assert carried.unplaced[["code", "value", "date", "why"]].to_numpy().tolist() == [
        ["1508", 8, "2024-01-01", "later"],
        ["3301", 7, "2024-01-01", "later"],
    ]
    assert "2025 settled: 94 before, 94 after, of which 15 not placed" in str(carried)
    before = carry(table[table["measure"] == "settled"], later, "2018-01-01").table
    assert before[before["period"] == 2018]["code"].tolist() == ["1103", "1141", "1142"]


# The three real splits.


def test_tysfjord_without_a_key():
    rows = [("1805", 18_500), ("1849", 1700), ("1850", 1900), ("1854", 2500), ("1804", 52_000)]
    carried = carry(figures(*((code, 2019, "residents", n) for code, n in rows)), REAL, "2020-01-01")
    assert cells(carried) == {"1804": 52_000, "1806": "missing", "1875": "missing"}
    assert carried.unplaced[["code", "value", "new_codes", "why"]].to_numpy().tolist() == [
        ["1805", 18_500, "1806", "part_missing"],
        ["1849", 1700, "1875", "part_missing"],
        ["1850", 1900, "1806 1875", "no_key"],
        ["1854", 2500, "1806", "part_missing"],
    ]
    assert str(carried) == "2019 residents: 76,600 before, 76,600 after, of which 24,600 not placed"


def test_tysfjord_with_a_key():
    rows = [("1805", 18_500), ("1849", 1700), ("1850", 1901), ("1854", 2500)]
    table = figures(*((code, 2019, "residents", n) for code, n in rows))
    carried = carry(table, with_key("1850", "1/2", "1/2"), "2020-01-01")
    # 950.5 each: in a tie the earlier successor is served.
    assert cells(carried) == {"1806": 18_500 + 951 + 2500, "1875": 1700 + 950}


def test_snillfjord_without_a_key():
    rows = [
        (code, 2018, "residents", 1000) for code in ("5011", "1571", "5012", "5013", "5016", "5023", "5024")
    ]
    carried = carry(figures(*rows), REAL, "2020-01-01")
    assert cells(carried) == {"5055": "missing", "5056": "missing", "5059": "missing"}
    assert str(carried) == "2018 residents: 7,000 before, 7,000 after, of which 7,000 not placed"


def test_haram_has_no_2022_and_nothing_says_0():
    carried = carry(
        figures(("1507", 2022, "residents", 67_114), ("0301", 2022, "residents", 7)), REAL, "2024-01-01"
    )
    assert cells(carried) == {"0301": 7, "1508": "missing", "1580": "missing"}
    rows = carried.table[carried.table["status"] == "missing"]
    assert rows[["value", "low", "high"]].isna().all(axis=None)
    assert str(carried) == "2022 residents: 67,121 before, 67,121 after, of which 67,114 not placed"


def test_the_old_haram_goes_into_aalesund_and_not_into_the_new_haram():
    rows = [(code, 2019, "residents", 100) for code in ("1504", "1523", "1529", "1534", "1546")]
    assert cells(carry(figures(*rows), REAL, "2020-01-01")) == {"1507": 500}
    assert cells(carry(figures(*rows), REAL, "2024-01-01")) == {"1508": "missing", "1580": "missing"}


def test_aalesund_with_a_key_hidden_and_counted():
    keyed = with_key("1507", "58509/67866", "9357/67866")
    rows = [("1507", 2022, "settled", 173), ("1507", 2022, "minors", (1, 4)), ("1507", 2021, "minors", ".")]
    table = carry(figures(*rows), keyed, "2024-01-01").table
    assert table[["period", "measure", "code", "value", "low", "high", "status"]].to_numpy().tolist() == [
        [2021, "minors", "1508", None, None, None, "not_applicable"],
        [2021, "minors", "1580", None, None, None, "not_applicable"],
        [2022, "minors", "1508", None, 1, 3, "suppressed"],
        [2022, "minors", "1580", None, 0, 1, "suppressed"],
        [2022, "settled", "1508", 149, None, None, "ok"],
        [2022, "settled", "1580", 24, None, None, "ok"],
    ]


def test_a_municipality_that_gives_a_part_away_and_goes_on():
    given = changes("2020-01-01 split 1001 1001 0.75", "2020-01-01 split 1001 1002 0.25")
    assert cells(carry(figures(("1001", 2019, "residents", 8)), given, "2020-01-01")) == {
        "1001": 6,
        "1002": 2,
    }
    after = figures(("1001", 2020, "residents", 6), ("1002", 2020, "residents", 2))
    assert cells(carry(after, given, "2020-01-01")) == {"1001": 6, "1002": 2}


# Where a sum comes from.


def test_a_sum_is_public_with_its_last_part_and_names_every_source():
    table = figures(
        ("1103", 2019, "residents", 1), ("1141", 2019, "residents", 1), ("1142", 2019, "residents", 1)
    )
    table["published"] = ["2019-02-22", "2019-03-01", "2019-02-22"]
    table["published_from"] = ["SSB", "assumed", "SSB"]
    table["source"] = ["SSB 07459", "SSB 07459", "IMDi"]
    (row,) = carry(table, REAL, "2020-01-01").table.to_dict("records")
    assert (row["published"], row["published_from"], row["source"]) == (
        "2019-03-01",
        "SSB; assumed",
        "IMDi; SSB 07459",
    )


def test_further_columns_are_part_of_the_key():
    table = figures(("1141", 2019, "request", 5), ("1141", 2019, "request", 7), ("1142", 2019, "request", 1))
    table["version"] = ["October", "June", "June"]
    carried = carry(table, REAL[REAL["old_code"] != "1103"], "2020-01-01").table
    assert carried[["version", "value", "status"]].to_numpy().tolist() == [
        ["June", 8, "ok"],
        ["October", None, "missing"],
    ]


# Shares and rates.

EMPLOYED = Rate("per cent", "employed", "residents")


def test_a_rate_is_carried_by_its_parts_and_never_averaged():
    rows = [("1103", 700, 1000, 70), ("1141", 10, 100, 10), ("1142", 45, 50, 90), ("0301", 7, 10, 69)]
    table = figures(
        *((code, 2019, "employed", over) for code, over, _, _ in rows),
        *((code, 2019, "residents", under) for code, _, under, _ in rows),
        *((code, 2019, "per cent", rate) for code, _, _, rate in rows),
    )
    carried = carry(table, REAL, "2020-01-01", [EMPLOYED])
    # 755 of 1150, not the mean of 70, 10 and 90; a municipality that is as it was keeps what was printed.
    assert {code: str(value) for code, value in cells(carried, "per cent").items()} == {
        "0301": "69",
        "1103": "65.7",
    }
    sources = carried.table.set_index(["measure", "code"])["source"]
    assert sources["per cent", "1103"] == f"{SSB}; computed as employed / residents"
    assert str(carried).splitlines() == [
        "2019 employed: 762 before, 762 after",
        "2019 residents: 1,160 before, 1,160 after",
    ]


@pytest.mark.parametrize(
    ("over", "under", "rate"),
    [
        ((8, 12), 40, ("20.0", "30.0")),
        (10, (30, 40), ("25.0", "33.4")),
        ("?", 40, "missing"),
        (0, 0, "not_applicable"),
    ],
)
def test_a_rate_of_hidden_or_missing_parts(over, under, rate):
    table = figures(
        ("1141", 2019, "employed", over),
        ("1142", 2019, "employed", 0),
        ("1141", 2019, "residents", under),
        ("1142", 2019, "residents", 0),
        ("1141", 2019, "per cent", 3),
        ("1142", 2019, "per cent", 9),
    )
    found = cells(carry(table, REAL[REAL["old_code"] != "1103"], "2020-01-01", [EMPLOYED]), "per cent")[
        "1103"
    ]
    assert (tuple(map(str, found)) if isinstance(found, tuple) else found) == rate


def test_a_rate_whose_municipality_got_a_new_number_keeps_its_figure():
    table = figures(("1613", 2017, "per cent", 71))
    carried = carry(table, REAL, "2018-01-01", [EMPLOYED]).table
    assert carried[["code", "value", "status"]].to_numpy().tolist() == [["5012", 71, "ok"]]


# What is refused.


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"value": "12.5"},
            "employment.csv, row 2, value: 12.5 is not whole. Expected a whole number from 0. "
            "Carry persons and base, and name the rate in rates.",
        ),
        (
            {"value": -1},
            "employment.csv, row 2, value: -1 is negative. Expected a whole number from 0. "
            "Carry persons and base, and name the rate in rates.",
        ),
        (
            {"status": "skjult"},
            'employment.csv, row 2, status: "skjult" is no status. Expected one of ok, suppressed, missing, '
            "not_applicable. Correct the row.",
        ),
        (
            {"status": "suppressed"},
            "employment.csv, row 2, status: suppressed with the value 3. Expected a value where the status is ok, and only "
            "there. Correct the row.",
        ),
        (
            {"low": 4, "high": 9},
            "employment.csv, row 2, status: the bounds 4 to 9 do not hold the figure. Expected low ≤ value ≤ high. "
            "Correct the row.",
        ),
        (
            {"value": None, "status": "missing", "high": 9},
            "employment.csv, row 2, status: missing with bounds. Expected none. Correct the row.",
        ),
    ],
)
def test_a_row_that_cannot_be_carried(row, message):
    table = figures(("1141", 2019, "residents", 3))
    for name, cell in row.items():
        table.loc[0, name] = cell
    with pytest.raises(BadInput) as refused:
        carry(table, REAL, "2020-01-01", name="employment.csv")
    assert str(refused.value) == message


def test_a_code_that_stands_twice():
    with pytest.raises(BadInput) as refused:
        carry(figures(("1141", 2019, "residents", 3), ("1141", 2019, "residents", 4)), REAL, "2020-01-01")
    assert str(refused.value) == (
        "figures, row 3, code: 1141 stands twice for the same period, measure. Expected one row. "
        "Remove one, or add them up."
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ["2020-01-01 split 1850 1806 0.4", "2020-01-01 split 1850 1875 0.5"],
            "changes.csv, share: the shares of 1850 on 2020-01-01 are 2/5, 1/2. Expected 2 shares with the sum 1. "
            "Declare all of them, or leave all blank; a fraction such as 1234/1801 is exact.",
        ),
        (
            ["2020-01-01 split 1850 1806 1", "2020-01-01 split 1850 1875"],
            "changes.csv, share: the shares of 1850 on 2020-01-01 are 1. Expected 2 shares with the sum 1. "
            "Declare all of them, or leave all blank; a fraction such as 1234/1801 is exact.",
        ),
        (
            ["2020-01-01 merge 1850 1806", "2020-01-01 split 1850 1875"],
            "changes.csv, kind: 1850 on 2020-01-01 has 2 successors and is not a split throughout. "
            "Expected split in each of its rows. Correct it.",
        ),
        (
            ["2020-01-01 merge 1850 1806", "2020-01-01 merge 1850 1806"],
            "changes.csv, new_code: 1850 on 2020-01-01 has one successor twice. Expected each once. Remove one row.",
        ),
        (
            ["2020-01-01 merged 850 1806 half"],
            'changes.csv, row 2, share: "half" is no share. Expected a share from 0 to 1, or nothing where no key is '
            "known. Correct it.\n"
            'changes.csv, row 2, kind: "merged" is no kind of change. Expected one of merge, rename, split, recode. '
            "Correct it.\n"
            'changes.csv, row 2, old_code: "850" is no municipality code. Expected four digits. Correct it.',
        ),
        (
            ["1.1.2020 merge 1850 1806"],
            'changes.csv, row 2, date: "1.1.2020" is no date. Expected YYYY-MM-DD. Correct it.',
        ),
    ],
)
def test_changes_that_cannot_be(rows, message):
    with pytest.raises(BadInput) as refused:
        carry(figures(("1141", 2019, "residents", 3)), changes(*rows), "2020-01-01")
    assert str(refused.value) == message


def test_columns_that_are_lacking():
    with pytest.raises(BadInput) as refused:
        carry(figures().drop(columns="status"), REAL, "2020-01-01")
    assert str(refused.value) == "figures, row 1, status: the column is lacking. Add it."
    with pytest.raises(BadInput) as refused:
        carry(figures(), REAL.drop(columns="date"), "2020-01-01")
    assert str(refused.value) == "changes.csv, row 1, date: the column is lacking. Add it."


def test_a_share_is_not_summed_unsaid():
    with pytest.raises(BadInput) as refused:
        carry(figures(("1141", 2019, "percent_derived", 60)), REAL, "2020-01-01", name="employment.csv")
    assert str(refused.value) == (
        "employment.csv, measure: percent_derived is a share. Expected what can be summed. "
        "Name its persons and its base in rates, or leave it out."
    )


def test_counties_and_the_country_go_through_and_are_in_no_sum():
    rows = [("0000", 900), ("11", 500), ("1103", 1), ("1141", 2), ("1142", 3)]
    carried = carry(figures(*((code, 2019, "residents", n) for code, n in rows)), REAL, "2020-01-01")
    assert cells(carried) == {"0000": 900, "11": 500, "1103": 6}
    assert str(carried) == "2019 residents: 6 before, 6 after"
