"""The page itself: what can be moved, the words, and the edition's figures in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bosetting.allocation.request import Request
from bosetting.inputs.rules import Rules
from bosetting.report.blocks.kinds import Prose
from bosetting.report.edition_line import standing_line
from bosetting.report.language.criteria import criterion_names
from bosetting.report.language.labels import label
from bosetting.report.language.prose import render
from bosetting.report.output.page import Page, render_page
from bosetting.report.what_if.payload import county_choices, inlined, payload

HERE = Path(__file__).parent
MOST = 1_000_000
"""Persons or residents: more than anybody tries."""
_EXPONENT, _WEIGHT = 3, 100
"""The highest exponent, beyond which sixty digits are not enough, and the highest weight in per cent."""
WORDS = (
    *("what_if.before", "what_if.after", "what_if.count_moved", "what_if.count_new", "what_if.count_gone"),
    *("what_if.count_more", "what_if.count_fewer", "what_if.counties_caption", "numbers.municipality"),
    *("numbers.county", "changes.change", "what_if_page.and_more", "what_if_page.changed"),
    *("what_if_page.country", "what_if_page.everybody", "what_if_page.invalid", "what_if_page.map"),
    *("what_if_page.map_told", "what_if_page.municipalities", "what_if_page.municipalities_caption"),
    *("what_if_page.newly", "what_if_page.no_longer", "what_if_page.no_script", "what_if_page.others"),
    *("what_if_page.percent", "what_if_page.reset", "what_if_page.rest", "what_if_page.result"),
    *("what_if_page.rows_shown", "what_if_page.rules", "what_if_page.same", "what_if_page.search"),
    *("what_if_page.status_gone", "what_if_page.status_new", "what_if_page.summary", "what_if_page.terminal"),
    *("what_if_page.to_report", "what_if_page.too_heavy", "what_if_page.unknown", "what_if_refusal.help"),
    *("what_if_refusal.help_asked_too_few", "what_if_refusal.help_asked_too_many"),
    *("what_if_refusal.help_nobody", "what_if_refusal.help_too_few", "what_if_refusal.help_too_many"),
    *("what_if_refusal.refused", "what_if_refusal.refused_asked_too_few"),
    *("what_if_refusal.refused_asked_too_many", "what_if_refusal.refused_bounds_cross"),
    *("what_if_refusal.refused_given_too_many", "what_if_refusal.refused_left_over"),
    *("what_if_refusal.refused_minors_too_few", "what_if_refusal.refused_minors_too_many"),
    *("what_if_refusal.refused_no_multiple", "what_if_refusal.refused_no_total"),
    *("what_if_refusal.refused_nobody", "what_if_refusal.refused_short", "what_if_refusal.refused_too_few"),
    *("what_if_refusal.refused_too_fine", "what_if_refusal.refused_too_many"),
)
"""Every label of the page; template and script know each by the name after the point."""


@dataclass(frozen=True)
class Field:
    """Something that can be moved.

    Attributes:
        name: as ``bosetting allocate --set`` has it.
        label: the reader's name for it.
        least: lowest number.
        most: highest number.
        reach: how far the slider goes.
        step: what numbers are multiples of, or ``any``.
        slide: the same of the slider.
        choices: value and words, for a choice.
    """

    name: str
    label: str
    least: int = 0
    most: int = 0
    reach: int = 0
    step: str = "1"
    slide: str = "1"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Links:
    """Where the page stands among the others: addresses from the page.

    Attributes:
        report: of the report in the same language.
        alternates: of this page in other languages, by language.
    """

    report: str
    alternates: dict[str, str]


def what_if_page(request: Request, language: str, edition: str, links: Links) -> str:
    """The whole page as HTML.

    Args:
        request: the edition.
        language: of the page.
        edition: what the edition is called in it.
        links: to the other pages.
    """
    words = {key.partition(".")[2]: label(language, key) for key in WORDS}
    inputs, rules = request.inputs, request.inputs.rules
    choices = dict(_choices(rules, language))
    content = payload(request) | {"words": words | {"choices": choices}}
    size, *_ = criterion_names(rules, language)
    body = _template().render(
        opening=_prose("opening", request, language, edition),
        standing=_shown(standing_line(inputs, language), language),
        limits=_prose("limits", request, language, edition),
        words=words,
        report=links.report,
        fields=_fields(request, language),
        size=label(language, "rule.weight_of", name=size) if rules.others else "",
        data=Markup(inlined(content)),  # noqa: S704 - nothing in it ends the element
    )
    return render_page(
        Page(
            title=label(language, "what_if_page.title", year=str(inputs.year)),
            language=language,
            body=body,
            alternates=links.alternates,
            script="\n".join(_asset(name) for name in ("engine.js", "page.js")),
            style=_asset("style.css"),
        )
    )


def _prose(part: str, request: Request, language: str, edition: str) -> Markup:
    inputs = request.inputs
    text = render(
        "what_if_page",
        language,
        part=part,
        edition=edition,
        given=bool(inputs.county_totals) and inputs.rules.division == "county_first",
        adjustments=bool(inputs.adjustments),
        minors=bool(inputs.edition.unaccompanied_minors),
    )
    return _shown(text, language)


def _shown(text: str, language: str) -> Markup:
    return Markup(Prose(text).mimebundle(language)["text/html"])  # noqa: S704 - escaped by the block


def _fields(request: Request, language: str) -> list[Field]:
    """What can be moved of this edition's rules, those that steer most first."""
    rules, requested = request.inputs.rules, request.inputs.edition.requested
    everyone = len(request.allotments)
    fields = [Field("requested", label(language, "what_if_page.requested"), 0, MOST, 2 * requested)]
    if rules.selection != ("all",):
        fields.append(Field("number_asked", label(language, "rule.number_asked"), 1, everyone, everyone))
    if "threshold" in rules.selection:
        reach = max(20_000, 2 * (rules.threshold or 0))
        fields.append(Field("threshold", label(language, "rule.threshold"), 0, MOST, reach, slide="100"))
    fields += [
        Field("floor", label(language, "rule.floor"), 1, MOST, max(50, 2 * rules.floor)),
        Field("county_split", label(language, "rule.county_split"), choices=_choices(rules, language)),
        *_weights(rules, language),
    ]
    gamma = label(language, "what_if_page.exponent", name=criterion_names(rules, language)[0])
    return [*fields, Field(f"exponent.{rules.size.name}", gamma, 0, _EXPONENT, 2, "0.01", "0.05")]


def _weights(rules: Rules, language: str) -> list[Field]:
    """The weights of all but the size, which has what they leave."""
    names = criterion_names(rules, language, size=False)
    return [
        Field(
            f"weight.{each.name}",
            label(language, "what_if_page.weight", name=name),
            0,
            _WEIGHT,
            _WEIGHT,
            "any",
        )
        for each, name in zip(rules.others, names, strict=True)
    ]


def _choices(rules: Rules, language: str) -> tuple[tuple[str, str], ...]:
    rules_of = {"one_stage": "division"}
    return tuple(
        (choice, label(language, f"value.{rule}.{choice}"))
        for choice in county_choices(rules)
        for rule in [rules_of.get(choice, "county_split")]
    )


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    rules = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return rules.get_template("page.html.j2")
