"""Everything one edition gives, computed once in a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from bosetting.allocation.certainty.uncertainty import Uncertainty, uncertainty
from bosetting.allocation.compared.backtest import Backtest, Habits, backtest, habits
from bosetting.allocation.compared.follow_up import FollowUp, follow_up
from bosetting.allocation.compared.revision import Revision, revision
from bosetting.allocation.explained.explanation import Explanation, explanations
from bosetting.allocation.request import Request, allocate
from bosetting.cache import cached
from bosetting.inputs.model import Inputs
from bosetting.inputs.reading.described import described_files
from bosetting.inputs.root import find_root
from bosetting.inputs.year import read_inputs
from bosetting.programme.grants import Grants, expected_grants
from bosetting.programme.load import Calibrated, Load, calibrated, expected_load

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Computation:
    """What the notebooks, the command line and the verification show; each is its own, however alike.

    Attributes:
        inputs: what was known.
        request: who is asked, for how many, and why.
        root: the folder that holds ``data/``.
    """

    inputs: Inputs
    request: Request
    root: Path

    @cached_property
    def load(self) -> Load:
        """The expected load on the introduction programme; computed when it is first asked for."""
        return self._kept(
            Load,
            "load",
            lambda: expected_load(self.inputs, self.request, calibration=self.calibration),
        )

    @cached_property
    def grants(self) -> Grants:
        """The integration grant that follows from the load, with the rates that the rules declare."""
        return expected_grants(self.inputs, self.load, rates_of=self.inputs.rules.grant_rates_of)

    @cached_property
    def uncertainty(self) -> Uncertainty:
        """The numbers under other assumptions; computed when it is first asked for.

        The draws begin at the year, so that the same numbers come every time.
        """
        year = self.inputs.year
        return self._kept(
            Uncertainty, "uncertainty", lambda: uncertainty(self.request, np.random.default_rng(year))
        )

    @cached_property
    def explanations(self) -> dict[str, Explanation]:
        """Every municipality's number explained, by code."""
        return explanations(self.request)

    @cached_property
    def backtest(self) -> Backtest | None:
        """The rule against what was published of the edition; None where nothing was."""
        return backtest(self.request, self.habits)

    @cached_property
    def habits(self) -> Habits | None:
        """What the requests before the edition reveal; None where none is known. Resamples begin at the year."""
        year = self.inputs.year
        return self._kept(Habits | None, "habits", lambda: habits(self.request, np.random.default_rng(year)))

    @cached_property
    def before(self) -> Computation | None:
        """The year's edition with the latest earlier date; None where this one is the first."""
        earlier = [e for e in self.inputs.editions if e.as_of < self.inputs.edition.as_of]
        last = max(earlier, key=lambda e: e.as_of, default=None)
        return None if last is None else compute(self.inputs.year, last.name, self.root)

    @cached_property
    def revision(self) -> Revision | None:
        """What changed since the edition before, cause by cause; None where there is none."""
        return None if self.before is None else revision(self.before.inputs, self.inputs)

    @cached_property
    def followed(self) -> FollowUp | None:
        """What was decided and settled of the year's request afterwards; None where nothing is held of it."""
        return follow_up(self.inputs)

    @cached_property
    def load_decided(self) -> Load | None:
        """The load under what municipalities decided, computed afterwards; None where no decisions are held."""
        if self.followed is None:
            return None
        decisions = self.followed.decisions
        return self._kept(Load, "load_decided", lambda: self.load_under(decisions))

    def load_under(self, decisions: Mapping[str, int]) -> Load:
        """The load under what municipalities decided, by code.

        Raises:
            BadProgramme: a decision is negative or of an unknown municipality.
        """
        return expected_load(self.inputs, self.request, decisions=decisions, calibration=self.calibration)

    @cached_property
    def calibration(self) -> Calibrated:
        """What the loads under the request and under decisions both rest on."""
        return calibrated(self.inputs, self.request)

    def _kept(self, kind: Any, name: str, compute: Callable[[], Result]) -> Result:
        folder = self.root / "data" / str(self.inputs.year)
        files = [path for path in (folder / name for name in described_files(folder)) if path.is_file()]
        choices = (str(self.inputs.year), self.inputs.edition.name)
        return cached(kind, name, self.root / ".cache", files, compute, *choices)


def compute(year: int, edition: str | None = None, root: Path | None = None) -> Computation:
    """Compute an edition.

    Args:
        year: the year the request is for.
        edition: its name in forecasts.csv; None for the default edition of rules.toml.
        root: the folder that holds ``data/``; None for the nearest one from the working folder upwards.

    Raises:
        BadInput: the year folder has faults.
        Infeasible: rules, adjustments and totals cannot all be met.
    """
    return _computed(year, edition, (root or find_root()).resolve())


@lru_cache(maxsize=8)
def _computed(year: int, edition: str | None, root: Path) -> Computation:
    inputs = read_inputs(year, edition, root)
    return Computation(inputs, allocate(inputs), root)
