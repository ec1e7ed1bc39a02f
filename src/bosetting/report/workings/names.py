"""What municipalities are called where two of the same name could stand side by side."""

from __future__ import annotations

from collections import Counter

from bosetting.report.view import View


def names(view: View) -> dict[str, str]:
    """Names by code; where several share one, each with its county."""
    municipalities = view.inputs.municipalities
    shared = Counter(m.name for m in municipalities)
    return {m.number: m.name if shared[m.name] == 1 else f"{m.name} ({m.county})" for m in municipalities}
