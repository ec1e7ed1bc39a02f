"""The rates of the integration grant that were public on a day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from bosetting.programme.fit.known import records

SCHEME = "integration_grant"


def published_rates(table: pd.DataFrame, as_of: date) -> dict[tuple[int, int], list[float]]:
    """Rates of the groups in kroner, by calendar year and payment year.

    Args:
        table: grant_rates.csv.
        as_of: what was published later is not used.
    """
    found: dict[tuple[int, int], list[float]] = {}
    for row in records(table):
        usable = not (pd.isna(row.nok) or pd.isna(row.payment_year) or pd.isna(row.published))
        if row.scheme == SCHEME and usable and row.published <= as_of:
            found.setdefault((int(row.calendar_year), int(row.payment_year)), []).append(float(row.nok))
    return found
