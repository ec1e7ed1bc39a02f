"""The indices as arrays, as stated and under other assumptions; for draws, in floating point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.special import betaln

from bosetting.allocation.certainty.draws import Floats, Ranges
from bosetting.allocation.criteria.indices import Country, index_of
from bosetting.allocation.criteria.shrunk import ways_to_sum
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.figures import when_column
from bosetting.inputs.model import NATIONAL, Inputs, Municipality


def index_arrays(
    inputs: Inputs, rows: Sequence[Municipality], sizes: Sequence[Fraction], within: Ranges
) -> tuple[Floats, ...]:
    """For each criterion but the size its indices, municipalities by variants; the first is as stated.

    Args:
        inputs: of the edition.
        rows: municipalities in the order wanted.
        sizes: their bases.
        within: further kappas and periods become further variants.
    """
    country = Country.of(inputs)
    arrays = []
    for criterion in inputs.rules.others:
        stated = np.array(
            [
                float(index_of(criterion, m.figures[criterion.name], size, country))
                for m, size in zip(rows, sizes, strict=True)
            ]
        )[:, None]
        if criterion.name in within.kappas:
            kappas = np.array(within.kappas[criterion.name])
            stated = np.hstack([stated, shrunk_indices(criterion, rows, kappas)])
        periods = within.periods.get(criterion.name, ())[1:]
        others = [_of_period(inputs, criterion, rows, stated[:, 0], period) for period in periods]
        arrays.append(np.hstack([stated, *others]))
    return tuple(arrays)


def _of_period(
    inputs: Inputs, criterion: Criterion, rows: Sequence[Municipality], own: Floats, period: str
) -> Floats:
    """Indices of another period; where it lacks a municipality, the edition's own stands."""
    table = inputs.tables[criterion.table]
    when = when_column(table.columns)
    of_period = table[(table[when].astype(str) == period) & table[criterion.column].notna()]
    figure = dict(zip(of_period["kommune_nr"], of_period[criterion.column], strict=True))
    national = float(figure[NATIONAL])
    indices = [
        index
        if m.number not in figure or (criterion.index == "inverse_ratio" and not figure[m.number])
        else float(figure[m.number]) / national
        if criterion.index == "ratio"
        else national / float(figure[m.number])
        for m, index in zip(rows, own.tolist(), strict=True)
    ]
    return np.array(indices)[:, None].round(6)


def shrunk_indices(criterion: Criterion, rows: Sequence[Municipality], kappas: Floats) -> Floats:
    """Indices of a share of few persons, municipalities by kappas (see ``shrunk.posterior_mean``)."""
    share = float(criterion.mean or 1)
    indices = np.ones((len(rows), len(kappas)))
    for i, municipality in enumerate(rows):
        figure = municipality.figures[criterion.name]
        if figure.years:
            ways, fewest = ways_to_sum(figure.years)
            n = figure.persons
            k = fewest + np.arange(len(ways))[:, None]
            logs = np.log(np.array(ways, dtype=np.float64))[:, None]
            logs = logs + betaln(kappas * share + k, kappas * (1 - share) + n - k)
            chances = np.exp(logs - logs.max(axis=0))
            means = (chances * (kappas * share + k)).sum(axis=0) / chances.sum(axis=0) / (kappas + n)
            indices[i] = means / share
    return indices.round(6)
