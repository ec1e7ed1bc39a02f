"""A made-up history of participants, computed from parameters that are known."""

from datetime import date

from bosetting.inputs.programme import CohortGroup, ProgrammeRules, Regulation, Series
from bosetting.programme.fit.calibration import RANGES, Problem, modelled
from bosetting.programme.fit.known import Observation
from bosetting.programme.model.parameters import Parameters, Structure
from bosetting.programme.model.regulations import regulations_known

ACTS = (
    Regulation("act_2003", "all", date(2004, 9, 1), date(2003, 7, 4), 24, 36, "An act"),
    Regulation("act_2020", "all", date(2021, 1, 1), date(2020, 11, 6), 24, 48, "An act", "24 is usual"),
    Regulation(
        "act_2022",
        "ukraine",
        date(2022, 6, 15),
        date(2022, 6, 15),
        6,
        12,
        "An act",
        "",
        70.0,
        date(2024, 6, 30),
    ),
)
YOUNG = CohortGroup("young", None, None, 1.5, None)
RULES = ProgrammeRules(
    ACTS,
    (
        Series("participants_during_year", "KOSTRA", None, 2016, "fit", leavers_go_on=False),
        Series("participants_during_year", "NIR", 2017, None, "fit", leavers_go_on=False),
        Series("participants_share_at_year_end", "KOSTRA", None, 2016, "fit", leavers_go_on=True),
        Series("programme_left_during_year", "NIR", 2017, None, "fit", leavers_go_on=False),
        Series("programme_started_during_year", "NIR", 2017, None, "fit", leavers_go_on=False),
    ),
    YOUNG,
    (
        CohortGroup("ukraine", 2022, 85.7, None, date(2022, 3, 18)),
        CohortGroup("ukraine", 2022, 86.6, None, date(2023, 3, 1)),
        CohortGroup("ukraine", 2023, 87.9, None, date(2024, 1, 31)),
    ),
)
ACT_2003 = regulations_known(ACTS, date(2017, 11, 6))
STRUCTURE = Structure(
    slope=0.4, late_months=18, leave_months=6, others_continue=0.5, young=(2015, 2016, 2017)
)
TRUTH = Parameters(
    starts_per_settled=0.72,
    young_ratio=1.1,
    late_share=0.2,
    wait_months=5.0,
    left_early=0.15,
    beyond=0.35,
    before_first=4000.0,
)
SETTLED = dict(
    zip(
        range(2007, 2018),
        (3800, 4400, 6100, 5800, 5500, 5800, 6500, 7900, 11300, 15300, 11000),
        strict=True,
    )
)


IDLE = {
    name: getattr(TRUTH, name) for name in ("take_up", "group_left_early", "group_beyond", "register_break")
}
"""Parameters that say nothing of this history: it has no group of its own and one register."""


def simulated(otherwise: float = 0.07, fixed: dict[str, float] | None = None) -> Problem:
    """A calibration whose data are exactly what TRUTH gives."""
    asked = [Observation("during_year", year, 1.0) for year in range(2007, 2018)]
    asked += [Observation("share_at_year_end", year, 1.0, otherwise) for year in range(2009, 2018)]
    given = {**IDLE, **(fixed or {})}
    problem = Problem(SETTLED, tuple(asked), STRUCTURE, ACT_2003, given, RANGES)
    values = modelled(problem, TRUTH)
    data = [
        Observation(o.measure, o.year, value, o.otherwise) for o, value in zip(asked, values, strict=True)
    ]
    return Problem(SETTLED, tuple(data), STRUCTURE, ACT_2003, given, RANGES)
