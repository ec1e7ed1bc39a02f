"""A small made-up folder of source figures becomes a year folder."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from frictionless import Package

from bosetting.sources.figures.__main__ import main
from bosetting.sources.figures.employment import employment
from bosetting.sources.figures.municipalities import municipalities
from bosetting.sources.figures.population import municipal_parts, population
from bosetting.sources.figures.programme_participants import programme_participants
from bosetting.sources.figures.programme_results import programme_results
from bosetting.sources.figures.requests import published_requests
from bosetting.sources.figures.settlement import settled
from bosetting.sources.figures.table import Row, Table

KEYED = "kommune_nr,year,variable,value,status,kommune_nr_2018"
SETTLED = "kommune_nr,year,variable,value,status,imdi_kode,imdi_navn"
LEFT, WORKING = "intro_tidligere_deltakere_1aar_n", "intro_1aar_arbutd_n"
LOOKING, OTHER = "intro_1aar_ledig_tiltak_n", "intro_1aar_annet_n"

FILES = {
    "municipal-2018/points_2018.csv": "kommune_nr,kommune_navn,fylke,lon,lat\n"
    "0101,Sund,Øst,11.5,59.1\n0301,By,By,10.7,59.9\n5054,Nye Vik,Nord,10.1,63.7\n",
    "municipal-2018/crosswalk_to_2018.csv": "kommune_nr_gammel,navn_gammel,kommune_nr_2018,navn_2018\n"
    "0101,Sund,0101,Sund\n0301,By,0301,By\n1624,Vik (-2017),5054,Nye Vik\n1718,Nes (-2017),5054,Nye Vik\n"
    "5054,Nye Vik,5054,Nye Vik\n",
    "national/language_decisions.csv": "kommune_nr,kommune_navn,language,valid_year\n"
    "0101,Sund,nynorsk,2018\n0101,Sund,bokmål,2017\n0301,By,nøytral,2018\n5054,Nye Vik,,2018\n",
    "municipal-2018/population_2015_2018.csv": "kommune_nr,kommune_navn,fylke,year,variable,value\n"
    "0101,Sund,Øst,2017,folketall_1jan,6000\n0301,By,By,2017,folketall_1jan,90000\n"
    "1624,Vik (-2017),Nord,2017,folketall_1jan,4000\n1718,Nes (-2017),Nord,2017,folketall_1jan,2000\n"
    "0101,Sund,Øst,2018,folketall_1jan,6100\n0301,By,By,2018,folketall_1jan,91000\n"
    "5054,Nye Vik,Nord,2018,folketall_1jan,6010\n"
    "0101,Sund,Øst,2018,folketall_1jan_15_74,4000\n0301,By,By,2018,folketall_1jan_15_74,60000\n"
    "5054,Nye Vik,Nord,2018,folketall_1jan_15_74,4500\n",
    "municipal-2018/employment_2017.csv": "kommune_nr,year,variable,value\n"
    "0101,2017,sysselsatte_bosted_4kv_n,2500.0\n0101,2017,sysselsettingsrate_15_74_4kv_beregnet_pst,62.5\n"
    "0301,2017,sysselsatte_bosted_4kv_n,42000.0\n0301,2017,sysselsettingsrate_15_74_4kv_beregnet_pst,70.0\n"
    "5054,2017,sysselsatte_bosted_4kv_n,2970.0\n5054,2017,sysselsettingsrate_15_74_4kv_beregnet_pst,66.0\n",
    "municipal-2018/requests_2018_original_partial.csv": "kommune_nr,kommune_navn,variable,value\n"
    "0301,By,anmodning_opprinnelig_nov2017,300\n0101,Sund,anmodning_opprinnelig_nov2017,0\n",
    "municipal-2018/requests_2018_original_counties.csv": "fylke_nr,value,source\n03,300,fvn.no\n",
    "national/minors_requests.csv": "year,vintage,kommune_nr,request_total,em\n"
    "2018,original Nov 2017,,4400,150\n2018,original Nov 2017,0301,300,4\n2018,original Nov 2017,5054,10,\n",
    "national/settled_by_year.csv": "year,settled_total,precision,"
    "of_which_unaccompanied_minors,source_url,as_of\n"
    "2016,15000,exact,1600,https://www.imdi.no/a,2017-02-16\n"
    "2019,4700,lower_bound_computed,,https://github.com/evensrii/Telemark,2022-11-07\n"
    "2024,23000,partial_year,,https://grannar.no/a,2024-11\n",
    "national/participants_by_year.csv": "year,participants_during_year,precision,"
    "share_still_in_programme_at_year_end_pct,definition,source_url,as_of\n"
    "2014,14700,rounded,71,SSB during,https://www.regjeringen.no/a,2015\n"
    "2021,10595,exact,,IMDi/NIR during the year,https://www.imdi.no/b,2022-06-16\n",
    "national/requests_by_year.csv": "year,kind,requested_total,requested_unaccompanied_minors,"
    "municipalities_asked,letter_date,method,source_url,as_of\n"
    "2017,reported_original,12988,1100,411,2016-10-10,reported,https://www.aftenposten.no/a,2016-10\n"
    "2019,reported,5350,270,210,,reported,https://www.imdi.no/c,2019/2020 version\n",
    "national/grant_rates.csv": "year,scheme,group_or_component,payment_year,nok,status,source_url,as_of\n"
    "2017,integreringstilskudd,adult,year 1 (settled 2017),185000,in force,https://www.imdi.no/d,2017\n"
    "2024,integreringstilskudd,adult,year 1,194400,secondary source,https://github.com/x,2024\n",
    "national/grants_more.csv": "year,scheme,component,nok,status,source,as_of\n"
    "2018,kap. 496 post 60 integreringstilskudd,appropriation total,11000,proposal,"
    "https://www.stortinget.no/a,2017-12\n",
}


def _cells(parts: dict[str, str], year: int, values: dict[str, str]) -> Iterator[str]:
    """Rows with a status: ``:`` hidden, ``.`` none, else the number."""
    for variable, value in values.items():
        status = {":": "skjult", ".": "ikke_oppgitt"}.get(value, "ok")
        number = value if status == "ok" else ""
        yield f"{parts['nr']},{year},{variable},{number},{status},{parts['code']}"


def _part(nr: str, code: str) -> dict[str, str]:
    return {"nr": nr, "code": code}


def _programme() -> str:
    def row(nr: str, code: str, year: int, *cells: str) -> list[str]:
        values = dict(zip((LEFT, WORKING, LOOKING, OTHER), cells, strict=True))
        return list(_cells(_part(nr, code), year, values))

    rows = [
        *row("0101", "0101", 2011, "12", "7", "0", "5"),
        *row("0101", "0101", 2012, "12", ":", "4", ":"),
        *row("0101", "0101", 2013, ":", ":", "0", "0"),
        *row("0101", "0101", 2014, "0", "0", "0", "0"),
        *row("1624", "5054", 2011, "10", "6", "4", "0"),
        *row("1718", "5054", 2011, "8", ":", "0", ":"),
        *row("1624", "5054", 2012, "10", "6", "4", "0"),
        *row("1718", "5054", 2012, ":", ":", ":", "0"),
        *row("1624", "5054", 2013, "0", "0", "0", "0"),
        *row("1718", "5054", 2013, ":", ":", ":", "0"),
    ]
    return "\n".join([KEYED, *rows, ""])


def _participants() -> str:
    def row(nr: str, code: str, everyone: str, men: str) -> list[str]:
        values = {"intro_deltakere_n_alle": everyone, "intro_deltakere_n_menn": men}
        return list(_cells(_part(nr, code), 2015, values))

    rows = [
        *row("0101", "0101", "16", "5"),
        *row("0301", "0301", ".", "."),
        *row("1624", "5054", "9", "4"),
        *row("1718", "5054", ":", ":"),
        *row("9999", "", ".", "."),
    ]
    return "\n".join([KEYED, *rows, ""])


def _employment() -> str:
    def row(nr: str, code: str, persons: str, percent: str) -> list[str]:
        values = {"sysselsatte_alle_personer": persons, "sysselsatte_alle_prosent": percent}
        return list(_cells(_part(nr, code), 2014, values))

    rows = [
        *row("0000", "", "50000", "69"),
        *row("0101", "0101", "2400", "60"),
        *row("1624", "5054", "600", "60"),
        *row("1718", "5054", "350", "70"),
    ]
    return "\n".join([KEYED, *rows, ""])


def _with_minors() -> str:
    def row(nr: str, code: str, year: int, request: str, minors: str) -> list[str]:
        name = "anmodning" if year == 2016 else "anmodning_opprinnelig_okt2016"
        return list(_cells(_part(nr, code), year, {name: request, "anmodning_em": minors}))

    rows = [
        *row("0101", "0101", 2017, "20", "."),
        *row("0301", "0301", 2017, "0", "0"),
        *row("1624", "5054", 2017, "15", "3"),
        *row("1718", "5054", 2017, "12", "."),
        *row("0101", "0101", 2016, "30", "5"),
    ]
    return "\n".join([KEYED, *rows, ""])


def _settlement() -> str:
    def row(code: str, part: str, name: str, year: int, *cells: str) -> list[str]:
        values = dict(zip(("anmodning", "vedtak", "bosatt"), cells, strict=True))
        return [f"{line},{part},{name}" for line in _lines(code, year, values)]

    rows = [
        *row("0101", "0101", "Sund", 2012, "10", "10", "8"),
        *row("0101", "0100", "", 2012, "5", "5", "."),
        *row("0101", "0101", "Sund", 2014, "10", "0", "."),
        *row("0101", "0101", "Sund", 2016, "10", ".", "."),
        *row("0101", "0101", "Sund", 2017, ".", ".", ":"),
        *row("0101", "0101", "Sund", 2018, "12", ":", "0"),
        *row("5054", "1624", "Vik (t.o.m. 2017)", 2014, "10", "10", ":"),
        *row("5054", "1718", "Nes (t.o.m. 2017)", 2014, "5", "5", "4"),
        *row("5054", "1624", "Vik (t.o.m. 2017)", 2017, "10", "10", "9"),
        *row("5054", "1718", "Nes (t.o.m. 2017)", 2017, "5", "5", "."),
        *row("5054", "1624", "Vik (t.o.m. 2017)", 2018, ".", ".", "."),
        *row("5054", "5054", "Nye Vik", 2018, "10", "10", "9"),
        *row("", "9999", "Uoppgitt", 2014, "0", ".", "112"),
    ]
    return "\n".join([SETTLED, *rows, ""])


def _lines(code: str, year: int, values: dict[str, str]) -> list[str]:
    return [line.rpartition(",")[0] for line in _cells(_part(code, ""), year, values)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "figures"
    made = {
        "municipal-2018/programme_results_2011_2014.csv": _programme(),
        "municipal-2018/programme_participants_2015.csv": _participants(),
        "municipal-2018/employment_2010_2014.csv": _employment(),
        "municipal-2018/requests_2016_2017_with_minors.csv": _with_minors(),
        "municipal-2018/requests_decisions_settled_2010_2019.csv": _settlement(),
    }
    for name, content in {**FILES, **made}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def _find(table: Table, **wanted: object) -> Row:
    (row,) = [row for row in table.rows if all(row.get(name) == value for name, value in wanted.items())]
    return row


def _picked(row: Row, *names: str) -> tuple[str, ...]:
    return tuple("" if row.get(name) is None else str(row[name]) for name in names)


def test_municipalities_take_county_from_the_code_and_say_when_a_language_is_unknown(folder: Path) -> None:
    table = municipalities(folder)
    languages = {row["kommune_nr"]: (row["fylke_nr"], row["language"]) for row in table.rows}
    assert languages == {"0101": ("01", "nn"), "0301": ("03", "neutral"), "5054": ("50", "unknown")}


def test_residents_of_parts_are_summed_and_kept(folder: Path) -> None:
    of_2017 = [r["residents"] for r in population(folder).rows if str(r["reference_date"]) == "2017-01-01"]
    assert sorted(of_2017) == [6000, 6000, 90000]
    parts = municipal_parts(folder).rows
    assert [(r["part_nr"], r["part"], r["residents"]) for r in parts] == [
        ("1624", "Vik", 4000),
        ("1718", "Nes", 2000),
    ]


def test_employment_is_printed_derived_or_missing(folder: Path) -> None:
    table = employment(folder)
    columns = ("employed", "percent", "low", "high", "status")
    rows = {r["kommune_nr"]: _picked(r, *columns) for r in table.rows if r["period"] == "2014-K4"}
    assert rows["0000"] == ("50000", "69", "", "", "ok")
    assert rows["0101"] == ("2400", "60", "", "", "ok")
    assert rows["5054"][:2] == ("950", "63.3333")
    assert rows["5054"][4] == "derived"
    assert float(rows["5054"][2]) < 63.3333 < float(rows["5054"][3])
    assert rows["0301"] == ("", "", "", "", "missing")


def test_employment_of_the_country_in_2017_is_computed_from_the_municipalities(folder: Path) -> None:
    row = _find(employment(folder), kommune_nr="0000", period="2017-K4")
    assert _picked(row, "employed", "percent", "status") == ("47470", "69.2993", "derived")


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("0101", 2011, ("12", "7", "", "", "ok", "0")),
        ("0101", 2012, ("12", "", "1", "7", "suppressed", "0")),
        ("0101", 2013, ("", "", "", "", "suppressed", "1")),
        ("0101", 2014, ("0", "0", "", "", "ok", "0")),
        ("5054", 2011, ("18", "", "7", "13", "suppressed", "0")),
        ("5054", 2012, ("10", "6", "", "", "ok", "1")),
        ("5054", 2013, ("", "", "", "", "suppressed", "1")),
        ("5054", 2014, ("", "", "", "", "missing", "0")),
    ],
)
def test_results_are_printed_bounded_hidden_or_missing(
    folder: Path, code: str, year: int, expected: tuple[str, ...]
) -> None:
    row = _find(programme_results(folder), kommune_nr=code, year=year)
    columns = ("former_participants", "work_or_education", "low", "high", "status", "parts_hidden")
    assert _picked(row, *columns) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0101", ("16", "", "", "ok")),
        ("0301", ("", "", "", "missing")),
        ("5054", ("", "10", "13", "suppressed")),
    ],
)
def test_participants_of_parts_are_summed_with_hidden_ones_as_bounds(
    folder: Path, code: str, expected: tuple[str, ...]
) -> None:
    table = programme_participants(folder)
    assert len(table.rows) == 3
    assert _picked(_find(table, kommune_nr=code), "persons", "low", "high", "status") == expected


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("0101", 2012, ("8", "", "", "ok")),
        ("0101", 2014, ("0", "", "", "ok")),
        ("0101", 2016, ("", "", "", "missing")),
        ("0101", 2017, ("", "1", "4", "suppressed")),
        ("5054", 2014, ("", "5", "7", "suppressed")),
        ("5054", 2017, ("", "", "", "missing")),
        ("5054", 2018, ("9", "", "", "ok")),
        ("0301", 2018, ("", "", "", "missing")),
    ],
)
def test_settled_follows_each_year_s_own_rule(
    folder: Path, code: str, year: int, expected: tuple[str, ...]
) -> None:
    row = _find(settled(folder), kommune_nr=code, year=year)
    assert _picked(row, "persons", "low", "high", "status") == expected


@pytest.mark.parametrize(
    ("code", "year", "edition", "expected"),
    [
        ("0101", 2012, "adjusted", ("True", "15", "", "ok")),
        ("0101", 2017, "adjusted", ("False", "0", "", "ok")),
        ("0101", 2018, "revised", ("True", "12", "", "ok")),
        ("0101", 2018, "decision", ("True", "", "", "suppressed")),
        ("0101", 2016, "decision", ("True", "", "", "missing")),
        ("0101", 2017, "decision", ("False", "", "", "not_applicable")),
        ("0101", 2014, "decision", ("True", "0", "", "ok")),
        ("0101", 2017, "october_2016", ("True", "20", "", "ok")),
        ("0301", 2017, "october_2016", ("False", "0", "0", "ok")),
        ("5054", 2017, "october_2016", ("True", "27", "3", "ok")),
        ("0101", 2016, "autumn_2016", ("True", "30", "5", "ok")),
        ("0101", 2018, "november", ("False", "0", "", "ok")),
        ("0301", 2018, "november", ("True", "300", "4", "ok")),
        ("5054", 2018, "november", ("True", "10", "", "ok")),
    ],
)
def test_requests_by_edition(
    folder: Path, code: str, year: int, edition: str, expected: tuple[str, ...]
) -> None:
    row = _find(published_requests(folder), kommune_nr=code, year=year, edition=edition)
    assert _picked(row, "asked", "persons", "unaccompanied_minors", "status") == expected


def test_year_folder_is_valid_and_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first" / "2018", tmp_path / "second" / "2018"
    for target in (first, second):
        result = CliRunner().invoke(main, [str(folder), str(target)])
        assert result.exit_code == 0, result.output
        assert "municipalities.csv: 3 rows" in result.output
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    for name in names:
        content = (first / name).read_bytes()
        assert content == (second / name).read_bytes()
        assert b"\r" not in content
    report = Package(str(first / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_no_table_names_where_the_figures_were_read_from(folder: Path, tmp_path: Path) -> None:
    CliRunner().invoke(main, [str(folder), str(tmp_path / "2018")], catch_exceptions=False)
    for path in (tmp_path / "2018").iterdir():
        assert str(folder) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["2019", "2017", "year", "2018-copy"])
def test_another_year_is_refused_and_nothing_is_written(folder: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "data" / name
    result = CliRunner().invoke(main, [str(folder), str(target)])
    assert (result.exit_code, result.output) == (
        2,
        f"Error: {target}: there are no source tables for {name}. Expected a folder named 2018. "
        "Name that folder, or write the tables of another year in a package of their own.\n",
    )
    assert not target.parent.exists()


def test_the_year_is_that_of_the_folder_also_from_inside_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2019").mkdir()
    monkeypatch.chdir(tmp_path / "2019")
    result = CliRunner().invoke(main, [str(folder), "."])
    assert result.exit_code == 2
    assert result.output.startswith("Error: .: there are no source tables for 2019. ")
    assert list(tmp_path.joinpath("2019").iterdir()) == []


def test_a_figure_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    lost = folder / "municipal-2018" / "points_2018.csv"
    lost.unlink()
    result = CliRunner().invoke(main, [str(folder), str(tmp_path / "2018")])
    assert (result.exit_code, result.output) == (
        2,
        f"Error: {lost}: the file is missing. Expected a source figure. Name the folder that holds every figure.\n",
    )
    assert not (tmp_path / "2018").exists()


def test_rows_of_later_years_and_doubtful_rows_are_left_out(folder: Path, tmp_path: Path) -> None:
    tmp_path = tmp_path / "2018"
    CliRunner().invoke(main, [str(folder), str(tmp_path)], catch_exceptions=False)
    with (tmp_path / "national.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not [r for r in rows if r["measure"] == "settled" and r["year"] == "2024"]
    assert not [r for r in rows if r["measure"] == "requested" and r["year"] == "2019"]
    (lower,) = [r for r in rows if r["measure"] == "settled" and r["year"] == "2019"]
    assert (lower["persons"], lower["low"], lower["high"]) == ("4700", "4700", "")
    with (tmp_path / "grant_rates.csv").open(encoding="utf-8", newline="") as file:
        rates = list(csv.DictReader(file))
    years = {(r["calendar_year"], r["nok"], r["status"]) for r in rates}
    assert years == {("2017", "185000", "ok"), ("2018", "", "missing"), ("2018", "11000", "proposal")}
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["name"] == "bosetting-2018"
