"""The chapters of the annual report: each a function from a ``View`` to the blocks a reader sees.

They recompute nothing: every number comes from the computation.
"""

from bosetting.report.chapters.against_published import against_published
from bosetting.report.chapters.asked import asked
from bosetting.report.chapters.assumptions import assumptions
from bosetting.report.chapters.certainty import certainty
from bosetting.report.chapters.changes import changes
from bosetting.report.chapters.check_yourself import check_yourself
from bosetting.report.chapters.criteria import criteria
from bosetting.report.chapters.deviations import deviations
from bosetting.report.chapters.findings import findings
from bosetting.report.chapters.grants import grants
from bosetting.report.chapters.in_short import in_short
from bosetting.report.chapters.minors import minors
from bosetting.report.chapters.need import need
from bosetting.report.chapters.numbers import numbers
from bosetting.report.chapters.programme_load import programme_load
from bosetting.report.chapters.sources import sources

__all__ = [
    "against_published",
    "asked",
    "assumptions",
    "certainty",
    "changes",
    "check_yourself",
    "criteria",
    "deviations",
    "findings",
    "grants",
    "in_short",
    "minors",
    "need",
    "numbers",
    "programme_load",
    "sources",
]
