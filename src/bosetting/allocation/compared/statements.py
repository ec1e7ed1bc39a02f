"""What publishers said of the request, set beside what the rule gives, and what their counts prove of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bosetting.allocation.request import Request
from bosetting.inputs.model import Inputs, Statement

FIVE = 5
"""Years over which settled persons are summed."""


@dataclass(frozen=True)
class Beside:
    """What the rule gives, in the unit of the statement.

    Attributes:
        part: the number itself, or that part of ``whole`` that it is; None where it is not known.
        whole: of how many; None where the number stands alone.
        later: years whose figures in it were published after the edition's day.
    """

    part: int | None
    whole: int | None = None
    later: tuple[int, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """The part of the whole."""
        return None if not self.whole or self.part is None else Fraction(self.part, self.whole)


def beside(request: Request, statement: Statement) -> Beside | None:
    """The rule's number for a statement; None for another year, and for what is not about the request."""
    if statement.measure == "settled_five_years":
        return _settled(request.inputs, statement.year)
    found = _MEASURES.get(statement.measure)
    return None if found is None or statement.year != request.inputs.year else found(request, statement)


def _asked(request: Request, statement: Statement) -> Beside:
    among = [a for a in request.allotments if statement.counts(a.municipality.residents)]
    whole = len(among) if statement.relation == "nearly_all" else None
    return Beside(sum(a.asked for a in among), whole)


def _municipalities(request: Request, statement: Statement) -> Beside:
    return Beside(sum(statement.counts(residents) for residents in _sizes(request)))


def _fewest(request: Request, statement: Statement) -> Beside:
    return Beside(min((a.persons for a in request.asked), default=None))


def _share(request: Request, statement: Statement) -> Beside | None:
    before = sum(1 for m in request.inputs.municipalities if m.previous_request)
    return Beside(len(request.asked), before) if before else None


_MEASURES: Mapping[str, Callable[[Request, Statement], Beside | None]] = {
    "municipalities_asked": _asked,
    "municipalities": _municipalities,
    "fewest_persons": _fewest,
    "share_asked": _share,
}
"""What the rule gives for each measure of the target year."""


def _sizes(request: Request) -> list[int]:
    """Residents of every municipality as they were on the rules' date, before those that merged did."""
    parts = request.inputs.tables["municipal_parts"]
    of_date = parts[parts["reference_date"].isin(request.inputs.rules.size.period)]
    merged = set(of_date["kommune_nr"])
    whole = [a.municipality.residents for a in request.allotments if a.municipality.number not in merged]
    return [*whole, *(int(residents) for residents in of_date["residents"])]


def _settled(inputs: Inputs, last: int) -> Beside:
    """Settled persons of the five years to the last; unknown where one of them is."""
    national = inputs.tables["national"]
    rows = national[(national["measure"] == "settled") & (national["group"] == "all")]
    rows = rows[(rows["year"] > last - FIVE) & (rows["year"] <= last) & rows["persons"].notna()]
    if rows["year"].nunique() < FIVE:
        return Beside(None)
    after = rows["year"][[day > inputs.edition.as_of for day in rows["published"]]]
    return Beside(int(rows["persons"].sum()), None, tuple(int(year) for year in after))


@dataclass(frozen=True)
class Proof:
    """So many statuses must differ from the published ones, whoever they are.

    Attributes:
        publisher: who gave the counts.
        size: residents from which a municipality is not among the small ones of the counts.
        places: municipalities asked, as published.
        below: at least so many of them have fewer than ``size`` residents, as published.
        above: municipalities with at least ``size`` residents.
        left_out: at least so many of those were not asked.
        differ: at least so many statuses of the edition differ from the published ones.
        published: when the counts were.
    """

    publisher: str
    size: int
    places: int
    below: int
    above: int
    left_out: int
    differ: int
    published: date


def proof(request: Request) -> Proof | None:
    """What the published counts prove; None where they are not known, or are of another number asked.

    If more small ones were asked than the edition asks, at least as many large ones that it asks were not.
    """
    counts = [s for s in request.inputs.stated("municipalities_asked") if s.year == request.inputs.year]
    totals = [s for s in counts if s.relation == "exactly" and _of_all(s)]
    small = [s for s in counts if s.residents_to is not None and not s.residents_from and s.least is not None]
    if not totals or not small:
        return None
    places, least = int(totals[-1].value or 0), small[-1].least
    if places != len(request.asked) or least is None:
        return None
    below, size = int(least), (small[-1].residents_to or 0) + 1
    above = sum(1 for a in request.allotments if a.municipality.residents >= size)
    own_below = sum(1 for a in request.asked if a.municipality.residents < size)
    more = max(0, below - own_below)
    left_out = max(0, above - (places - below))
    return Proof(small[-1].publisher, size, places, below, above, left_out, 2 * more, small[-1].date)


def _of_all(statement: Statement) -> bool:
    return statement.residents_from is None and statement.residents_to is None
