"""Every kind of bad input, and the whole of what the user is told about it."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from smallyear import KNOWN, Change, SmallYear, small_year

from bosetting.cli import main
from bosetting.inputs.reading import files
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.year import check_year, read_inputs

BEYOND = float("inf")


def told(where: str, what: str, expected: str, do: str) -> str:
    """The complete message."""
    return f"data/2018/{where}: {what}. Expected {expected}. {do}."


def adjust(year: SmallYear, **cells: object) -> None:
    """An adjustment in which only the named cells are not in order."""
    whole = {
        "kommune_nr": "0202",
        "edition": "november",
        "kind": "ask",
        "reason": "Asked to",
        "decided_by": "IMDi",
        "date": "2017-11-01",
    }
    year.add("adjustments", **(whole | cells))


def rewrite(year: SmallYear, table: str, old: bytes, new: bytes) -> None:
    """Change the bytes of a table's file."""
    content = year.csv(table)
    assert old in content
    year.raw[f"{table}.csv"] = content.replace(old, new)


def move(year: SmallYear, path: str) -> None:
    year.raw["population.csv"] = year.csv("population")
    year.resource("population")["path"] = path


def undescribe(year: SmallYear, table: str, column: str) -> None:
    year.raw[f"{table}.csv"] = year.csv(table)
    year.resource(table)["schema"]["fields"].remove(year.field(table, column))


def set_key(year: SmallYear, table: str, key: str) -> None:
    year.resource(table)["schema"]["primaryKey"] = key


BAD = [
    pytest.param(
        lambda y: y.change("population", 0, kommune_nr="0199"),
        "population.csv, row 2, kommune_nr: 0199 is not known. Expected a code of "
        "municipalities.csv. Correct the code, or carry the figures over to the municipality that "
        "it became part of.\n"
        "population.csv, kommune_nr: 0101 Nordvik is missing on 2017-01-01. Expected a row for "
        "every municipality. Add it.",
        id="an unknown code",
    ),
    pytest.param(
        lambda y: y.change("municipalities", 5, fylke_nr="03"),
        "municipalities.csv, row 7, fylke_nr: 03 is not the county of 0203 Øya. Expected 02, the "
        "first two digits of the code. Correct the county or the code.",
        id="an unknown county",
    ),
    pytest.param(
        lambda y: y.add("settled", kommune_nr="9999", year=2015, persons=3, status="ok", published=KNOWN),
        "settled.csv, row 8, kommune_nr: 9999 is not known. Expected a code of "
        "municipalities.csv. Correct the code, or carry the figures over to the municipality that "
        "it became part of.",
        id="an unknown code where nothing is computed",
    ),
    pytest.param(
        lambda y: y.add(
            "county_totals",
            fylke_nr="77",
            edition="november",
            persons=5,
            status="published",
            source="x",
            published=KNOWN,
        ),
        "county_totals.csv, row 2, fylke_nr: 77 is not known. Expected a county of "
        "municipalities.csv. Correct the code.",
        id="a total of an unknown county",
    ),
    pytest.param(
        lambda y: y.tables["population"].append(dict(y.tables["population"][2])),
        "population.csv, row 8, kommune_nr: 0103 2017-01-01 stands in row 4 already. Expected "
        "each kommune_nr, reference_date once. Remove one of the rows.",
        id="a row twice",
    ),
    pytest.param(
        lambda y: y.add("forecasts", edition="november", as_of="2017-12-01", need=1, requested=1, source="x"),
        "forecasts.csv, row 4, edition: november stands in row 3 already. Expected each edition "
        "once. Remove one of the rows.",
        id="an edition twice",
    ),
    pytest.param(
        lambda y: y.change("employment", 1, percent="170"),
        "employment.csv, row 3, percent: 170 is more than 100. Expected at most 100. Correct the value.",
        id="a per cent over 100",
    ),
    pytest.param(
        lambda y: y.change("employment", 1, percent="70,5"),
        'employment.csv, row 3, percent: "70,5" is not a number. Expected a number with a decimal '
        "point. Write it with a point.",
        id="a decimal comma",
    ),
    pytest.param(
        lambda y: y.change("population", 0, residents=-9000),
        "population.csv, row 2, residents: -9000 is less than 0. Expected at least 0. Correct the value.",
        id="a negative count",
    ),
    pytest.param(
        lambda y: y.change("population", 0, kommune_nr="101"),
        'population.csv, row 2, kommune_nr: "101" has 3 digits. Expected 4 digits. A leading zero '
        "is lost: write 0101 and keep the column as text.",
        id="a lost leading zero",
    ),
    pytest.param(
        lambda y: y.change("population", 0, kommune_nr="O101"),
        'population.csv, row 2, kommune_nr: "O101" does not have the right form. Expected 4 '
        "digits. Correct the value.",
        id="a letter in a code",
    ),
    pytest.param(
        lambda y: y.change("population", 0, residents="9000.5"),
        'population.csv, row 2, residents: "9000.5" is not a whole number. Expected a whole '
        "number without spaces or separators. Correct the value.",
        id="half a person",
    ),
    pytest.param(
        lambda y: y.change("population", 0, residents="9 000"),
        'population.csv, row 2, residents: "9 000" is not a whole number. Expected a whole number '
        "without spaces or separators. Correct the value.",
        id="a space in a number",
    ),
    pytest.param(
        lambda y: y.change("population", 0, published="01.03.2017"),
        'population.csv, row 2, published: "01.03.2017" is not a date. Expected a date '
        "written YYYY-MM-DD. Save it with year-month-day.",
        id="a Norwegian date",
    ),
    pytest.param(
        lambda y: y.change("population", 0, published="2017-02-30"),
        'population.csv, row 2, published: "2017-02-30" is not a date. Expected a date '
        "written YYYY-MM-DD. Correct the value.",
        id="a day that does not exist",
    ),
    pytest.param(
        lambda y: y.change("published_requests", 0, asked="ja"),
        'published_requests.csv, row 2, asked: "ja" is not true or false. Expected true or false. '
        "Correct the value.",
        id="ja for true",
    ),
    pytest.param(
        lambda y: y.change("population", 0, residents=""),
        "population.csv, row 2, residents: the cell is blank. Expected a value. Give it, or remove the row.",
        id="a blank cell",
    ),
    pytest.param(
        lambda y: y.change("municipalities", 0, kommune="Nord\x1b[31mvik"),
        'municipalities.csv, row 2, kommune: "Nord [31mvik" holds a line break or another control '
        "character. Expected text on one line. Remove the character.",
        id="a control character in a name",
    ),
    pytest.param(
        lambda y: y.change("municipalities", 0, kommune="Nord\nvik"),
        'municipalities.csv, row 2, kommune: "Nord vik" holds a line break or another control '
        "character. Expected text on one line. Remove the character.",
        id="a line break in a name",
    ),
    pytest.param(
        lambda y: y.change("settled", 0, status="supressed"),
        'settled.csv, row 2, status: "supressed" is not known. Expected one of ok, suppressed, '
        'missing. The nearest is "suppressed".',
        id="a misspelt status",
    ),
    pytest.param(
        lambda y: (y.tables["population"].pop(3), y.tables["employment"].pop(4)),
        "population.csv, kommune_nr: 0201 Storby is missing on 2017-01-01. Expected a row for "
        "every municipality. Add it.\n"
        "employment.csv, kommune_nr: 0201 Storby has no percent of 2014-K4. Expected a row for "
        "every municipality. Add it.",
        id="a missing municipality",
    ),
    pytest.param(
        lambda y: y.tables["employment"].pop(0),
        "employment.csv, kommune_nr: the whole country has no percent above 0 of 2014-K4. Expected a row "
        "with code 0000. Add it.",
        id="no figure for the whole country",
    ),
    pytest.param(
        lambda y: y.change("municipal_parts", 1, residents=2999),
        "municipal_parts.csv, row 3, residents: the parts of 0101 sum to 8999. Expected 9000, the "
        "residents in population.csv. Check which of the two is wrong.",
        id="parts that do not add up",
    ),
    pytest.param(
        lambda y: [
            y.add(
                "county_totals",
                fylke_nr=c,
                edition="november",
                persons=60,
                status="published",
                source="x",
                published=KNOWN,
            )
            for c in ("01", "02")
        ],
        "county_totals.csv, row 3, persons: the county totals of edition november sum to 120. "
        "Expected exactly 102, the total of forecasts.csv. Check which of the two is wrong.",
        id="county totals that do not add up",
    ),
    pytest.param(
        lambda y: y.add(
            "county_totals",
            fylke_nr="01",
            edition="november",
            persons=103,
            status="published",
            source="x",
            published=KNOWN,
        ),
        "county_totals.csv, row 2, persons: the county totals of edition november sum to 103. "
        "Expected at most 102, the total of forecasts.csv. Check which of the two is wrong.",
        id="a county total above the total",
    ),
    pytest.param(
        lambda y: y.change("municipalities", 2, fylke="Østlandet"),
        "municipalities.csv, row 4, fylke: county 01 is Østlandet here and Østland in row 2. "
        "Expected one name. Correct the name or the number.",
        id="a county with two names",
    ),
    pytest.param(
        lambda y: y.change("municipalities", 0, fylke_nr="02", fylke="Vestland"),
        "municipalities.csv, row 2, fylke_nr: 02 is not the county of 0101 Nordvik. Expected 01, "
        "the first two digits of the code. Correct the county or the code.",
        id="a municipality in another county",
    ),
    pytest.param(
        lambda y: y.add(
            "county_totals",
            fylke_nr="01",
            edition="november",
            persons=40,
            status="published",
            source="x",
            published="2017-11-07",
        ),
        "county_totals.csv, row 2, published: 2017-11-07 is after 2017-11-06, the date of edition "
        "november. Expected at the latest 2017-11-06. Use figures published by then, or correct "
        "the date.",
        id="a county total from the future",
    ),
    pytest.param(
        lambda y: y.add(
            "county_totals",
            fylke_nr="01",
            edition="novmber",
            persons=40,
            status="published",
            source="x",
            published=KNOWN,
        ),
        'county_totals.csv, row 2, edition: there is no edition "novmber". Expected an edition of '
        'forecasts.csv. Correct the name (the nearest is "november").',
        id="a county total of an unknown edition",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", source=" "),
        "rules.toml, rule.floor.source: the source is missing. Expected publisher, title and "
        "address. Say where it is published.",
        id="a rule without a source",
    ),
    pytest.param(
        lambda y: y.rules["rule"].update(flor=y.rules["rule"]["floor"]),
        'rules.toml, rule.flor: no such rule. Expected a known rule; the nearest is "floor". '
        "Correct the name or remove the rule.",
        id="an unknown rule",
    ),
    pytest.param(
        lambda y: y.rules["edition"].update(june={"flor": {"value": 5}}),
        "rules.toml, edition.june.flor: no such rule. Expected a known rule; the nearest is "
        '"floor". Correct the name or remove the rule.',
        id="an unknown rule of an edition",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", vale=5),
        "rules.toml, rule.floor.vale: no such field. Expected one of value, unit, valid_from, "
        'status, source, address, reason, quality, impact, low, high; the nearest is "value". '
        "Correct it.",
        id="an unknown field of a rule",
    ),
    pytest.param(
        lambda y: y.rules["edition"].update(jun={"floor": {"value": 5}}),
        'rules.toml, edition.jun: there is no edition "jun". Expected an edition of '
        'forecasts.csv. Correct the name (the nearest is "june").',
        id="rules of an unknown edition",
    ),
    pytest.param(
        lambda y: y.rules.update(rules={"x": 1}),
        "rules.toml, rules: no such section. Expected one of default_edition, publisher, criterion, rule, edition; the "
        'nearest is "rule". Correct the name.',
        id="an unknown section of the rules",
    ),
    pytest.param(
        lambda y: y.rules.pop("publisher"),
        "rules.toml, publisher.name: the name is missing. Expected who issues the report, at most 200 characters. "
        'Add name = "…" to [publisher].\n'
        "rules.toml, publisher.role: the role is missing. Expected issuer (the numbers are the request) or "
        "reconstruction (computed afterwards from public figures). Say in what role the report is issued.\n"
        "rules.toml, publisher.made: the day is missing. Expected the day the numbers were computed, a date "
        "as YYYY-MM-DD. Add made = YYYY-MM-DD to [publisher].",
        id="no day of the computation",
    ),
    pytest.param(
        lambda y: y.rules["publisher"].update(made="today"),
        'rules.toml, publisher.made: "today" is not a day. Expected the day the numbers were computed, a date '
        "as YYYY-MM-DD. Add made = YYYY-MM-DD to [publisher].",
        id="a day of the computation that is none",
    ),
    pytest.param(
        lambda y: y.rules["publisher"].update(made=date(2017, 11, 5)),
        "rules.toml, publisher.made: 2017-11-05 is before 2017-11-06, the date of edition november. Expected "
        "a day when all that the editions use was public. Correct it, or the as_of of november in "
        "forecasts.csv.",
        id="computed before what it knows",
    ),
    pytest.param(
        lambda y: y.rules["rule"].pop("floor"),
        "rules.toml, rule.floor: the rule is missing. Expected a whole number of at least 1 and at most 10000000. Add "
        "[rule.floor] with value, unit, valid_from, status and source.",
        id="a missing rule",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", value=-1),
        "rules.toml, rule.floor.value: -1 cannot be used. Expected a whole number of at least 1 and at most 10000000. "
        "Correct the value.",
        id="a negative floor",
    ),
    pytest.param(
        lambda y: y.set_rule("selection", value="biggest"),
        'rules.toml, rule.selection.value: "biggest" cannot be used. Expected steps in this '
        'order: "continuity", "threshold", "priority"; or "all" alone. Correct the value.',
        id="an unknown method",
    ),
    pytest.param(
        lambda y: y.set_rule("kappa_results", value=BEYOND),
        "rules.toml, criterion.results.kappa.value: Infinity cannot be used. Expected a number of "
        "at least 0.01 and at most 1000000, with at most 9 decimals. Correct the value.",
        id="an infinite number",
    ),
    pytest.param(
        lambda y: y.set_rule("exponent_results", value=0.3333),
        "rules.toml, criterion.results.exponent.value: 0.3333 cannot be used. Expected a number of at "
        "least 0 and at most 10, with at most 2 decimals. Correct the value.",
        id="an exponent that cannot be computed exactly",
    ),
    pytest.param(
        lambda y: y.rules["rule"]["floor"].pop("value"),
        "rules.toml, rule.floor.value: the value is missing. Expected a whole number of at least 1 and at most 10000000. Give it.",
        id="a rule without a value",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", valid_from=date(2017, 10, 3)),
        "rules.toml, rule.floor.valid_from: 2017-10-03 is after 2017-10-02, the date of edition "
        "june. Expected a rule published by then. Override it as an assumption in "
        "[edition.june.floor], with the reason.",
        id="a rule from the future",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", valid_from=date(2018, 10, 3)),
        "rules.toml, rule.floor.valid_from: 2018-10-03 is after 2017-10-02, the date of edition "
        "june. Expected a rule published by then. Override it as an assumption in "
        "[edition.june.floor], with the reason.\n"
        "rules.toml, rule.floor.valid_from: 2018-10-03 is after 2017-11-06, the date of edition "
        "november. Expected a rule published by then. Override it as an assumption in "
        "[edition.november.floor], with the reason.",
        id="a rule from the future of both editions",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", status="guessed"),
        "rules.toml, rule.floor.status: guessed is not a status. Expected one of published, "
        "assumption, estimated. Say which it is.",
        id="an unknown status of a rule",
    ),
    pytest.param(
        lambda y: y.rules["rule"]["floor"].pop("valid_from"),
        "rules.toml, rule.floor.valid_from: the date is missing. Expected a date as "
        "YYYY-MM-DD. Say when it was known.",
        id="a rule without a date",
    ),
    pytest.param(
        lambda y: y.set_rule("floor", status="assumption"),
        "rules.toml, rule.floor.reason: the reason is missing. Expected a reason in nb at least. "
        "Say why it is assumed.\n"
        "rules.toml, rule.floor.quality: the rating is missing. Expected one of green, amber, "
        "red. Rate the assumption.\n"
        "rules.toml, rule.floor.impact: the rating is missing. Expected one of green, amber, red. "
        "Rate the assumption.",
        id="an assumption without a reason",
    ),
    pytest.param(
        lambda y: y.set_rule("cap", value=9),
        "rules.toml, rule.cap: the cap of 9 is less than the floor of 10. Expected floor ≤ cap. "
        "Correct one of them.",
        id="a cap below the floor",
    ),
    pytest.param(
        lambda y: adjust(y, kind="at_most", persons=0),
        "adjustments.csv, row 2, persons: at_most with 0 persons. Expected at least 1. Use do_not_ask for a "
        "municipality that is to settle nobody.",
        id="a municipality asked for nobody",
    ),
    pytest.param(
        lambda y: adjust(y, date="2017-11-07"),
        "adjustments.csv, row 2, date: 2017-11-07 is after 2017-11-06, the date of edition november. Expected "
        "at the latest 2017-11-06. Correct the date, or make a new edition that the decision is part of.",
        id="a decision from the future",
    ),
    pytest.param(
        lambda y: y.set_rule("weight_results", value=0.2),
        "rules.toml, criterion.population.weight: the weights of the 3 criteria sum to 1.1. Expected the sum 1. "
        "Correct the weights.",
        id="weights that do not add up",
    ),
    pytest.param(
        lambda y: y.set_rule("period_results", value=[2012, 2013]),
        "programme_results.csv, year: there is no row of 2012, which the criterion results "
        "of rules.toml names. Expected rows of every period named. Add them or correct the rule.",
        id="results of a year without rows",
    ),
    pytest.param(
        lambda y: y.set_rule("previous_request", value="2016/october_2016"),
        "published_requests.csv, edition: nobody is asked in 2016/october_2016, which "
        "previous_request of rules.toml names. Expected rows of that request. Add them or correct "
        "the rule.",
        id="a previous request without rows",
    ),
    pytest.param(
        lambda y: y.set_rule("previous_request", value="october"),
        'rules.toml, rule.previous_request.value: "october" cannot be used. Expected a year and '
        'an edition as "YEAR/EDITION". Correct the value.',
        id="a previous request that is none",
    ),
    pytest.param(
        lambda y: y.rules.update(default_edition="novemer"),
        'rules.toml, default_edition: there is no edition "novemer". Expected one of june, '
        "november. Name an edition of forecasts.csv.",
        id="an unknown default edition",
    ),
    pytest.param(
        lambda y: y.rules.pop("default_edition"),
        "rules.toml, default_edition: the default edition is missing. Expected one of june, "
        "november. Name an edition of forecasts.csv.",
        id="no default edition",
    ),
    pytest.param(
        lambda y: y.change("population", 0, published="2018-03-01"),
        "population.csv, row 2, published: 2018-03-01 is after 2017-10-02, the date of edition "
        "june. Expected at the latest 2017-10-02. Use figures published by then, or correct the "
        "date.\n"
        "population.csv, row 2, published: 2018-03-01 is after 2017-11-06, the date of edition "
        "november. Expected at the latest 2017-11-06. Use figures published by then, or correct "
        "the date.",
        id="a figure from the future",
    ),
    pytest.param(
        lambda y: adjust(y, reason=" "),
        "adjustments.csv, row 2, reason: the cell is blank. Expected a value. Give it, or remove the row.",
        id="an adjustment without a reason",
    ),
    pytest.param(
        lambda y: adjust(y, decided_by="", date=""),
        "adjustments.csv, row 2, decided_by: the cell is blank. Expected a value. Give it, or "
        "remove the row.\n"
        "adjustments.csv, row 2, date: the cell is blank. Expected a value. Give it, or remove "
        "the row.",
        id="an adjustment by nobody",
    ),
    pytest.param(
        lambda y: adjust(y, persons=12),
        "adjustments.csv, row 2, persons: ask with a number. Expected a blank cell. Remove the "
        "number, or use at_least, at_most or exactly.",
        id="an adjustment with a number too many",
    ),
    pytest.param(
        lambda y: adjust(y, kind="at_least"),
        "adjustments.csv, row 2, persons: at_least without a number. Expected persons. Give the number.",
        id="an adjustment without a number",
    ),
    pytest.param(
        lambda y: adjust(y, kind="atleast"),
        'adjustments.csv, row 2, kind: "atleast" is not known. Expected one of ask, do_not_ask, '
        'at_least, at_most, exactly. The nearest is "at_least".',
        id="an unknown kind of adjustment",
    ),
    pytest.param(
        lambda y: adjust(y, edition="nov"),
        'adjustments.csv, row 2, edition: there is no edition "nov". Expected an edition of '
        'forecasts.csv. Correct the name (the nearest is "november").',
        id="an adjustment of an unknown edition",
    ),
    pytest.param(
        lambda y: adjust(y, kommune_nr="0299"),
        "adjustments.csv, row 2, kommune_nr: 0299 is not known. Expected a code of "
        "municipalities.csv. Correct the code, or carry the figures over to the municipality that "
        "it became part of.",
        id="an adjustment of an unknown municipality",
    ),
    pytest.param(
        lambda y: (y.field("adjustments", "reason").pop("constraints"), adjust(y, reason="")),
        "adjustments.csv, row 2, reason: the cell is blank. Expected why the rule is not "
        "followed. Give it: a deviation without it is not published.",
        id="an adjustment without a reason in a lax schema",
    ),
    pytest.param(
        lambda y: y.raw.update({"population.csv": None}),
        "population.csv: the file is missing. Expected the table. Write it, at least its header.",
        id="a missing table",
    ),
    pytest.param(
        lambda y: y.raw.update({"rules.toml": None}),
        "rules.toml: the file is missing. Expected the rules of the year. Write it.",
        id="missing rules",
    ),
    pytest.param(
        lambda y: y.raw.update({"datapackage.json": None}),
        "datapackage.json: the file is missing. Expected the description of every table. Write it.",
        id="missing descriptions",
    ),
    pytest.param(
        lambda y: rewrite(y, "population", b",residents,", b",resident,"),
        "population.csv, row 1, residents: the column is missing. Expected "
        'kommune_nr,reference_date,residents,published. Rename the column "resident".\n'
        "population.csv, row 1, resident: no such column. Expected "
        "kommune_nr,reference_date,residents,published. Remove or rename the column.",
        id="a misspelt column",
    ),
    pytest.param(
        lambda y: rewrite(y, "adjustments", b",date", b""),
        "adjustments.csv, row 1, date: the column is missing. Expected "
        "kommune_nr,edition,kind,persons,reason,decided_by,date. Add the column.",
        id="a missing column",
    ),
    pytest.param(
        lambda y: rewrite(y, "adjustments", b",date", b",date,note"),
        "adjustments.csv, row 1, note: no such column. Expected "
        "kommune_nr,edition,kind,persons,reason,decided_by,date. Remove or rename the column.",
        id="a column too many",
    ),
    pytest.param(
        lambda y: rewrite(y, "adjustments", b",date", b",date,date"),
        "adjustments.csv, row 1, date: the column stands twice. Expected each column once. Remove "
        "one of them.",
        id="a column twice",
    ),
    pytest.param(
        lambda y: rewrite(y, "population", b",9000,", b",9000"),
        "population.csv, row 2: 3 cells. Expected 4, one for each column. Check for a missing or "
        "extra separator, or a quote that is not closed.",
        id="a short row",
    ),
    pytest.param(
        lambda y: rewrite(y, "population", b",9000,", b',"9000,'),
        "population.csv: the file cannot be read: a quote is opened and never closed. Expected "
        "CSV in UTF-8. Mend the file.",
        id="a quote that is not closed",
    ),
    pytest.param(
        lambda y: rewrite(y, "population", b",9000,", b",9\x00000,"),
        "population.csv: the file cannot be read: the file holds NUL bytes and is not text. "
        "Expected CSV in UTF-8. Mend the file.",
        id="NUL bytes",
    ),
    pytest.param(
        lambda y: y.raw.update({"population.csv": b""}),
        "population.csv, row 1: the file is empty. Expected a header. Write the header "
        "kommune_nr,reference_date,residents,published.",
        id="an empty file",
    ),
    pytest.param(
        lambda y: y.tables["municipalities"].clear(),
        "municipalities.csv: no municipalities. Expected at least one row. Add them.",
        id="no municipalities",
    ),
    pytest.param(
        lambda y: y.tables["forecasts"].clear(),
        "forecasts.csv: no editions. Expected at least one row. Add the forecast.",
        id="no editions",
    ),
    pytest.param(
        lambda y: move(y, "../population.csv"),
        "datapackage.json: the file cannot be used: the path ../population.csv leaves the folder "
        "or is not a CSV file. Expected a Data Package. Mend the file.",
        id="a path that leaves the folder",
    ),
    pytest.param(
        lambda y: move(y, "/etc/passwd"),
        "datapackage.json: the file cannot be used: the path /etc/passwd leaves the folder or is "
        "not a CSV file. Expected a Data Package. Mend the file.",
        id="an absolute path",
    ),
    pytest.param(
        lambda y: y.raw.update({"datapackage.json": b"{"}),
        "datapackage.json: the file cannot be used: it ends before it is whole (row 1, "
        "character 2). Expected a Data Package. Mend the file.",
        id="descriptions that are not JSON",
    ),
    pytest.param(
        lambda y: y.raw.update({"datapackage.json": b"[]"}),
        "datapackage.json: the file cannot be used: it is a list, not an object. Expected "
        "a Data Package. Mend the file.",
        id="descriptions that are a list",
    ),
    pytest.param(
        lambda y: y.raw.update({"datapackage.json": b"{}"}),
        "datapackage.json: resources is missing. Expected a Data Package with tables. Describe the tables.",
        id="descriptions of nothing",
    ),
    pytest.param(
        lambda y: y.field("population", "residents").update(type="int"),
        "datapackage.json: the file cannot be used: field residents of population.csv has the "
        "type int, which is not one of integer, number, date, boolean, string. Expected a Data "
        "Package. Mend the file.",
        id="an unknown type",
    ),
    pytest.param(
        lambda y: y.field("population", "residents").update(type="string", constraints={}),
        "datapackage.json, resources: the field residents of population.csv has the type string. "
        "Expected residents with the type integer. Describe the field so.",
        id="another type than the code reads",
    ),
    pytest.param(
        lambda y: y.field("population", "kommune_nr").update(constraints={"pattern": "["}),
        "datapackage.json: the file cannot be used: field kommune_nr of population.csv has the "
        "pattern [, which is none. Expected a Data Package. Mend the file.",
        id="a pattern that is none",
    ),
    pytest.param(
        lambda y: y.field("population", "residents").update(constraints={"minimum": "x"}),
        "datapackage.json: the file cannot be used: field residents of population.csv has a "
        "minimum that is not a number, or is not for a number. Expected a Data Package. Mend the "
        "file.",
        id="a minimum that is none",
    ),
    pytest.param(
        lambda y: set_key(y, "population", "code"),
        "datapackage.json: the file cannot be used: the primary key of population.csv names code, "
        "which is no field. Expected a Data Package. Mend the file.",
        id="a key that is no column",
    ),
    pytest.param(
        lambda y: undescribe(y, "population", "residents"),
        "population.csv, row 1, residents: no such column. Expected "
        "kommune_nr,reference_date,published. Remove or rename the column.\n"
        "datapackage.json, resources: population.csv has no field residents. Expected residents "
        "with the type integer. Describe the field so.",
        id="a column that is not described",
    ),
    pytest.param(
        lambda y: (
            y.raw.update({"population.csv": y.csv("population")})
            or y.package["resources"].remove(y.resource("population"))
        ),
        "datapackage.json, resources: population.csv is not described. Expected the tables "
        "municipalities, municipal_parts, population, settled, published_requests, county_totals, "
        "adjustments, forecasts, national, grant_rates. Describe it.",
        id="a table that is not described",
    ),
    pytest.param(
        lambda y: y.raw.update({"rules.toml": b"default_edition = \n"}),
        "rules.toml: the file is not TOML: Invalid value (at line 1, column 19). Expected TOML "
        "1.0 in UTF-8. Mend the file.",
        id="rules that are not TOML",
    ),
    pytest.param(
        lambda y: y.raw.update({"rules.toml": "# \u00f8\n".encode("latin-1")}),
        "rules.toml: the file is not TOML: it is not in UTF-8. Expected TOML 1.0 in UTF-8. Mend the file.",
        id="rules in Latin-1",
    ),
    pytest.param(
        lambda y: y.raw.update({"rules.toml": b"a = " + b"[" * 100000}),
        "rules.toml: the file is not TOML: it is nested deeper than 20 levels. Expected TOML 1.0 in "
        "UTF-8. Mend the file.",
        id="rules nested without end",
    ),
    pytest.param(
        lambda y: y.raw.update({"datapackage.json": b"[" * 100000}),
        "datapackage.json: the file cannot be used: it is nested too deep. Expected a Data Package. Mend the file.",
        id="descriptions nested without end",
    ),
    pytest.param(
        lambda y: y.change("forecasts", 1, unaccompanied_minors=103),
        "forecasts.csv, row 3, unaccompanied_minors: 103 minors of 102 persons. Expected at most "
        "102. Correct the number; the minors are part of the total.",
        id="more minors than persons needed",
    ),
    pytest.param(
        lambda y: y.change("published_requests", 0, unaccompanied_minors=41),
        "published_requests.csv, row 2, unaccompanied_minors: 41 minors of 40 persons. Expected "
        "at most 40. Check whether the columns are swapped.",
        id="more minors than persons asked for",
    ),
    pytest.param(
        lambda y: y.change("settled", 0, persons="", status="suppressed", low=4, high=3),
        "settled.csv, row 2, low: 4 is more than high, 3. Expected low ≤ high. Check whether the "
        "columns are swapped.",
        id="low above high",
    ),
    pytest.param(
        lambda y: y.change("employment", 1, employed=9001),
        "employment.csv, row 3, employed: 9001 is more than the base 9000 for 0101 Nordvik. "
        "Expected employed ≤ base. Check whether the columns are swapped.",
        id="more employed than residents",
    ),
    pytest.param(
        lambda y: y.change("programme_results", 0, work_or_education=21),
        "programme_results.csv, row 2, work_or_education: 21 is more than the 20 former "
        "participants. Expected at most 20. Check whether the columns are swapped.",
        id="more results than participants",
    ),
    pytest.param(
        lambda y: y.change("programme_results", 0, work_or_education="", status="suppressed"),
        "programme_results.csv, row 2, low: suppressed without bounds among 20 former "
        "participants. Expected low and high. Work them out from the row's other figures and the "
        "table's threshold.",
        id="a hidden result without bounds",
    ),
    pytest.param(
        lambda y: y.change("programme_results", 0, work_or_education="", status="missing"),
        "programme_results.csv, row 2, low: missing without bounds among 20 former participants. "
        "Expected low and high. Work them out from the row's other figures and the table's "
        "threshold.",
        id="a missing result without bounds",
    ),
    pytest.param(
        lambda y: y.change("programme_results", 0, work_or_education=""),
        "programme_results.csv, row 2, work_or_education: no number but the status ok. Expected a "
        "number. Give the number, or say suppressed, missing or not_applicable.",
        id="no number where one is said to stand",
    ),
    pytest.param(
        lambda y: y.change("settled", 0, status="missing"),
        "settled.csv, row 2, persons: 40 but the status missing. Expected a blank cell. Correct "
        "the status, or remove the number.",
        id="a number where none is said to stand",
    ),
]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def faults(year: SmallYear, root: Path) -> list[str]:
    return [str(fault) for fault in check_year(2018, year.write(root)).faults]


def run(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    code = 0
    try:
        main(["--root", str(root), *arguments])
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else 0
    out, err = capsys.readouterr()
    return code, out, err


def test_the_small_year_itself_is_in_order(tmp_path: Path) -> None:
    root = small_year().write(tmp_path)
    checked = check_year(2018, root)
    assert (checked.faults, checked.notes) == ((), ())
    assert (checked.editions, checked.default_edition) == (("june", "november"), "november")
    assert [read_inputs(2018, name, root).edition.requested for name in (None, "june", "november")] == [
        102,
        100,
        102,
    ]


@pytest.mark.parametrize(("change", "messages"), BAD)
def test_bad_input(change: Change, messages: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exactly these faults, exit code 2, no trace, nothing written; and no edition slips past them."""
    root = small_year(change).write(tmp_path)
    before = contents(tmp_path)
    expected = [f"data/2018/{message}" for message in messages.split("\n")]
    assert [str(fault) for fault in check_year(2018, root).faults] == expected
    count = f"{len(expected)} fault{'s' if len(expected) > 1 else ''}."
    assert run(capsys, root, "check", "2018") == (2, "", "\n".join([*expected, count, ""]))
    told_by_edition = set()
    for edition in ("june", "november"):
        try:
            read_inputs(2018, edition, root)
        except BadInput as error:
            told_by_edition |= {str(fault) for fault in error.faults}
    assert told_by_edition >= {text for text in expected if ", default_edition: " not in text}
    code, out, err = run(capsys, root, "allocate", "2018")
    if code:
        assert (code, out) == (2, "")
        assert set(err.splitlines()) <= set(expected)
    else:
        assert all("edition june" in text or "[edition.june" in text for text in expected)
    assert contents(tmp_path) == before


def test_every_fault_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Faults in cells, between tables, in rules and in what an edition uses do not hide each other."""

    def change(year: SmallYear) -> None:
        year.change("settled", 0, persons=-1)
        year.change("employment", 1, employed=9001)
        year.change("municipal_parts", 1, residents=2999)
        year.tables["population"].append(dict(year.tables["population"][0]))
        year.tables["population"].pop(3)
        year.set_rule("floor", source="")
        year.change("programme_results", 0, published="2017-12-24")
        adjust(year, kind="at_most")

    expected = [
        told(
            "population.csv, row 7, kommune_nr",
            "0101 2017-01-01 stands in row 2 already",
            "each kommune_nr, reference_date once",
            "Remove one of the rows",
        ),
        told("settled.csv, row 2, persons", "-1 is less than 0", "at least 0", "Correct the value"),
        told(
            "employment.csv, row 3, employed",
            "9001 is more than the base 9000 for 0101 Nordvik",
            "employed ≤ base",
            "Check whether the columns are swapped",
        ),
        told(
            "municipal_parts.csv, row 3, residents",
            "the parts of 0101 sum to 8999",
            "9000, the residents in population.csv",
            "Check which of the two is wrong",
        ),
        told("adjustments.csv, row 2, persons", "at_most without a number", "persons", "Give the number"),
        told(
            "population.csv, kommune_nr",
            "0201 Storby is missing on 2017-01-01",
            "a row for every municipality",
            "Add it",
        ),
        told(
            "rules.toml, rule.floor.source",
            "the source is missing",
            "publisher, title and address",
            "Say where it is published",
        ),
        *(
            told(
                "programme_results.csv, row 2, published",
                f"2017-12-24 is after {as_of}, the date of edition {name}",
                f"at the latest {as_of}",
                "Use figures published by then, or correct the date",
            )
            for name, as_of in (("june", "2017-10-02"), ("november", "2017-11-06"))
        ),
    ]
    root = small_year(change).write(tmp_path)
    assert [str(fault) for fault in check_year(2018, root).faults] == expected
    for verb in ("allocate", "build"):
        code, out, err = run(capsys, root, verb, "2018")
        assert (code, out) == (2, "")
        assert err.splitlines() == [text for text in expected if "edition june" not in text]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_a_table_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    def change(year: SmallYear) -> None:
        year.raw["population.csv"] = None
        year.change("settled", 0, persons="", status="suppressed", low=4, high=3)
        year.set_rule("period_results", value=[2012])

    assert faults(small_year(change), tmp_path) == [
        told("population.csv", "the file is missing", "the table", "Write it, at least its header"),
        told(
            "settled.csv, row 2, low",
            "4 is more than high, 3",
            "low ≤ high",
            "Check whether the columns are swapped",
        ),
        told(
            "programme_results.csv, year",
            "there is no row of 2012, which the criterion results of rules.toml names",
            "rows of every period named",
            "Add them or correct the rule",
        ),
    ]


def test_files_larger_than_any_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 3 * 1024 * 1024)
    year = small_year()
    year.raw["national.csv"] = year.csv("national") + b"\n" * files.LARGEST
    year.raw["rules.toml"] = b"#" * (files.LARGEST + 1)
    assert faults(year, tmp_path) == [
        told(
            "national.csv",
            "the file cannot be read: the file is larger than 3 MiB",
            "CSV in UTF-8",
            "Mend the file",
        ),
        told(
            "rules.toml",
            "the file is not TOML: the file is larger than 3 MiB",
            "TOML 1.0 in UTF-8",
            "Mend the file",
        ),
    ]


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    year = small_year(lambda y: y.raw.update({"settled.csv": None}))
    (year.write(tmp_path) / "data" / "2018" / "settled.csv").mkdir()
    assert [str(fault) for fault in check_year(2018, tmp_path).faults] == [
        told("settled.csv", "the file cannot be read: Is a directory", "CSV in UTF-8", "Mend the file")
    ]


def in_windows_1252_with_semicolons(year: SmallYear) -> None:
    text = year.csv("municipalities").decode()
    year.raw["municipalities.csv"] = text.replace(",", ";").replace("\n", "\r\n").encode("cp1252")


def test_windows_1252_and_semicolons_are_read_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_year(in_windows_1252_with_semicolons).write(tmp_path)
    notes = (
        "data/2018/municipalities.csv: read as Windows-1252; write it as UTF-8.",
        "data/2018/municipalities.csv: read with ; between the columns; write it with ,.",
    )
    checked = check_year(2018, root)
    assert (checked.faults, checked.notes) == ((), notes)
    inputs = read_inputs(2018, None, root)
    assert [m.name for m in inputs.municipalities] == ["Nordvik", "Midtby", "Smådal", "Storby", "Lia", "Øya"]
    assert inputs.notes == notes
    main(["--root", str(root), "check", "2018"])
    assert capsys.readouterr().err.splitlines() == [f"Note: {note}" for note in notes]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda content: b"\xef\xbb\xbf" + content, id="a byte order mark"),
        pytest.param(lambda content: content.replace(b"\n", b"\r\n"), id="lines as Windows ends them"),
        pytest.param(lambda content: content.replace(b"\n", b"\n\n"), id="blank lines"),
        pytest.param(lambda content: content.rstrip(b"\n"), id="no line end at the end"),
        pytest.param(lambda content: content.replace(b",", b" , "), id="spaces around cells"),
    ],
)
def test_harmless_differences_are_read_in_silence(written, tmp_path: Path) -> None:
    plain = small_year().read(tmp_path / "plain")
    year = small_year()
    for table in ("municipalities", "population"):
        year.raw[f"{table}.csv"] = written(year.csv(table))
    read = year.read(tmp_path / "other")
    assert (read.municipalities, read.notes) == (plain.municipalities, ())


def test_rows_are_numbered_as_an_editor_numbers_lines(tmp_path: Path) -> None:
    """A blank line comes before the fault."""
    year = small_year(lambda y: y.change("population", 5, residents=-1))
    year.raw["population.csv"] = year.csv("population").replace(b"\n", b"\n\n", 1)
    assert faults(year, tmp_path) == [
        told("population.csv, row 8, residents", "-1 is less than 0", "at least 0", "Correct the value")
    ]


def test_an_unknown_edition_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path)
    expected = told(
        "forecasts.csv, edition",
        'there is no edition "novembr"',
        "one of june, november",
        'Choose one (the nearest is "november"), or add a row for it',
    )
    assert run(capsys, root, "allocate", "2018", "--edition", "novembr") == (2, "", f"{expected}\n")


def test_an_unknown_year_and_no_data_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path / "with")
    missing = told("", "there is no such folder", "one of 2018", "Name another").replace("2018/:", "2017:")
    assert run(capsys, root, "check", "2017") == (2, "", f"{missing}\n")
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "data").mkdir()
    missing = missing.replace("one of 2018", "a folder for the year")
    assert run(capsys, tmp_path / "without", "build", "2017") == (2, "", f"{missing}\n")


def test_outside_any_project(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(["check", "2018"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err == (
        f"{Path.cwd()}: no data/ here or in a folder above. Expected one. "
        "Go to the project's folder, or name it with --root.\n"
    )


REAL = Path(__file__).parents[3] / "data" / "2018"
ON_REAL_DATA: Sequence[tuple[str, bytes, bytes, str]] = (
    (
        "population.csv",
        b"\n0301,2017-01-01,",
        b"\n301,2017-01-01,",
        'kommune_nr: "301" has 3 digits. Expected 4 digits. '
        "A leading zero is lost: write 0301 and keep the column as text.",
    ),
    (
        "employment.csv",
        b"\n0301,2014-K4,",
        b"\n0302,2014-K4,",
        "kommune_nr: 0302 is not known. Expected a code of municipalities.csv. "
        "Correct the code, or carry the figures over to the municipality that it became part of.",
    ),
    (
        "county_totals.csv",
        b"03,november,300,",
        b"03,november,3300,",
        "persons: the county totals of edition november sum to 4430. "
        "Expected at most 4402, the total of forecasts.csv. Check which of the two is wrong.",
    ),
)


def test_the_real_year_with_three_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data" / "2018"
    folder.mkdir(parents=True)
    for path in REAL.iterdir():
        shutil.copy(path, folder)
    for name, old, new, _ in ON_REAL_DATA:
        content = (folder / name).read_bytes()
        assert content.count(old) == 1
        (folder / name).unlink()
        (folder / name).write_bytes(content.replace(old, new))
    code, out, err = run(capsys, tmp_path, "check", "2018")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    for name, _, _, message in ON_REAL_DATA:
        assert any(line.startswith(f"data/2018/{name}, row ") and line.endswith(message) for line in lines)
    # That Oslo has no employment under its own code is the fourth.
    assert lines[-1] == "4 faults."
