"""The page of one municipality, in the order a mayor asks: how many, why, how near, beside whom, and what it means.

A ``MunicipalView`` comes in; blocks go out. Each chapter is a function, as in ``chapters``, and a cell of
``municipality.ipynb`` shows it.
"""

from bosetting.report.municipality.answer import answer, near
from bosetting.report.municipality.beside import beside, earlier
from bosetting.report.municipality.expected import expected, grant
from bosetting.report.municipality.number import number
from bosetting.report.municipality.what_next import what_next

__all__ = ["answer", "beside", "earlier", "expected", "grant", "near", "number", "what_next"]
