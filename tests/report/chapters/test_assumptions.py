"""The chapter on assumptions: an estimate and its interval are written alike."""

from decimal import Decimal

from bosetting.report.blocks.kinds import Document
from bosetting.report.chapters.assumptions import _value
from bosetting.report.view import View


class Estimated:
    name, unit = "results_kappa", "persons"
    value, low, high = Decimal("48.68"), Decimal("30.57"), Decimal("82.0")


class Exact(Estimated):
    value, low, high = 40, None, None


def test_an_interval_has_the_decimals_of_its_estimate():
    view = View(None, "nb", Document("nb"))
    assert _value(view, Estimated()) == "48,68 (30,57–82,00)"
    assert _value(view, Exact()) == "40"
