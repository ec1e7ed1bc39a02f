"""A figure that is unknown in one table and a number used for it in another never stand unexplained."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from bosetting.compute import Computation, compute
from bosetting.programme.assumptions import QUALITATIVE, WAIT_MONTHS
from bosetting.programme.fit.known import Cohort
from bosetting.report.blocks.kinds import Document, Table, Words
from bosetting.report.chapters import against_published
from bosetting.report.chapters.need import need
from bosetting.report.chapters.numbers import _bands
from bosetting.report.chapters.programme_load import _assumptions, unfinished_year
from bosetting.report.chapters.sources import sources
from bosetting.report.language.labels import label, written_languages
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()


def view(language: str) -> View:
    known = compute(2018, "november", ROOT)
    found = Computation(known.inputs, known.request, ROOT)
    # Only which year was not over, and what is used for it, is looked at here.
    cohorts = (Cohort(2016, 15291, 15291, 15291, "counted"), Cohort(2017, 10000, 10750, 11500, "expected"))
    as_of = known.inputs.edition.as_of
    found.__dict__["load"] = SimpleNamespace(cohorts=cohorts, as_of=as_of, target=2018, groups=())
    return View(found, language, Document(language))


def number(language: str, value: int) -> str:
    return f"{value:,}".replace(",", "," if language == "en" else "\u00a0")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_year_that_was_not_over_is_told_with_the_number_used_for_it(language: str) -> None:
    (said,) = unfinished_year(view(language))
    assert "2017" in said.markdown
    for value in (10000, 10750, 11500):
        assert number(language, value) in said.markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_that_calls_it_unknown_says_what_is_used(language: str) -> None:
    (chart,) = [b for b in need(view(language)) if hasattr(b, "table")]
    assert chart.table.rows[-2][0] == "2017"
    assert chart.table.rows[-2][2] is None
    assert number(language, 10750) in chart.table.note


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_that_holds_an_unknown_year_says_so(language: str) -> None:
    (table,) = [b for b in against_published(view(language)) if isinstance(b, Table) and b.id == "statements"]
    assert label(language, "statements.later", years="2017") in table.note


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_apply_is_not_called_unknown(language: str) -> None:
    """Persons per resident where nobody is asked, marks that a table does not have, assumptions without a number."""
    seen = view(language)
    assert _bands(seen)[0][4] == Words(seen.label("numbers.not_asked_cell"))
    (tables,) = [b for b in sources(seen) if isinstance(b, Table) and b.id == "tables"]
    assert all(cell is not None for row in tables.rows for cell in row)
    made = SimpleNamespace(target=2018, assumptions=(WAIT_MONTHS, *QUALITATIVE))
    assumed = _assumptions(seen, made)  # type: ignore[arg-type]
    assert all(cell is not None for row in assumed.rows for cell in row)
    assert Words(seen.label("load.no_number")) in {cell for row in assumed.rows for cell in row}
