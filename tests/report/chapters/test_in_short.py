"""The opening: the same number for the same thing as in the chapters, and nothing that a deviation makes untrue."""

from dataclasses import replace
from pathlib import Path

import pytest

from bosetting.allocation.request import allocate
from bosetting.compute import Computation, compute
from bosetting.inputs.model import Adjustment
from bosetting.report.blocks.kinds import Document, Figures, Prose
from bosetting.report.chapters.certainty import certainty
from bosetting.report.chapters.in_short import in_short
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]
MINIMUM = {
    "nb": "{} får 103 kommuner. For 85 av dem er det {}minstetallet som avgjør. De andre ville fått minst så mange uten.",
    "nn": "{} får 103 kommunar. For 85 av dei er det {}minstetalet som avgjer. Dei andre ville ha fått minst så mange utan.",
    "en": "In all, 103 municipalities get exactly that. For 85 of them it is {} minimum that decides. "
    "The others would have got at least as many without it.",
}
HERE = {"nb": ("Akkurat så mange", "dette "), "nn": ("Akkurat så mange", "dette "), "en": ("this",)}
THERE = {"nb": ("Så mange", ""), "nn": ("Så mange", ""), "en": ("the",)}


def said(chapter, view):
    prose = "\n".join(block.markdown for block in chapter(view) if isinstance(block, Prose))
    return prose.replace("\u00a0", " ").replace("\n", " ")


@pytest.mark.parametrize("language", MINIMUM)
def test_those_with_the_minimum_and_those_it_lifts_are_told_apart_wherever_they_stand(language):
    view = View(compute(2018, "november", ROOT), language, Document(language))
    assert MINIMUM[language].format(*HERE[language]) in said(in_short, view)
    assert MINIMUM[language].format(*THERE[language]) in said(certainty, view)


def changed(*adjustments, **rules):
    inputs = compute(2018, "november", ROOT).inputs
    inputs = replace(inputs, adjustments=adjustments, rules=replace(inputs.rules, **rules))
    return View(Computation(inputs, allocate(inputs), ROOT), "nb", Document("nb"))


def test_a_deviation_below_the_minimum_is_allowed_for():
    view = changed()
    assert "får færre enn 10 personer. Akkurat" in said(in_short, view)
    smallest = view.request.asked[-1].municipality.number
    below = Adjustment(smallest, "exactly", 4, "Plass til fire", "Bystyret", view.inputs.edition.as_of)
    assert "får færre enn 10 personer, når det ikke er gjort avvik fra regelen. Akkurat" in said(
        in_short, changed(below)
    )


def test_even_numbers_have_an_even_minimum():
    view = changed(floor=9, unit=2)
    (figures,) = [block for block in in_short(view) if isinstance(block, Figures)]
    number, what = figures.items[-1]
    assert what.replace("\u00a0", " ") == "kommuner får minstetallet, 10 personer"
    assert int(number) == sum(a.persons == 10 for a in view.request.asked) > 0
