"""What check passes can be computed: one thing is changed, and either check tells it or everything after works."""

import time

import pytest
from smallyear import small_year

from bosetting.allocation.errors import Infeasible
from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import allocate
from bosetting.inputs.year import check_year, read_inputs
from bosetting.programme.grants import expected_grants
from bosetting.programme.load import expected_load
from bosetting.publication.open_data.tables import grant_rows, load_national_rows, load_rows

NUMBERS = ("", "0", "10000000")


def cells(table, place, *columns):
    return {
        f"{table}.csv {column} {value or 'blank'}": lambda year, c=column, v=value: year.change(
            table, place, **{c: v}
        )
        for column in columns
        for value in NUMBERS
    }


def rule(name, *values):
    return {f"{name} = {value}": lambda year, v=value: year.set_rule(name, value=v) for value in values}


STEERING = (
    cells("population", 0, "residents")
    | cells("municipalities", 0, "lat", "lon")
    | cells("employment", 0, "employed", "percent")
    | cells("employment", 1, "employed", "percent", "low", "high")
    | cells("programme_results", 0, "former_participants", "work_or_education", "low", "high")
    | cells("published_requests", 0, "persons", "unaccompanied_minors")
    | cells("forecasts", 1, "need", "requested", "unaccompanied_minors", "low", "high")
    | rule("number_asked", 0, 1, 6, 7, 10**7, 10**15, "x")
    | rule("threshold", 0, 10**7, 10**15, 0.5)
    | rule("floor", 0, 1, 25, 10**6, 10**15)
    | rule("cap", 0, 1, 30, 10**7, 10**15, "none")
    | rule("unit", 1, 5, 7, 102, 10**6, 10**15)
    | rule("minors_floor", 0, 2, 10**7, -1)
    | rule("exponent_employment", 0, 10, 11, 0.001, float("nan"))
    | rule("kappa_results", 0.01, 0, 1e-308, 10**6, float("inf"))
    | rule("mean_results", 0.000000001, 0, 1, 2, "x")
    | rule("weight_form", "multiplicative", "standardised", 3)
    | rule("county_split", "weights", "previous_request", [])
    | rule("division", "one_stage", "")
    | rule("selection", "priority", "")
    | rule("period_results", [], [2013], [2013, 2013], [10**15], "2013")
    | rule("previous_request", "2017/x", "x/2017", "²/x", 2017)
    | rule("period_employment", "2014-K5", "2014-K4", "٢٠١٤-K4", 4)
)


def passed(change, root):
    """The inputs of the default edition, where check finds nothing, in little time."""
    started = time.perf_counter()
    small_year(change).write(root)
    faults = check_year(2018, root).faults
    assert time.perf_counter() - started < 5
    return None if faults else read_inputs(2018, None, root)


@pytest.mark.long
@pytest.mark.parametrize("change", STEERING.values(), ids=STEERING.keys())
def test_what_check_passes_can_be_divided_and_explained(change, tmp_path):
    inputs = passed(change, tmp_path)
    if inputs is None:
        return
    started = time.perf_counter()
    try:
        request = allocate(inputs)
    except Infeasible:
        pass  # told with its remedy, also by check
    else:
        assert sum(a.persons for a in request.allotments) == inputs.edition.requested
        assert explanations(request).keys() == {m.number for m in inputs.municipalities}
    assert time.perf_counter() - started < 10


def header_only(table):
    return {f"{table}.csv header only": lambda year: year.tables[table].clear()}


def added(table, **cells):
    given = {"status": "ok", "published": "2017-03-01"}
    if table == "national":
        given = {"group": "all", "definition": "A figure", "source": "A letter", "published": "2017-03-01"}
    name = ", ".join(f"{column} {value}" for column, value in cells.items())
    return {f"{table}.csv {name}": lambda year: year.add(table, **(given | cells))}


def everywhere(table, name, **cells):
    def change(year):
        for place, row in enumerate(year.tables[table]):
            if name in (row.get("measure"), None):
                year.change(table, place, **cells)

    return {f"{table}.csv {name or 'all'} {cells}": change}


def participants(*persons):
    def change(year):
        for row, number in zip(year.tables["municipalities"], persons, strict=False):
            cells = {"year": 2017, "persons": number, "status": "ok", "published": "2018-03-01"}
            year.add("programme_participants", kommune_nr=row["kommune_nr"], **cells)

    return {f"programme_participants.csv {persons}": change}


def requested(persons):
    """A request of the last year counted, which the spread of what is settled is taken from."""

    def change(year):
        for row in year.tables["municipalities"]:
            cells = {"year": 2016, "edition": "adjusted", "asked": "true", "persons": persons, "status": "ok"}
            year.add("published_requests", kommune_nr=row["kommune_nr"], published="2016-03-01", **cells)

    return {f"published_requests.csv adjusted {persons!r}": change}


LOADED = (
    header_only("settled")
    | header_only("grant_rates")
    | header_only("programme_participants")
    | header_only("national")
    | everywhere("national", "settled", persons=0)
    | everywhere("national", "participants_during_year", persons=0)
    | everywhere("settled", None, persons=0)
    | everywhere("settled", None, status="suppressed", persons="")
    | everywhere("settled", None, status="suppressed", persons="", low=1, high=4)
    | everywhere("settled", None, year=1995)
    | everywhere("settled", None, year=2018)
    | added("national", year=2015, measure="participants_share_at_year_end", percent=100)
    | added("national", year=2015, measure="participants_share_at_year_end", percent=0)
    | added("national", year=2015, measure="programme_length_over_30_months_share", percent=50)
    | added("national", year=2015, measure="settled_by_date", persons=5000, date="2015-08-31")
    | added("national", year=2017, measure="settled_expected", low=0, high=0)
    | added("national", year=2015, measure="participants_by_settlement_year", persons=9, group="settled_1950")
    | added("national", year=2015, measure="settled_municipality_not_stated", persons=0)
    | added("grant_rates", calendar_year=2018, group="all", scheme="integration_grant", source="x", nok=10**9)
    | added("grant_rates", calendar_year=2018, group="all", scheme="appropriation_x", source="x", nok=0)
    | participants(5)
    | participants(5, 5, 5, 5, 5, 5)
    | participants(5, 6, 7, 5, 5, 5)
    | requested("")
    | requested(0)
    | rule("grant_rates_of", 2017, 2016, "none")
)


@pytest.mark.long
@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("change", LOADED.values(), ids=LOADED.keys())
def test_what_check_passes_can_be_loaded(change, tmp_path):
    inputs = passed(change, tmp_path)
    if inputs is None:
        return
    request = allocate(inputs)
    expected = expected_load(inputs, request, replicates=2)
    rows = [*load_national_rows(expected), *load_rows(expected, request)]
    assert all(row[column].is_finite() for row in rows for column in ("low", "central", "high"))
    assert grant_rows(expected_grants(inputs, expected, rates_of=inputs.rules.grant_rates_of))
