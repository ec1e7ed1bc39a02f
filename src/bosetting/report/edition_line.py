"""What stands at the top of everything that is published: which edition, whether it is a draft, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable

from bosetting.inputs.model import Correction, Inputs
from bosetting.report.blocks.markdown import escape_markdown
from bosetting.report.language.labels import label
from bosetting.report.language.readable import Quoted
from bosetting.report.view import edition_name


def edition_line(inputs: Inputs, language: str, code: str | None = None) -> str:
    """The edition, its standing and its corrections as Markdown, a paragraph each.

    Args:
        inputs: of the edition.
        language: one the report is written in.
        code: of the municipality whose page it is, which names what concerns it; None for all corrections.
    """
    edition, publisher = inputs.edition, inputs.publisher
    first = label(
        language,
        "report.edition",
        edition=_shown(edition_name(inputs, language, edition.name)),
        as_of=edition.as_of,
        made=publisher.made,
        by=_shown(publisher.name),
    )
    concerned = [c for c in inputs.corrections if code is None or c.municipality in (None, code)]
    return "\n\n".join([first, standing(inputs, language), *_corrected(concerned, language)])


def standing(inputs: Inputs, language: str) -> str:
    """Whether the edition is a draft, or when it was published."""
    if inputs.published is None:
        return label(language, "report.draft")
    return label(language, "report.published", day=inputs.published)


def _corrected(corrections: Iterable[Correction], language: str) -> list[str]:
    return [
        label(
            language,
            "report.corrected",
            day=correction.date,
            what=_shown(correction.what[language]),
            old=_shown(corrected_value(correction, correction.old, language)),
            new=_shown(corrected_value(correction, correction.new, language)),
        )
        for correction in corrections
    ]


def _shown(text: str) -> str:
    """Data in a line of Markdown: it means only itself."""
    return Quoted(escape_markdown(text))


def corrected_value(correction: Correction, value: str, language: str) -> str:
    """What was published, or what holds, in words."""
    if correction.measure != "asked":
        return Quoted(value)
    return label(language, "correction.asked_true" if value == "true" else "correction.asked_false")
