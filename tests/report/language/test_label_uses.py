"""Every label that is used is written, and every label that is written is used."""

import ast
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from languages import labels, templates

from bosetting.allocation.compared.follow_up import MEASURES as FOLLOWED
from bosetting.allocation.compared.last_year import STANDINGS
from bosetting.allocation.compared.revision import CAUSES
from bosetting.allocation.compared.rivals import RivalName
from bosetting.allocation.criteria.indicators import Status
from bosetting.allocation.explained.history import Measure as Earlier
from bosetting.allocation.explained.steps import AFTER
from bosetting.allocation.request import Bound, Why
from bosetting.inputs.corrections import MEASURES
from bosetting.inputs.criteria import FORMS
from bosetting.inputs.reading.rule_values import KNOWN, OF_CRITERION, STEPS
from bosetting.inputs.rule import RATINGS
from bosetting.programme import assumptions
from bosetting.programme.checked.rolling import METHODS
from bosetting.programme.national import Measure
from bosetting.report.chapters.check_yourself import FILES
from bosetting.report.chapters.sources import TABLES
from bosetting.report.chapters.through_the_year import SOURCE_FORMS
from bosetting.report.language.labels import written_languages

ROOT = Path(__file__).resolve().parents[3]
NAME = re.compile(r"[a-z_]+\..*[^._]")
SRC = ROOT / "src" / "bosetting"
DRAWN = ("weights", "form", "kappa", "exponents", "threshold", "floor", "county_split", "period", "need")
LOAD_ASSUMPTIONS = [
    *(one.id for one in vars(assumptions).values() if isinstance(one, assumptions.Assumption)),
    *(one.id for one in assumptions.QUALITATIVE),
]
CHOICES = [
    f"{name}.{choice}"
    for name, (_, expected) in KNOWN.items()
    if expected.startswith("one of")
    for choice in re.findall('"(.*?)"', expected)
]
BY_VALUE = {
    "correction.{}": MEASURES,
    # A name of two values: what is said of a table, and the table.
    "{}.{}": [
        f"{what}.{table}"
        for what in ("table", "publisher")
        for table in TABLES
        # Everybody who made a statement is named as having published it.
        if (what, table) != ("publisher", "statements")
    ],
    # A label whose name is made of a value, as the code writes it: every value there is.
    "bound.{}": get_args(Bound),
    "drawn.{}": DRAWN,
    "drawn_how.{}": DRAWN,
    "example.{}": (*("factor", "weight", "divisor", "quotient", "persons"),),
    "example.{}_how": (
        *FORMS,
        *("factor", "weight", "divisor", "quotient", "persons"),
    ),
    "files.{}": FILES,
    "files.{}_what": FILES,
    "grants.{}": ("low", "central", "high", "before", "own", "after"),
    "history.{}": get_args(Earlier),
    "impact.{}": RATINGS,
    "kind.{}": ("ask", "do_not_ask", "at_least", "at_most", "exactly"),
    "load.{}": (
        *get_args(Measure),
        *("low", "central", "high", "observed"),
        *("share_at_year_end", "left_during_year", "started_during_year"),
        *("as_known", "as_happened"),
    ),
    "load.{}_method": METHODS,
    "load_assumption.{}": LOAD_ASSUMPTIONS,
    "model_step.{}": (
        *("first_form", "arrivals", "young_cohorts", "late_starters", "leave", "others_continue", "length"),
    ),
    "letter.{}": ("index", "percent"),
    "municipality.{}": get_args(Earlier),
    "need.{}": ("need", "requested", "minors"),
    "need.{}_kind": ("requested", "settled"),
    "outside.{}": (
        *("participants_at_year_end", "participants_by_settlement_year", "participants_during_year"),
        *("programme_left_during_year", "programme_started_during_year"),
    ),
    "parameter.{}": (
        *("starts_per_settled", "young_ratio", "late_share", "wait_months", "left_early", "beyond"),
        *("before_first", "take_up", "group_left_early", "group_beyond", "register_break"),
    ),
    "load_group.{}": ("ukraine",),
    "load_group.{}_short": ("ukraine",),
    "quality.{}": RATINGS,
    "figure_status.{}": get_args(Status),
    "rival.{}": ("rule", "rule_with_county_totals", *get_args(RivalName), "revealed"),
    "rival_does.{}": get_args(RivalName),
    "revealed.{}": ("value", "low", "high"),
    "rule.{}": KNOWN,
    "rule.{}_of": OF_CRITERION,
    "status.{}": ("published", "computed"),
    "step.{}": ("size", *AFTER),
    "tie.{}": ("selection", "counties", "country", "minors"),
    "value.{}.{}": (
        *CHOICES,
        "cap.none",
        "grant_rates_of.none",
        *(f"selection.{step}" for step in STEPS),
    ),
    "cause.{}": CAUSES,
    "last_year.{}": STANDINGS,
    "follow_up.{}": (*FOLLOWED, *SOURCE_FORMS),
    "certainty.{}": ("p05", "median", "p95"),
    "what_if.count_{}": ("moved", "new", "gone", "more", "fewer"),
    "why.{}": get_args(Why),
    "work_allocation.{}": ("divisor", "divisor_low", "divisor_high"),
    "work_allocation.sum_{}": ("persons", "counties", "asked", "minors"),
    "work_load.{}": ("counted", "expected", "flat", "request"),
    "work_load.horizon_{}": (0, 1),
}


def code(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return text


def keys_asked_for(source):
    """The names of labels in a source: those written out, and those made of a value with {} where it goes."""
    written, made = set(), set()
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "label":
            for part in (part for argument in call.args for part in ast.walk(argument)):
                if isinstance(part, ast.JoinedStr):
                    made.add("".join(p.value if isinstance(p, ast.Constant) else "{}" for p in part.values))
                elif isinstance(part, ast.Constant) and NAME.fullmatch(str(part.value)):
                    written.add(part.value)
    return written, made


def constants(source):
    """Every text of a source that could be a label's name: a function may be handed it."""
    found = (n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant))
    return {text for text in found if isinstance(text, str) and re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", text)}


def expanded(pattern):
    return {pattern.replace("{}.{}", "{}").format(value) for value in BY_VALUE[pattern]}


SOURCES = [
    code(path)
    for path in (
        *SRC.joinpath("report").rglob("*.py"),
        *SRC.joinpath("publication").rglob("*.py"),
        *ROOT.joinpath("notebooks").glob("*.ipynb"),
    )
]
ASKED = [keys_asked_for(source) for source in SOURCES]
WRITTEN = set().union(*(written for written, _ in ASKED))
MADE = set().union(*(made for _, made in ASKED))


def test_every_name_made_of_a_value_says_here_which_values_there_are():
    assert BY_VALUE.keys() == MADE


@pytest.mark.parametrize("language", written_languages())
def test_every_label_that_is_used_is_written(language):
    used = WRITTEN.union(*(expanded(pattern) for pattern in BY_VALUE))
    assert sorted(used - labels(language).keys()) == []


@pytest.mark.parametrize("language", written_languages())
def test_every_label_that_is_written_is_used(language):
    used = WRITTEN.union(*(expanded(pattern) for pattern in BY_VALUE), *map(constants, SOURCES))
    assert sorted(labels(language).keys() - used) == []


@pytest.mark.parametrize("language", written_languages())
def test_no_template_asks_for_a_label(language):
    # A template is handed what it needs by its chapter, by name.
    assert [name for name, text in templates(language).items() if "label(" in text] == []


def test_every_table_of_the_year_is_in_the_chapter_on_sources():
    package = json.loads((ROOT / "data" / "2018" / "datapackage.json").read_text(encoding="utf-8"))
    paths = [resource["path"] for resource in package["resources"]]
    assert {path.removesuffix(".csv") for path in paths if path.endswith(".csv")} == set(TABLES)


def test_the_search_sees_what_is_used():
    source = 'view.label("a.b" if x else "a.c", y=1)\nlabel(language, f"why.{a.why}")\nother("d.e")\n'
    assert keys_asked_for(source) == ({"a.b", "a.c"}, {"why.{}"})
    assert constants(source) == {"a.b", "a.c", "d.e"}
