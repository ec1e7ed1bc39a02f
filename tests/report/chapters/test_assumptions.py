"""The chapter on assumptions: an estimate and its interval are written alike."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from bosetting.report.blocks.kinds import Document
from bosetting.report.chapters.assumptions import _value
from bosetting.report.view import View


class Estimated:
    name, unit = "results_kappa", "persons"
    value, low, high = Decimal("48.68"), Decimal("30.57"), Decimal("82.0")


class Exact(Estimated):
    value, low, high = 40, None, None


def seen(language: str) -> View:
    """A view of a year with two criteria, one of them in persons and the other in points."""
    criteria = tuple(SimpleNamespace(name=name) for name in ("size", "rent"))
    computation = SimpleNamespace(inputs=SimpleNamespace(rules=SimpleNamespace(criteria=criteria)))
    return View(computation, language, Document(language))


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        # A shorthand rule inherits the unit of its criterion, which is of what is measured.
        ("weight_size", Decimal("0.65"), "65\u00a0%"),
        ("weight_size", Decimal("0.05"), "5\u00a0%"),
        ("weight_size", Decimal("0.125"), "12,5\u00a0%"),
        ("weight_size", 1, "100\u00a0%"),
        ("period_rent", 2017, "2017"),
        ("period_rent", [2016, 2017], "2016, 2017"),
        ("period_rent", "2014-K4", "4. kvartal 2014"),
        ("exponent_rent", Decimal("0.5"), "0,5"),
        ("exponent_rent", 2, "2"),
        ("mean_rent", Decimal("0.59"), "59\u00a0%"),
        ("factors_rent", {"1": Decimal("1.0"), "2": Decimal("0.8")}, "1: 1,0, 2: 0,8"),
        ("number_asked", 2017, "2\u00a0017"),
    ],
)
def test_a_value_has_the_unit_of_the_kind_of_its_rule(name, value, written):
    for unit in ("persons", "points", "share"):
        if name == "number_asked" and unit == "share":
            continue
        rule = SimpleNamespace(name=name, unit=unit, value=value, low=None, high=None)
        assert _value(seen("nb"), rule) == written


def test_an_interval_has_the_decimals_of_its_estimate():
    view = seen("nb")
    assert _value(view, Estimated()) == "48,68 (30,57–82,00)"
    assert _value(view, Exact()) == "40"
