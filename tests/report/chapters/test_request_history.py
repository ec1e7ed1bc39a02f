"""Earlier requests: each year by the last version that was public, whoever published it, and no year left out."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from bosetting.compute import Computation, compute
from bosetting.programme.fit.known import known_rows
from bosetting.report.blocks.kinds import Chart, Document, Prose
from bosetting.report.chapters.findings import _fewest_since
from bosetting.report.chapters.need import history, need
from bosetting.report.language.labels import written_languages
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()
YEARS = sorted(int(folder.name) for folder in (ROOT / "data").glob("2*"))
EDITIONS = [(y, e.name) for y in YEARS for e in compute(y, None, ROOT).inputs.editions]
GAPS = {
    "nb": "Av årene vi har tall for",
    "nn": "Av åra vi har tal for",
    "en": "Of the years with a known request",
}


def view(year: int, named: str | None = None, language: str = "nb", **of_inputs: object) -> View:
    known = compute(year, named, ROOT)
    inputs = replace(known.inputs, **of_inputs)  # type: ignore[arg-type]
    found = Computation(inputs, known.request, ROOT)
    found.__dict__["load"] = SimpleNamespace(cohorts=(), as_of=inputs.edition.as_of, groups=())
    return View(found, language, Document(language))


def requested(of: View) -> dict[int, int]:
    rows = history(of)
    rows = rows[rows["kind"] == "requested"]
    return {int(year): int(n) for year, n in zip(rows["year"], rows["persons"], strict=True)}


def without(*forgotten: int) -> dict[str, object]:
    """The tables of 2026 without the requests of some years."""
    tables = dict(compute(2026, None, ROOT).inputs.tables)
    national = tables["national"]
    tables["national"] = national[~((national["measure"] == "requested") & national["year"].isin(forgotten))]
    return {"tables": tables}


def chart(of: View) -> Chart:
    (found,) = [block for block in need(of) if isinstance(block, Chart)]
    return found


@pytest.mark.parametrize(("year", "edition"), EDITIONS)
def test_no_year_with_a_published_request_is_shown_unknown(year: int, edition: str) -> None:
    seen = view(year, edition)
    shown = {row[0]: row[1] for row in chart(seen).table.rows}
    known = known_rows(seen.inputs.tables["national"], seen.inputs.edition.as_of)
    published = {str(y) for y in known["year"][(known["measure"] == "requested") & known["persons"].notna()]}
    assert published & set(shown)
    assert [y for y in sorted(published & set(shown)) if shown[y] is None] == []


def test_the_last_version_known_counts_whoever_published_it() -> None:
    assert {y: n for y, n in requested(view(2026)).items() if y >= 2022} == {
        2022: 35000,
        2023: 38000,
        2024: 36985,
        2025: 12640,
        2026: 13000,
    }
    assert requested(view(2018, "november"))[2017] == 12522
    assert requested(view(2018, "revised"))[2017] == 12714


def test_what_the_municipalities_were_sent_last_is_used_where_it_is_newer_or_alone() -> None:
    assert requested(view(2026, **without(2025)))[2025] == 12640
    tables = dict(compute(2026, None, ROOT).inputs.tables)
    later = pd.DataFrame([{"year": 2025, "measure": "requested", "group": "reported", "persons": 12000}])
    tables["national"] = pd.concat([tables["national"], later.assign(published=date(2025, 12, 1))])
    assert requested(view(2026, tables=tables))[2025] == 12000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_version_that_the_rules_use_is_named_where_a_newer_one_is_told(language: str) -> None:
    number = {"en": ("12,522", "12,988")}.get(language, ("12 522", "12 988"))
    prose = next(block for block in need(view(2018, "november", language)) if isinstance(block, Prose))
    said = prose.markdown.replace("\u00a0", " ")
    assert said.index(number[0]) < said.index("2016") < said.index(number[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_is_told_with_reserve_where_a_year_between_is_unknown(language: str) -> None:
    assert GAPS[language] not in chart(view(2026, language=language)).description
    assert GAPS[language] in chart(view(2026, language=language, **without(2024))).description


def test_fewer_than_in_a_run_of_years_stops_at_the_first_unknown_one() -> None:
    edition = replace(compute(2026, None, ROOT).inputs.edition, requested=3000)
    assert _fewest_since(view(2026, edition=edition)) == {"first": "2017", "last": "2025"}
    assert _fewest_since(view(2026, edition=edition, **without(2023))) == {"first": "2024", "last": "2025"}
