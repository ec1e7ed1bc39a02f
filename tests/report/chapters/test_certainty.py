"""The chapter on how sure the numbers are: what it says fits the rules of the edition."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bosetting.allocation.request import allocate
from bosetting.compute import Computation, compute
from bosetting.report.blocks.kinds import Block, Chart, Document, Prose
from bosetting.report.chapters import certainty
from bosetting.report.language.labels import label, written_languages
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()


@cache
def with_form(form: str) -> Computation:
    known = compute(2018, "june", ROOT)
    inputs = replace(known.inputs, rules=replace(known.inputs.rules, weight_form=form))
    changed = Computation(inputs, allocate(inputs), ROOT)
    # Ten thousand draws say nothing of what is looked at here.
    changed.__dict__["uncertainty"] = known.uncertainty
    return changed


def chapter(form: str, language: str) -> list[Block]:
    return certainty(View(with_form(form), language, Document(language)))


MULTIPLIED = {
    "nb": "ganges med størrelsen (folketall)",
    "nn": "gonga med storleiken (folketal)",
    "en": "multiplied by population",
}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["additive", "multiplicative", "standardised"])
def test_criteria_are_said_to_be_multiplied_by_population_only_where_they_are(
    form: str, language: str
) -> None:
    text = chapter(form, language)[0]
    assert isinstance(text, Prose)
    assert (MULTIPLIED[language] in text.markdown) == (form != "standardised")


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_need_moves_nearly_nobody_is_explained(language: str) -> None:
    (chart,) = [b for b in chapter("additive", language) if isinstance(b, Chart) and b.id == "alone-chart"]
    need = label(language, "drawn.need")
    (row,) = [row for row in chart.table.rows if row[0] == need]
    assert max(row[1:3]) <= 5
    assert need in chart.table.note
    word = {"nb": "behov", "nn": "behov", "en": "need"}[language]
    assert word in chart.description
