"""An assumption is told of only where an edition's load rests on it."""

from datetime import date
from pathlib import Path

from bosetting.compute import compute
from bosetting.inputs.model import Inputs
from bosetting.inputs.programme import programme_rules
from bosetting.programme.assumptions import QUALITATIVE, SINGLE_SHARE, UNFINISHED_RANGE
from bosetting.programme.checked.in_use import in_use
from bosetting.programme.checked.outside import OutsideRow
from bosetting.programme.fit.municipal_cohorts import MunicipalCohort
from bosetting.programme.fit.setting import Setting, setting

ROOT = Path(__file__).resolve().parents[3]
DECLARED = (UNFINISHED_RANGE, SINGLE_SHARE, *QUALITATIVE)


def opened(year: int, edition: str | None = None) -> tuple[Inputs, Setting]:
    inputs = compute(year, edition, ROOT).inputs
    national, own = inputs.tables["national"], inputs.edition
    return inputs, setting(
        national, programme_rules(inputs), own.as_of, year, own.requested, own.low, own.high
    )


def told(inputs: Inputs, at: Setting, *bases: str) -> set[str]:
    cohorts = [MunicipalCohort("0001", at.target, 0.0, 0.0, 0.0, basis) for basis in bases]
    return {each.id for each in in_use(DECLARED, inputs, at, (), cohorts)}


def counted(period: str) -> OutsideRow:
    """A published count of participants."""
    return OutsideRow(
        *("participants_during_year", "all", "during_year", period, 1.0, None, None, 1.0, 1.0, 1.0),
        *(0.0, 0.0, date(int(period) + 1, 6, 1), "SSB", "outside_check"),
    )


def test_registers_are_assumed_alike_only_where_figures_of_both_meet_and_no_break_is_estimated() -> None:
    inputs, at = opened(2018, "november")
    kept = {period: in_use(DECLARED, inputs, at, [counted(period)], ()) for period in ("2016", "2017")}
    assert {period: "kostra_nir_break" in {a.id for a in found} for period, found in kept.items()} == {
        "2016": False,
        "2017": True,
    }
    inputs, at = opened(2026)
    assert "register_break" not in at.problem.fixed
    assert "kostra_nir_break" not in {a.id for a in in_use(DECLARED, inputs, at, [counted("2017")], ())}


def test_what_only_grants_rest_on_is_not_told_where_no_rate_is_known() -> None:
    assert SINGLE_SHARE.id in told(*opened(2019))
    assert SINGLE_SHARE.id not in told(*opened(2026))


def test_ranges_of_unfinished_years_and_of_hidden_ones_follow_the_settled_persons_used() -> None:
    known, at = opened(2018, "revised")
    assert {c.basis for c in at.cohorts.values()} & {"expected"} == set()
    assert UNFINISHED_RANGE.id not in told(known, at)
    assert UNFINISHED_RANGE.id in told(*opened(2018, "november"))
    by_basis = {basis: told(known, at, "counted", basis) for basis in ("counted", "expected", "none")}
    for basis, name in (("expected", "municipal_unfinished_year"), ("none", "municipal_missing_is_zero")):
        assert [b for b, found in by_basis.items() if name in found] == [basis]


def test_what_every_load_rests_on_is_always_told_and_in_order() -> None:
    inputs, at = opened(2026)
    found = [a.id for a in in_use(DECLARED, inputs, at, (), ())]
    assert {"secondary_moves", "mix_of_target_year", "same_curve_everywhere", "later_acts_unknown"} <= {
        *found
    }
    assert found == [a.id for a in DECLARED if a.id in found]
