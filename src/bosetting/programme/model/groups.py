"""Groups of the settled with a regulation of their own, and which cohorts are young."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bosetting.inputs.programme import EVERYONE, CohortGroup, ProgrammeRules, Regulation
from bosetting.programme.model.regulations import regulations_known

FEWEST_BEFORE = 3
"""A cohort is not called young beside fewer than these."""


@dataclass(frozen=True)
class Group:
    """A group of the settled with a regulation of its own.

    Attributes:
        id: as in regulations.csv.
        regulations: in order of date; before its own, those of everyone.
        shares: by year of settlement, the part of everyone settled; sums with other groups' to 1 at most.
    """

    id: str
    regulations: tuple[Regulation, ...]
    shares: Mapping[int, float]


def groups_known(rules: ProgrammeRules, as_of: date, years: Sequence[int]) -> tuple[Group, ...]:
    """The groups that were known on a day, with their part of each cohort.

    Args:
        rules: with the regulations and the shares.
        as_of: the day; what was published later is not used.
        years: of settlement.
    """
    ids = sorted({r.group for r in rules.regulations if r.group != EVERYONE and r.published <= as_of})
    found = [
        Group(id_, regulations_known(rules.regulations, as_of, id_), _shares(rules, id_, as_of, years))
        for id_ in ids
    ]
    return tuple(group for group in found if any(group.shares.values()))


def _shares(rules: ProgrammeRules, id_: str, as_of: date, years: Sequence[int]) -> dict[int, float]:
    """Each year's last published share; of a year without one, that of the year before."""
    known = [s for s in rules.shares if s.id == id_ and s.published is not None and s.published <= as_of]
    by_year = {s.year: s.share for s in sorted(known, key=lambda s: s.published or as_of)}
    shares, last = {}, 0.0
    for year in range(
        min([*years, *(y for y in by_year if y is not None)], default=0), max(years, default=-1) + 1
    ):
        last = (by_year.get(year) or 100 * last) / 100
        shares[year] = last
    return {year: shares[year] for year in years}


def young_cohorts(
    cohorts: Mapping[int, float], groups: Sequence[Group], rule: CohortGroup | None
) -> tuple[int, ...]:
    """Years whose cohort is larger than the rule's multiple of the mean of those before that are not young.

    Args:
        cohorts: settled persons by year.
        groups: whose persons are taken out first.
        rule: the row ``young`` of cohort_groups.csv; None where there is none.
    """
    if rule is None or rule.size_over is None:
        return ()
    young, before = [], list[float]()
    for year in sorted(cohorts):
        persons = cohorts[year] * (1 - sum(group.shares.get(year, 0.0) for group in groups))
        if len(before) >= FEWEST_BEFORE and persons > rule.size_over * sum(before) / len(before):
            young.append(year)
        else:
            before.append(persons)
    return tuple(young)
