"""The criteria as arrays, under other assumptions than the stated ones; for draws, in floating point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import betaln

from bosetting.allocation.certainty.draws import Floats
from bosetting.allocation.criteria.indicators import ways_to_sum
from bosetting.inputs.model import NATIONAL, Inputs, Municipality


def employment_indices(inputs: Inputs, rows: Sequence[Municipality], periods: Sequence[str]) -> Floats:
    """Employment indices, municipalities by periods; where a period lacks one, the edition's own stands."""
    own = [float(m.employment) / float(inputs.national_employment) for m in rows]
    columns = [own]
    table = inputs.tables["employment"]
    for period in periods[1:]:
        of_period = table[table["period"] == period]
        percent = dict(zip(of_period["kommune_nr"], of_period["percent"], strict=True))
        national = float(percent[NATIONAL])
        columns.append(
            [
                index if percent.get(m.number) is None else float(percent[m.number]) / national
                for m, index in zip(rows, own, strict=True)
            ]
        )
    return np.array(columns).T.round(6)


def results_indices(rows: Sequence[Municipality], kappas: Floats, share: float) -> Floats:
    """Results indices, municipalities by kappas (see ``indicators.posterior_mean``)."""
    indices = np.ones((len(rows), len(kappas)))
    for i, municipality in enumerate(rows):
        if municipality.results:
            ways, fewest = ways_to_sum(municipality.results)
            n = sum(result.former_participants for result in municipality.results)
            k = fewest + np.arange(len(ways))[:, None]
            logs = np.log(np.array(ways, dtype=np.float64))[:, None]
            logs = logs + betaln(kappas * share + k, kappas * (1 - share) + n - k)
            chances = np.exp(logs - logs.max(axis=0))
            means = (chances * (kappas * share + k)).sum(axis=0) / chances.sum(axis=0) / (kappas + n)
            indices[i] = means / share
    return indices.round(6)
