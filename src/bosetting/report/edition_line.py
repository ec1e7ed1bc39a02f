"""What stands at the top of everything that is published: which edition, whether it is a draft, what was corrected."""

from __future__ import annotations

from collections.abc import Callable

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
    return f"{first}\n\n{standing_line(inputs, language, code)}"


def standing_line(inputs: Inputs, language: str, code: str | None = None) -> str:
    """Whether the edition is a draft or when it was published, and its corrections; as ``edition_line``."""
    published = inputs.published
    first = (
        label(language, "report.draft")
        if published is None
        else label(language, "report.published", day=published)
    )
    corrected = (f"**{on}.** {what}" for on, what in corrected_lines(inputs, language, code, escape_markdown))
    return "\n\n".join([first, *corrected])


def corrected_lines(
    inputs: Inputs, language: str, code: str | None = None, escaped: Callable[[str], str] = str
) -> list[tuple[str, str]]:
    """When each correction was made, and what it says: what was wrong, the old and the new.

    Args:
        inputs: of the edition.
        language: one the report is written in.
        code: of the municipality whom they concern, beside those that concern everybody; None for all.
        escaped: makes text from the table mean only itself where it is shown.
    """
    return [
        (
            label(language, "report.corrected_on", day=correction.date),
            label(
                language,
                "report.corrected",
                what=Quoted(escaped(correction.what[language])),
                old=Quoted(escaped(corrected_value(correction, correction.old, language))),
                new=Quoted(escaped(corrected_value(correction, correction.new, language))),
            ),
        )
        for correction in inputs.corrections
        if code is None or correction.municipality in (None, code)
    ]


def _shown(text: str) -> str:
    """Data in a line of Markdown: it means only itself."""
    return Quoted(escape_markdown(text))


def corrected_value(correction: Correction, value: str, language: str) -> str:
    """What was published, or what holds, in words."""
    if correction.measure != "asked":
        return Quoted(value)
    return label(language, "correction.asked_true" if value == "true" else "correction.asked_false")
