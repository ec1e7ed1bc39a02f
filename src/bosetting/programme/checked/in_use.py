"""Which of the declared assumptions an edition's load rests on: one that it does not use is not told of."""

from __future__ import annotations

from collections.abc import Sequence

from bosetting.inputs.model import Inputs
from bosetting.programme import assumptions as declared
from bosetting.programme.assumptions import Assumption
from bosetting.programme.checked.outside import OutsideRow
from bosetting.programme.fit.known import DURING
from bosetting.programme.fit.municipal_cohorts import MunicipalCohort
from bosetting.programme.fit.setting import Setting
from bosetting.programme.rates import published_rates


def in_use(
    found: Sequence[Assumption],
    inputs: Inputs,
    at: Setting,
    outside: Sequence[OutsideRow],
    municipal: Sequence[MunicipalCohort],
) -> tuple[Assumption, ...]:
    """Those of the assumptions that the computation rests on, in their order.

    Args:
        found: every declared assumption.
        inputs: of the edition.
        at: what the computation starts from.
        outside: published figures beside the model's.
        municipal: settled persons by municipality and year.
    """
    bases = {cohort.basis for cohort in municipal}
    unused = {
        "kostra_nir_break": not _compares_registers(at, outside),
        declared.SINGLE_SHARE.id: not _has_rates(inputs, at),
        declared.UNFINISHED_RANGE.id: all(cohort.basis != "expected" for cohort in at.cohorts.values()),
        "municipal_unfinished_year": "expected" not in bases,
        "municipal_missing_is_zero": "none" not in bases,
    }
    return tuple(each for each in found if not unused.get(each.id))


def _compares_registers(at: Setting, outside: Sequence[OutsideRow]) -> bool:
    """Whether figures of a later register stand beside a model that was fitted to the first one's alone.

    Where a count of the later register was known, how the two differ is estimated and not assumed.
    """
    if "register_break" not in at.problem.fixed:
        return False
    firsts = [s.first_year for s in at.rules.series if s.measure == DURING and s.first_year is not None]
    return any(int(row.period[:4]) >= min(firsts) for row in outside) if firsts else False


def _has_rates(inputs: Inputs, at: Setting) -> bool:
    """Whether any grant can be computed: a rate of the target year or later, or of the year that stands for it."""
    known = published_rates(inputs.tables["grant_rates"], at.as_of)
    return any(year >= at.target or year == inputs.rules.grant_rates_of for year, _ in known)
