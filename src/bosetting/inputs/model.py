"""The values that the computation knows: what a checked year folder becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from bosetting.inputs.publisher import Publisher
    from bosetting.inputs.rules import Rules

NATIONAL = "0000"
"""The code that Statistics Norway uses for the whole country."""
LANGUAGES = ("nb", "nn", "en")
"""The languages that texts of a year are given in."""
Words = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Texts by language, section and name, as in words.nb.toml."""


@dataclass(frozen=True)
class Edition:
    """One forecast and the request made from it: a row of forecasts.csv.

    Attributes:
        name: for example ``november``.
        as_of: the edition uses only what was published by this date.
        need: persons to settle, as forecast.
        requested: persons to divide among the municipalities; the need where no other number was decided.
        unaccompanied_minors: how many of them; None where not known.
        low: lower end of the forecast, in persons; None where not published.
        high: upper end.
        source: who published it, and where.
    """

    name: str
    as_of: date
    need: int
    requested: int
    unaccompanied_minors: int | None
    low: int | None
    high: int | None
    source: str


@dataclass(frozen=True)
class YearResult:
    """Former participants of one municipality, one year after they left the introduction programme.

    Attributes:
        year: when their status was taken.
        former_participants: persons, at least 1.
        low: fewest of them that can be in work or education.
        high: most of them; equal to ``low`` where the number is printed.
        printed: True where the publisher printed the number.
    """

    year: int
    former_participants: int
    low: int
    high: int
    printed: bool


@dataclass(frozen=True)
class Figure:
    """What one criterion measures of one municipality.

    Attributes:
        value: the number as published; None where there is none, and for a share of few persons.
        category: the class, for a criterion of classes.
        derived: True where the number is worked out from the parts of a merged municipality.
        low: lower end of a derived number.
        high: upper end.
        years: for a share of few persons, one row for each year with at least one person known.
        years_hidden: years in which even the number of persons is hidden (one to three).
    """

    value: Decimal | None = None
    category: str | None = None
    derived: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    years: tuple[YearResult, ...] = ()
    years_hidden: int = 0

    @property
    def known(self) -> bool:
        """Whether there is anything to make an index of."""
        return self.value is not None or self.category is not None or bool(self.years)

    @property
    def persons(self) -> int:
        """Persons that a share of few persons is of, all years."""
        return sum(year.former_participants for year in self.years)


@dataclass(frozen=True)
class Municipality:
    """What the rules need to know of one municipality.

    Attributes:
        number: four digits, in the structure of the target year.
        name: official name.
        county_number: two digits.
        county: name.
        language: the form of Norwegian it has asked the state to use: nb, nn, neutral or unknown.
        latitude: degrees north of a point in it.
        longitude: degrees east.
        residents: persons on the date the rules name: the figure of the criterion that is the size.
        figures: what each other criterion measures, by its name.
        previous_request: persons it was asked for the time before; None where unknown.
        previous_minors: of them unaccompanied minors; None where unknown.
        previously_asked: whether it was asked the time before; None where unknown.
    """

    number: str
    name: str
    county_number: str
    county: str
    language: str
    latitude: float
    longitude: float
    residents: int
    figures: Mapping[str, Figure]
    previous_request: int | None
    previous_minors: int | None
    previously_asked: bool | None


@dataclass(frozen=True)
class CountyTotal:
    """A county's share of the request, as published before the municipalities were asked."""

    county_number: str
    persons: int
    source: str


@dataclass(frozen=True)
class Adjustment:
    """A deviation from the rule: data with a reason, never a change of code.

    Attributes:
        kind: ask, do_not_ask, at_least, at_most or exactly.
        persons: the number that the last three kinds need; None for the first two.
    """

    municipality: str
    kind: str
    persons: int | None
    reason: str
    decided_by: str
    date: date


@dataclass(frozen=True)
class Statement:
    """What a publisher said of the year: a row of statements.csv.

    Attributes:
        id: its name in the tables.
        publisher: who said it.
        date: the day it was said.
        measure: what it is about, for example municipalities_asked.
        relation: exactly, about, over, at_least, under or nearly_all; None for words without a number.
        value: the number said, in the unit of the measure; None for nearly_all and for words alone.
        year: the year it is about.
        residents_from: fewest residents of the municipalities it is about; None for all.
        residents_to: most residents, likewise.
        words: one sentence by language, nb at least.
        address: where it can be read; empty where it is not on the web.
    """

    id: str
    publisher: str
    date: date
    measure: str
    relation: str | None
    value: Decimal | None
    year: int
    residents_from: int | None
    residents_to: int | None
    words: Mapping[str, str]
    address: str

    def said(self, language: str) -> str:
        """Its words in a language, or in bokmål where nobody has written them in that."""
        return self.words.get(language) or self.words["nb"]

    def counts(self, residents: int) -> bool:
        """Whether a municipality of so many residents is among those it is about."""
        least, most = self.residents_from or 0, self.residents_to
        return least <= residents and (most is None or residents <= most)

    @property
    def least(self) -> Decimal | None:
        """The fewest that it can mean, of what is counted in whole numbers; None where it gives no bound."""
        if self.value is None or self.relation in ("about", "under"):
            return None
        return self.value + 1 if self.relation == "over" else self.value


@dataclass(frozen=True)
class Correction:
    """What was wrong in an edition after it was published: a row of corrections.csv.

    Attributes:
        date: the day it was corrected.
        municipality: the code of whom it concerns; None for all.
        measure: persons, unaccompanied_minors, asked, or text for all else.
        old: what was published.
        new: what holds.
        reason: how it came to be wrong, in the publisher's words.
        what: what was wrong, one sentence by language.
    """

    date: date
    municipality: str | None
    measure: str
    old: str
    new: str
    reason: str
    what: Mapping[str, str]


@dataclass(frozen=True)
class Inputs:
    """Everything one edition may know, checked.

    Attributes:
        year: the year the request is for.
        edition: which forecast.
        publisher: who issues it, in what role, and when it was made.
        editions: all rows of forecasts.csv, in file order.
        rules: every rule value of the edition, with its source or reason.
        municipalities: in order of code.
        national: by criterion what the country has: its figure, or for a share the sum over the municipalities.
        county_totals: those published for this edition.
        adjustments: those decided for this edition, in file order.
        tables: every table of the folder as a frame with the columns of its schema, by name without ``.csv``.
            Codes are text, whole numbers are nullable integers, dates are dates. Treat them as read-only.
        notes: what the reader should know about how the files were read.
        statements: what publishers said of the year, in order of date, also after the edition's day.
        words: the year's own texts.
        corrections: what was wrong in the edition since it was published, in order of date.
    """

    year: int
    edition: Edition
    publisher: Publisher
    editions: tuple[Edition, ...]
    rules: Rules
    municipalities: tuple[Municipality, ...]
    national: Mapping[str, Decimal]
    county_totals: tuple[CountyTotal, ...]
    adjustments: tuple[Adjustment, ...]
    tables: Mapping[str, pd.DataFrame]
    notes: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    words: Words = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    @property
    def made(self) -> date:
        """The day it was computed, as the publisher gives it; never the clock's."""
        return self.publisher.made

    @property
    def published(self) -> date | None:
        """The day the edition was published; None for a draft."""
        return self.publisher.published.get(self.edition.name)

    @cached_property
    def published_rows(self) -> Mapping[str, tuple[bool | None, int | None]]:
        """What published_requests.csv has of the edition's own request: asked and persons, by code."""
        table = self.tables["published_requests"]
        own = table[(table["year"] == self.year) & (table["edition"] == self.edition.name)]
        return {
            row["kommune_nr"]: (
                None if pd.isna(row["asked"]) else bool(row["asked"]),
                None if pd.isna(row["persons"]) else int(row["persons"]),
            )
            for row in own.to_dict("records")
        }

    @cached_property
    def latest_rows(self) -> Mapping[str, tuple[int, date]]:
        """What outcomes.csv has of the last request of the year: persons, and when they became public, by code."""
        table = self.tables.get("outcomes")
        if table is None:
            return {}
        known = table[(table["measure"] == "requested") & (table["status"] == "ok")]
        columns = (known[name].tolist() for name in ("kommune_nr", "persons", "published"))
        return {code: (int(persons), published) for code, persons, published in zip(*columns, strict=True)}

    def stated(self, measure: str, *, known: bool = False) -> tuple[Statement, ...]:
        """What was said of a measure, in order of date.

        Args:
            measure: as in statements.csv.
            known: only what the edition can have known, said by its day.
        """
        return tuple(
            s for s in self.statements if s.measure == measure and (not known or s.date <= self.edition.as_of)
        )

    def word(self, language: str, section: str, name: str) -> str | None:
        """A text of the year's own words, or None where nobody has written it."""
        return self.words.get(language, {}).get(section, {}).get(name)

    @property
    def counties(self) -> dict[str, str]:
        """County names by number, in order of number."""
        return dict(sorted({(m.county_number, m.county) for m in self.municipalities}))
