"""The expected load on the introduction programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

import altair as alt
import pandas as pd

from bosetting.inputs.programme import EVERYONE, programme_rules
from bosetting.programme.checked.outside import OutsideRow
from bosetting.programme.checked.rolling import RollingError
from bosetting.programme.fit.known import known_rows
from bosetting.programme.load import Load
from bosetting.programme.model.regulations import regulations_known
from bosetting.programme.national import STATED, CohortRow, NationalRow, observed
from bosetting.report.blocks.kinds import Block, Callout, Chart, Column, Prose, Table, Words
from bosetting.report.chapters.load_decided import load_decided
from bosetting.report.chapters.load_municipal import municipal_blocks
from bosetting.report.chapters.load_residuals import registers, residual_chart
from bosetting.report.chapters.told import told
from bosetting.report.drawing.theme import PAPER, in_steps
from bosetting.report.language.numbers import about, format_date, format_decimal
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.language.words import page_words
from bosetting.report.view import View

FOUR_DIGITS = 4
HALF = 0.5
ROOM = 0.045
"""Of the height: what a name needs."""
BESIDE = 0.45
"""Years from the middle of a name to its ends, between what it is on a wide page and on a phone."""
APART = 3
"""Years between two names on the same height, so that they have room on a phone."""
AROUND = 3
"""Years before and after the target year in the table of cohorts."""


def programme_load(view: View) -> list[Block]:
    """How many take part, counted in three ways; how sure that is; and each municipality."""
    load = view.computation.load
    year = str(load.target)
    rows = {(row.measure, row.period): row for row in load.national}
    outside = [row for row in load.outside if row.use == "outside_check"]
    during, before = rows["during_year", year], rows.get(("during_year", str(load.target - 1)))
    return [
        view.prose(
            "programme_load",
            year=year,
            during=_about(during),
            end=_about(rows["at_year_end", year]),
            falls=before is not None and during.central < before.central,
            apart=sum(g.share for g in load.groups if g.year == load.target) > HALF,
            **_usual_length(view),
            groups=[(g, view.label(f"load_group.{g.group}")) for g in load.groups if g.year == load.target],
        ),
        *unfinished_year(view),
        load_curve(view),
        _composition(view, load),
        *_outside_blocks(view, outside),
        *_trust(view, load),
        view.prose("load_steps", as_of=load.as_of, low=_simple_is_low(load), later=_anything_later(view)),
        _steps(view, load),
        *municipal_blocks(view, load),
        *load_decided(view),
        Callout(render("load_red", view.language, year=year), "warning"),
        _assumptions(view, load),
    ]


def _usual_length(view: View) -> dict[str, int]:
    """How many months the programme lasts for everyone without regulations of their own, as the edition knows."""
    load = view.computation.load
    known = regulations_known(programme_rules(view.inputs).regulations, load.as_of, EVERYONE)
    last = [each for each in known if each.valid_from.year <= load.target][-1]
    return {"normal_months": last.normal_months, "longest_months": last.longest_months}


def _about(row: NationalRow) -> dict[str, int]:
    """A forecast and its range as running text has them."""
    return {"low": about(row.low), "central": about(row.central), "high": about(row.high)}


def unfinished_year(view: View) -> list[Prose]:
    """The years whose settled persons the edition does not know, what is used instead, and the years after."""
    load = view.computation.load
    cohorts = [
        {
            "year": str(c.year),
            "over": c.year < load.as_of.year,
            "low": c.low,
            "central": c.central,
            "high": c.high,
        }
        for c in load.cohorts
        if c.basis == "expected"
    ]
    return [view.prose("load_unfinished", year=str(load.target), as_of=load.as_of, cohorts=cohorts)]


def load_curve(view: View) -> Chart:
    """The computed number of participants by year, and what was published."""
    load = view.computation.load
    yearly = [row for row in load.national if row.measure in ("during_year", "at_year_end")]
    kinds = {name: view.label(f"load.{name}") for name in ("during_year", "at_year_end")}
    public = _public(view)
    data = pd.DataFrame(
        [
            {
                "year": int(row.period),
                "kind": kinds[row.measure],
                "low": row.low,
                "central": row.central,
                "high": row.high,
                "observed": row.observed,
                "later": _later(row, public),
                "unknown": row.observed is None and int(row.period) < load.as_of.year,
                "forecast": int(row.period) >= load.as_of.year,
                "marked": number == 0,
            }
            for number, row in enumerate(yearly)
        ]
    )
    color = alt.Color("kind:N", sort=list(kinds.values()), legend=None)
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1))
    y = alt.Y("central:Q", title=view.label("load.participants"), axis=alt.Axis(format=",d"))
    base = alt.Chart(data)
    figure = (
        base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=color)
        + base.transform_filter("!datum.forecast").mark_line(strokeWidth=2).encode(x=x, y=y, color=color)
        # The dashed line begins where the other ends.
        + base.transform_filter(alt.datum.year >= load.as_of.year - 1)
        .mark_line(strokeWidth=2, strokeDash=[6, 4])
        .encode(x=x, y=y, color=color)
        + base.transform_filter("isValid(datum.observed) && !datum.later")
        .mark_point(filled=True, size=45, opacity=1)
        .encode(x=x, y=alt.Y("observed:Q"), color=color)
        # What nobody knew on the edition's day is drawn open.
        + base.transform_filter("datum.later")
        .mark_point(filled=False, fill=PAPER, size=45, strokeWidth=2, opacity=1)
        .encode(x=x, y=alt.Y("observed:Q"), color=color)
    )
    unknown = _unknown_marks(base.encode(x=x, color=color), list(kinds.values()), view.language)
    once = base.transform_filter("datum.marked").encode(x=x)
    named = _named_lines(base.encode(x=x, y=y), kinds.values(), yearly, load)
    moments = [*_edition_day(view, load, once), *_first_of_groups(view, once)]
    figure = alt.layer(figure, *unknown, *named, *moments).properties(width=640, height=340)
    during = [row for row in yearly if row.measure == "during_year"]
    peak, last = max(during, key=lambda row: row.central), during[-1]
    description = view.label(
        "load.curve_description",
        peak=peak.period,
        peak_persons=round(peak.central),
        last=last.period,
        last_persons=round(last.central),
        as_of=load.as_of,
        later=bool(data["later"].any()),
        unknown=bool(data["unknown"].any()),
        word=page_words(view.language).unknown,
    )
    return Chart(
        "load-curve", _curve_title(view, load, during), description, figure, _curve_table(view, load.national)
    )


def _curve_title(view: View, load: Load, during: Sequence[NationalRow]) -> str:
    """The target year beside the one before it; the topic where either is not computed."""
    persons = {row.period: round(row.central) for row in during}
    year, before = str(load.target), str(load.target - 1)
    earlier = persons.get(before) if year in persons else None
    return view.label(
        "load.curve_title", earlier=earlier, before=before, persons=persons.get(year), year=year
    )


def _named_lines(
    base: alt.Chart, kinds: Iterable[str], yearly: Sequence[NationalRow], load: Load
) -> list[alt.Chart]:
    """What each line shows, midway to the edition's day: over the upper, and under the lower."""
    years = sorted({int(row.period) for row in yearly if int(row.period) < load.as_of.year})
    if not years:
        years = [int(yearly[0].period)]
    at = years[len(years) // 2]
    places: tuple[tuple[Literal["right", "left"], int], ...] = (("right", -12), ("left", 16))
    return [
        base.transform_filter((alt.datum.kind == kind) & (alt.datum.year == at))
        .mark_text(align=align, fontWeight="bold", dy=dy)
        .encode(text="kind:N")
        for kind, (align, dy) in zip(kinds, places, strict=True)
    ]


def _edition_day(view: View, load: Load, base: alt.Chart) -> list[alt.LayerChart]:
    """The line between what had happened and the forecast."""
    day = format_date(load.as_of, view.language)
    return [_moment(base, load.as_of.year - 0.5, view.label("load.edition_day", day=day), 0)]


def _first_of_groups(view: View, base: alt.Chart) -> list[alt.LayerChart]:
    """A line at the first cohort of each group with a regulation of its own."""
    return [
        _moment(base, year - 0.5, text, number) for number, (year, text) in enumerate(group_starts(view), 1)
    ]


def group_starts(view: View) -> list[tuple[int, str]]:
    """The first cohort of each group with a regulation of its own that the edition knew of, and its short name."""
    firsts = {group.group: group.year for group in reversed(view.computation.load.groups)}
    return [(year, view.label(f"load_group.{group}_short")) for group, year in sorted(firsts.items())]


def _moment(base: alt.Chart, where: float, text: str, number: int) -> alt.LayerChart:
    """A line across the years, with its words on a line of their own to the left, where there is most room."""
    moment: alt.LayerChart = base.mark_rule(strokeDash=[2, 3]).encode(x=alt.XDatum(where)) + base.mark_text(
        align="right", dx=-4, dy=8 + 14 * number, fontSize=12
    ).encode(x=alt.XDatum(where), y=alt.value(0), text=alt.value(text))
    return moment


def _unknown_marks(base: alt.Chart, kinds: Sequence[str], language: str) -> list[alt.Chart]:
    """The word at the foot of each year that was over but has no published figure, side by side by kind."""
    word = alt.value(page_words(language).unknown)
    return [
        base.transform_filter((alt.datum.kind == kind) & alt.datum.unknown)
        .mark_text(angle=270, align="left", fontSize=12, xOffset=7 if place else -7)
        .encode(y=alt.YDatum(0), text=word)
        for place, kind in enumerate(kinds)
    ]


def _public(view: View) -> dict[tuple[str, int], float]:
    """The published figures that were public on the edition's day, by measure and year."""
    as_of = view.inputs.edition.as_of
    return observed(
        known_rows(view.inputs.tables["national"], as_of),
        [s for s in view.inputs.statements if s.date <= as_of],
    )


def as_known(view: View, rows: Iterable[NationalRow]) -> dict[str, float]:
    """By period the published figure where one was public on the edition's day, else the model's."""
    public = _public(view)
    return {
        row.period: row.central if row.observed is None or _later(row, public) else row.observed
        for row in rows
    }


def _later(row: NationalRow, public: Mapping[tuple[str, int], float]) -> bool:
    """Whether the figure that the row is compared with was published after the edition's day."""
    return row.observed is not None and public.get((row.measure, int(row.period[:4]))) != row.observed


def _anything_later(view: View) -> bool:
    """Whether any figure beside the model's was published after the edition's day."""
    load, public = view.computation.load, _public(view)
    beside = any(_later(row, public) for row in load.national)
    return beside or any(row.published > load.as_of for row in load.outside if row.use == "outside_check")


def _simple_is_low(load: Load) -> bool:
    """Whether the simplest form of the model gives fewer participants than the model, however they are counted."""
    first, last = load.steps[0], load.steps[-1]
    return all(
        getattr(first, count) < getattr(last, count) for count in ("during_year", "at_year_end", "on_date")
    )


def _curve_table(view: View, national: Sequence[NationalRow]) -> Table:
    public = _public(view)
    rows = tuple(
        (
            _period(row.period, view.language),
            view.label(f"load.{row.measure}"),
            round(row.low),
            round(row.central),
            round(row.high),
            None if row.observed is None else round(row.observed),
            view.label(
                "load.public_no" if row.observed is None or _later(row, public) else "load.public_yes"
            ),
        )
        for row in sorted(national, key=lambda row: (row.period, row.measure))
    )
    columns = (
        Column(view.label("load.period"), "code"),
        Column(view.label("load.measure")),
        *(Column(view.label(f"load.{name}"), "integer") for name in ("low", "central", "high", "observed")),
        Column(view.label("load.public", as_of=view.inputs.edition.as_of)),
    )
    outside = view.label("load.outside_caption")
    note = view.label(
        "load.curve_note", as_of=view.inputs.edition.as_of, outside=outside, later=_anything_later(view)
    )
    return Table("load-national", view.label("load.curve_caption"), columns, rows, note=note)


def _period(period: str, language: str) -> str:
    """A year, or a day as it is written."""
    return period if period.isdigit() else format_date(date.fromisoformat(period), language)


def _composition(view: View, load: Load) -> Chart:
    rows = [row for row in load.composition if row.measure == "at_year_end"]
    first = min(row.settled_year for row in rows if row.settled_year is not None)

    def cohort(settled: int | None) -> str:
        return view.label("load.before", year=str(first)) if settled is None else str(settled)

    order = [cohort(None), *(str(y) for y in sorted({r.settled_year for r in rows if r.settled_year}))]
    data = pd.DataFrame(
        [
            {
                "year": row.year,
                "cohort": cohort(row.settled_year),
                "persons": row.persons,
                "order": row.settled_year or 0,
            }
            for row in rows
        ]
    )
    totals: dict[int, float] = {}
    for row in rows:
        totals[row.year] = totals.get(row.year, 0) + row.persons
    # An earlier peak is history, and no longer anything that the request weighs on.
    peak = max((y for y in totals if y >= load.target - AROUND), key=lambda year: totals[year])
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1))
    areas = (
        alt.Chart(data)
        .mark_area(stroke=PAPER, strokeWidth=1)
        .encode(
            x=x,
            y=alt.Y(
                "persons:Q", title=view.label("load.participants"), stack="zero", axis=alt.Axis(format=",d")
            ),
            color=alt.Color(
                "cohort:O",
                legend=None,
                scale=alt.Scale(domain=order, range=in_steps(len(order))),
            ),
            order="order:Q",
        )
    )
    named = alt.Chart(_named_bands(rows, cohort, max(totals.values()))).encode(x=x, y="middle:Q")
    once = alt.Chart(data.head(1)).encode(x=x)
    figure = alt.layer(
        areas,
        named.mark_text(fontSize=12, color=PAPER).encode(text="cohort:N"),
        *_edition_day(view, load, once),
    ).properties(width=640, height=340)
    largest = sorted((r for r in rows if r.year == peak and r.settled_year), key=lambda r: -r.persons)[:2]
    years = sorted(r.settled_year for r in largest if r.settled_year)
    description = view.label(
        "load.cohorts_description", peak=str(peak), first=str(years[0]), second=str(years[-1])
    )
    return Chart(
        "load-cohorts",
        view.label(
            "load.cohorts_title",
            peak=str(peak),
            past=date(peak, 12, 31) < load.as_of,
            share=100 * sum(r.persons for r in largest) / totals[peak],
            first=str(years[0]),
            second=str(years[-1]),
        ),
        description,
        figure,
        _composition_table(view, load, {(r.year, r.settled_year): r.persons for r in rows}, cohort),
    )


def _named_bands(
    rows: Sequence[CohortRow], cohort: Callable[[int | None], str], highest: float
) -> pd.DataFrame:
    """Where each cohort is named: inside its band, in the year that leaves the name most room, where there is any."""
    ends: dict[str, dict[int, tuple[float, float]]] = {}
    beneath: dict[int, float] = {}
    for row in sorted(rows, key=lambda r: (r.year, r.settled_year or 0)):
        foot = beneath.get(row.year, 0.0)
        beneath[row.year] = foot + row.persons
        # Who came before the first cohort needs more words than a band has room for.
        if row.settled_year is not None:
            ends.setdefault(cohort(row.settled_year), {})[row.year] = (foot, foot + row.persons)
    widest = {name: max((_level(at, year) for year in at), default=_NOWHERE) for name, at in ends.items()}
    named: list[tuple[float, int, str]] = []
    for name, (room, year, middle) in sorted(widest.items(), key=lambda item: -item[1][0]):
        alone = all(abs(year - y) >= APART or abs(middle - m) >= ROOM * highest for m, y, _ in named)
        if room >= ROOM * highest and alone:
            named.append((middle, year, name))
    return pd.DataFrame(
        [{"year": y, "middle": m, "cohort": name} for m, y, name in named],
        columns=["year", "middle", "cohort"],
    )


_NOWHERE = (0.0, 0, 0.0)


def _level(ends: Mapping[int, tuple[float, float]], year: int) -> tuple[float, int, float]:
    """How high a level strip fits into a band beside a year, the year, and the strip's middle.

    A name is wide, so the lines above and below it must leave it room on both sides; at the edge it would be cut.
    """
    if year - 1 not in ends or year + 1 not in ends:
        return _NOWHERE
    feet, tops = zip(
        *(
            tuple(
                (1 - BESIDE) * here + BESIDE * there for here, there in zip(ends[year], ends[y], strict=True)
            )
            for y in (year - 1, year, year + 1)
        ),
        strict=True,
    )
    low, high = max(feet), min(tops)
    return high - low, year, (low + high) / 2


def _composition_table(
    view: View,
    load: Load,
    persons: Mapping[tuple[int, int | None], float],
    cohort: Callable[[int | None], str],
) -> Table:
    """The years around the target year: a row a cohort, a column a year."""
    years = [year for year in sorted({year for year, _ in persons}) if abs(year - load.target) <= AROUND]
    settled = sorted({s for year, s in persons if year in years}, key=lambda s: s or 0)
    rows = tuple(
        (cohort(s), *(round(persons.get((year, s), 0)) for year in years))
        for s in settled
        if any(round(persons.get((year, s), 0)) for year in years)
    )
    columns = (Column(view.label("load.cohort")), *(Column(str(year), "integer") for year in years))
    return Table("load-cohorts-table", view.label("load.cohorts_caption"), columns, rows)


def _outside_blocks(view: View, outside: Sequence[OutsideRow]) -> list[Block]:
    """What was said of the participants, and every figure the fit has not seen; nothing where there is none."""
    if not outside:
        return []
    said = []
    for statement in view.inputs.statements:
        rows = [row for row in outside if row.measure == STATED and row.group == statement.id]
        if rows:
            rows.sort(key=lambda row: row.compared_with == "at_year_end")
            said.append({"told": told(view, statement), "rows": rows, "year": str(statement.year)})
    explained = view.inputs.word(view.language, "text", "participants_explained") if said else None
    text = view.prose(
        "load_letters",
        said=said,
        explained=None if explained is None else Quoted(explained),
        later=_anything_later(view),
    )
    return [text, _outside(view, outside)]


def _outside(view: View, outside: Sequence[OutsideRow]) -> Table:
    rows = tuple(
        (
            _outside_name(view, row),
            view.label(f"load.{row.compared_with}")
            if not row.compared_with.startswith("settled_")
            else view.label("load.during_year"),
            row.observed,
            row.central,
            row.difference,
            row.percent / 100,
            row.published,
        )
        for row in outside
        if row.measure != "participants_share_at_year_end"
    )
    columns = (
        Column(view.label("load.what")),
        Column(view.label("load.measure")),
        Column(view.label("load.observed"), "decimal"),
        Column(view.label("load.model"), "decimal"),
        Column(view.label("load.difference"), "decimal"),
        Column(view.label("load.percent"), "percent", decimals=1),
        Column(view.label("load.published"), "date"),
    )
    caption = view.label("load.outside_caption")
    return Table("load-outside", caption, columns, rows, note=_outside_note(view, outside))


def _outside_note(view: View, outside: Sequence[OutsideRow]) -> str:
    """Whom the edition could not know of, in the year's own words, and in which registers they are counted."""
    after = any(int(row.period[:4]) > view.inputs.edition.as_of.year for row in outside)
    arrivals = view.inputs.word(view.language, "text", "arrivals_after") if after else None
    return " ".join(part for part in (arrivals and Quoted(arrivals), registers(view)) if part)


def _outside_name(view: View, row: OutsideRow) -> str:
    group = row.group.removeprefix("settled_")
    if row.measure == STATED:
        by = next(s.publisher for s in view.inputs.statements if s.id == row.group)
        return view.label("outside.participants_stated", publisher=Quoted(by), day=row.published)
    if group.startswith("before_"):
        return view.label("outside.before", year=row.period[:4], before=group.removeprefix("before_"))
    return view.label(f"outside.{row.measure}", year=row.period[:4], group=group)


def _trust(view: View, load: Load) -> list[Block]:
    overall = {(e.cohorts, e.method): e for e in load.errors if e.horizon is None}
    happened, known = overall.get(("as_happened", "model")), overall.get(("as_known", "model"))
    blocks: list[Block] = []
    if happened is not None and known is not None:
        blocks.append(
            view.prose(
                "load_trust",
                happened=happened.mean_absolute_percent,
                known=known.mean_absolute_percent,
                best=happened.best and known.best,
                data_points=len(load.fit.residuals),
                coverage=load.coverage[-1],
            )
        )
        blocks.append(rolling_table(view, "load-rolling", list(overall.values())))
    return [*blocks, residual_chart(view, load.fit), _parameters(view, load)]


def rolling_table(
    view: View, name: str, errors: Sequence[RollingError], *, by_horizon: bool = False
) -> Table:
    """How far forecasts from earlier years would have been off, by method; also by years ahead if asked for."""

    def horizon(error: RollingError) -> list[str]:
        if not by_horizon:
            return []
        if error.horizon is None:
            return [view.label("work_load.horizon_both")]
        return [view.label(f"work_load.horizon_{error.horizon}")]

    rows = tuple(
        (
            view.label(f"load.{e.method}_method"),
            view.label(f"load.{e.cohorts}"),
            *horizon(e),
            e.forecasts,
            e.mean_absolute_percent / 100,
            e.mean_percent / 100,
        )
        for e in errors
    )
    columns = (
        Column(view.label("load.method")),
        Column(view.label("load.cohort")),
        *([Column(view.label("work_load.horizon"))] if by_horizon else []),
        Column(view.label("load.forecasts"), "integer"),
        Column(view.label("load.absolute_error"), "percent", decimals=1),
        Column(view.label("load.signed_error"), "percent", decimals=1),
    )
    return Table(name, view.label("load.rolling_caption"), columns, rows)


def _parameters(view: View, load: Load) -> Table:
    def shown(value: float) -> str:
        whole = len(str(int(abs(value))))
        return format_decimal(value, view.language, max(0, FOUR_DIGITS - whole))

    rows = tuple(
        (
            view.label(f"parameter.{p.name}"),
            Words(shown(p.value)),
            Words(f"{shown(p.low)}–{shown(p.high)}"),
            view.label("load.yes" if p.identified else "load.no"),
        )
        for p in load.fit.parameters
    )
    columns = (
        Column(view.label("load.parameter")),
        Column(view.label("load.value"), "decimal"),
        Column(view.label("load.interval"), "decimal"),
        Column(view.label("load.identified")),
    )
    return Table("load-parameters", view.label("load.parameters_caption"), columns, rows)


def _steps(view: View, load: Load) -> Table:
    """Each form of the model, calibrated anew to the same data."""
    young = sorted(load.fit.structure.young)
    years = "–".join(str(y) for y in dict.fromkeys((young[0], young[-1]))) if young else ""
    rows = tuple(
        (view.label(f"model_step.{s.id}", years=years), s.during_year, s.at_year_end, s.on_date)
        for s in load.steps
    )
    columns = (
        Column(view.label("model_step.step")),
        *(Column(view.label(f"load.{name}"), "decimal") for name in ("during_year", "at_year_end")),
        Column(format_date(date(load.target, 3, 1), view.language), "decimal"),
    )
    caption = view.label("model_step.caption", year=str(load.target - 1))
    return Table("load-steps", caption, columns, rows)


def _assumptions(view: View, load: Load) -> Table:
    def number(value: float) -> str:
        # A value below ten is a share or a ratio; what is larger counts persons or months.
        return format_decimal(value, view.language, 2 if value < 10 and value % 1 else 0)

    # What is assumed of the world has no number; that is something else than a number nobody knows.
    no_number = Words(view.label("load.no_number"))
    rows = tuple(
        (
            view.label(f"load_assumption.{a.id}", year=str(load.target)),
            no_number if a.value is None else Words(number(a.value)),
            no_number if a.low is None or a.high is None else Words(f"{number(a.low)}–{number(a.high)}"),
            view.label(f"quality.{a.quality}"),
            view.label(f"impact.{a.impact}"),
        )
        for a in load.assumptions
    )
    columns = (
        Column(view.label("load.assumption")),
        Column(view.label("load.value"), "decimal"),
        Column(view.label("load.range"), "decimal"),
        Column(view.label("assumptions.quality")),
        Column(view.label("assumptions.impact")),
    )
    return Table("load-assumptions", view.label("load.assumptions_caption"), columns, rows)
