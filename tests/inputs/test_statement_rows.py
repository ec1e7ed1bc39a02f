"""statements.csv and words.<language>.toml: what a year may say of itself, and what is refused."""

from decimal import Decimal
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.model import Statement
from bosetting.inputs.reading.described import described_files
from bosetting.inputs.year import check_year, read_inputs

ROOT = Path(__file__).parents[2]
COUNTED = (
    "municipalities, municipalities_asked, share_asked, fewest_persons, settled_five_years, "
    "participants_during_year, participants_at_year_end, participants_towards_year_end, participants_on_date, "
    "minors_settled_by_bufetat, appropriation, criteria_agreed, criteria_weights, judgement"
)


def said(year: SmallYear, **cells: object) -> None:
    """A statement in which only the named cells differ."""
    if "statements" not in year.tables:
        year.add_statements()
    whole = {
        "id": "first",
        "publisher": "KS",
        "date": "2017-11-06",
        "measure": "municipalities_asked",
        "relation": "over",
        "value": 2,
        "residents_to": 4999,
        "words_nb": "Over to ble spurt.",
    }
    year.add("statements", **(whole | cells))


def test_a_statement_is_typed_and_speaks_bokmal_where_nothing_else_is_written(tmp_path: Path) -> None:
    (found,) = small_year(said).read(tmp_path).statements
    assert (found.value, found.least, found.year, found.relation) == (Decimal(2), Decimal(3), 2018, "over")
    assert [found.counts(residents) for residents in (0, 4999, 5000)] == [True, True, False]
    assert found.said("en") == "Over to ble spurt."


def test_an_edition_knows_only_what_was_said_by_its_day(tmp_path: Path) -> None:
    year = small_year(said, lambda y: said(y, id="later", date="2017-11-07"))
    inputs = year.read(tmp_path)
    assert [s.id for s in inputs.stated("municipalities_asked")] == ["first", "later"]
    assert [s.id for s in inputs.stated("municipalities_asked", known=True)] == ["first"]


def test_a_year_without_statements_and_words_is_in_order(tmp_path: Path) -> None:
    inputs = small_year().read(tmp_path)
    assert inputs.statements == ()
    assert inputs.word("nb", "edition", "november") is None


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"measure": "municipalities_aksed"},
            f"measure: municipalities_aksed is no measure. Expected one of {COUNTED}. Correct it (the nearest is "
            '"municipalities_asked").',
        ),
        (
            {"relation": "more"},
            "relation: more is no relation. Expected one of exactly, about, over, at_least, under, nearly_all. Say "
            "how the number was put.",
        ),
        ({"value": ""}, "value: over without a number. Expected the number that was said. Give it."),
        (
            {"relation": "nearly_all"},
            "value: nearly_all with a number. Expected a blank cell. Remove the number, or say exactly, about, "
            "over, at_least or under.",
        ),
        (
            {"measure": "judgement"},
            "value: judgement is words alone. Expected blank cells in relation and value. Empty them.",
        ),
        (
            {"residents_from": 5000},
            "residents_from: 5000 is more than residents_to, 4999. Expected residents_from ≤ residents_to. Check "
            "whether the columns are swapped.",
        ),
        (
            {"date": "2016-11-06"},
            "date: 2016-11-06 is before the request for 2018 was made ready. Expected a day from 2017. Say in year "
            "what year it is about, or remove the row.",
        ),
        ({"words_nb": ""}, "words_nb: the cell is blank. Expected a value. Give it, or remove the row."),
        (
            {"words_nb": "turned \u202e round"},
            'words_nb: "turned \u202e round" holds the invisible character U+202E. Expected text on one line. '
            "Remove the character.",
        ),
    ],
)
def test_a_row_that_does_not_fit_together(cells: dict[str, object], message: str, tmp_path: Path) -> None:
    root = small_year(lambda y: said(y, **cells)).write(tmp_path)
    told = [str(fault).replace("\\u202e", "\u202e") for fault in check_year(2018, root).faults]
    assert told == [f"data/2018/statements.csv, row 2, {message}"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[edition]\nnovembr = "høst"',
            "edition.novembr: there is no such edition. Expected an edition of forecasts.csv. Correct the name (the "
            'nearest is "november").',
        ),
        (
            '[editions]\nnovember = "høst"',
            'editions: no such section. Expected the sections edition, request, text. Correct it (the nearest is "edition").',
        ),
        (
            "[edition]\nnovember = 7",
            "edition.november: this is no text. Expected words for the report. Write them.",
        ),
        (
            '[text]\nabout_ks = "KS sa"',
            "text.about_ks: no chapter prints this. Expected one of participants_explained, arrivals_after. Correct the name (the "
            'nearest is "participants_explained").',
        ),
        (
            '[request]\noctober = "x"',
            'request.october: this names no request. Expected a year and an edition of published_requests.csv, as "YEAR/EDITION". '
            "Correct it.",
        ),
        (
            "[text]\nparticipants_explained = '''one\ntwo'''",
            "text.participants_explained: the text is long or has several lines. Expected one line of at most "
            "1,000 characters. Shorten it.",
        ),
    ],
)
def test_words_that_nothing_can_print(text: str, message: str, tmp_path: Path) -> None:
    root = small_year(lambda y: y.add_words("nb", text)).write(tmp_path)
    assert [str(fault) for fault in check_year(2018, root).faults] == [f"data/2018/words.nb.toml, {message}"]


def test_words_that_are_described_but_not_there(tmp_path: Path) -> None:
    year = small_year(lambda y: y.add_words("nn", ""))
    year.raw["words.nn.toml"] = None
    assert [str(fault) for fault in check_year(2018, year.write(tmp_path)).faults] == [
        "data/2018/words.nn.toml: the file is missing. Expected the year's own words. Write it, or take it out of "
        "datapackage.json."
    ]


def test_words_that_nobody_described_are_not_read(tmp_path: Path) -> None:
    year = small_year()
    year.raw["words.nb.toml"] = b'[edition]\nnovember = "host"'
    checked = check_year(2018, year.write(tmp_path))
    assert checked.words == {}
    assert checked.notes == (
        "data/2018/words.nb.toml: datapackage.json does not describe it, so it is not published.",
    )


def test_statements_and_words_of_2018_are_published_with_the_figures() -> None:
    files = described_files(ROOT / "data" / "2018")
    assert {"statements.csv", "words.nb.toml", "words.nn.toml", "words.en.toml"} <= set(files)
    inputs = read_inputs(2018, "november", ROOT)
    assert all(isinstance(s, Statement) and set(s.words) == {"nb", "nn", "en"} for s in inputs.statements)
    assert inputs.word("en", "edition", "november") == "November"
