"""What the notebooks show: text, tables, charts, notes and key figures, each as page and as document."""

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from IPython.display import display
from markupsafe import Markup

from bosetting.report.blocks.cells import Column, Link, RowLink, Words
from bosetting.report.blocks.markdown import markdown_html, read_markdown
from bosetting.report.blocks.slugs import Slugs, checked_id
from bosetting.report.blocks.table import Table
from bosetting.report.blocks.typst_source import escape_typst, markdown_typst, typst_string
from bosetting.report.drawing.charts import ChartSource, specification, svg
from bosetting.report.drawing.narrow import narrowed
from bosetting.report.language.words import page_words

__all__ = [
    "Block",
    "Callout",
    "Chart",
    "Column",
    "Document",
    "Figures",
    "Link",
    "Prose",
    "RowLink",
    "Table",
    "Words",
    "show",
]

CalloutKind = Literal["fact", "assumption", "warning"]
_CALLOUT_COLOURS = {"fact": "#0a3d73", "assumption": "#8c1d5b", "warning": "#a84300"}
# In the document a drawing this wide fills the line, and one this high is as high as any may be; smaller
# ones keep the same size of letters.
_FULL_WIDTH, _FULL_HEIGHT = 740, 570
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


class Block(Protocol):
    """Anything that can stand in the report."""

    def mimebundle(self, language: str) -> dict[str, str]:
        """Gives the block as HTML, as Typst and as one plain line."""


@dataclass(frozen=True)
class Prose:
    """Running text in Markdown, from `##` headings down."""

    markdown: str

    def mimebundle(self, language: str, slugs: Slugs | None = None) -> dict[str, str]:
        """Gives the text in every form; `slugs` keeps heading ids apart across a whole document."""
        page_words(language)
        tokens = read_markdown(self.markdown, slugs or Slugs())
        html = f'<div class="prose">\n{markdown_html(tokens)}</div>\n'
        return _bundle(html, markdown_typst(tokens), self.markdown)


@dataclass(frozen=True)
class Callout:
    """A short text set apart: a fact worth knowing, an assumption, or a warning."""

    markdown: str
    kind: CalloutKind = "fact"

    def mimebundle(self, language: str) -> dict[str, str]:
        """Gives the text with its kind in words, so that no colour has to be seen."""
        word = str(getattr(page_words(language), self.kind))
        tokens = read_markdown(self.markdown, Slugs())
        html = Markup('<div class="callout {}" role="note">\n<p class="kind">{}</p>\n{}</div>\n').format(
            self.kind,
            word,
            Markup(markdown_html(tokens)),  # noqa: S704 - raw HTML in it is inert
        )
        colour = f'rgb("{_CALLOUT_COLOURS[self.kind]}")'
        typst = (
            "#block(width: 100%, breakable: false, inset: (x: 1em, y: 0.9em), above: 1.5em, below: 1.5em, "
            f"fill: {colour}.lighten(94%), stroke: (left: 2.5pt + {colour}))[\n"
            f"#text(weight: 600, fill: {colour})[{escape_typst(word)}]\n\n{markdown_typst(tokens)}]\n\n"
        )
        return _bundle(str(html), typst, f"{word}: {self.markdown}")


@dataclass(frozen=True)
class Figures:
    """Key figures: each a value as it is to be read, and what it counts."""

    items: tuple[tuple[str, str], ...]

    def mimebundle(self, language: str) -> dict[str, str]:
        """Gives the figures as a description list."""
        page_words(language)
        pair = Markup("<div><dt>{}</dt><dd>{}</dd></div>\n")
        pairs = Markup("").join(pair.format(label, value) for value, label in self.items)
        big = '  [#text(size: 2.1em, weight: 600, fill: rgb("#0a3d73"))[{}] #linebreak() {}],\n'
        cells = "".join(big.format(escape_typst(value), escape_typst(label)) for value, label in self.items)
        typst = (
            "#block(width: 100%, breakable: false, above: 1.8em, below: 1.8em, inset: (y: 0.9em), "
            'stroke: (top: 1pt + rgb("#0a3d73"), bottom: 0.5pt + luma(80%)))[\n'
            f"#set text(hyphenate: false)\n#grid(columns: (1fr,) * {min(len(self.items), 4)}, column-gutter: 1.4em, row-gutter: 1.2em,\n"
            f"{cells})]\n\n"
        )
        plain = "; ".join(f"{label}: {value}" for value, label in self.items)
        return _bundle(f'<dl class="figures">\n{pairs}</dl>\n', typst, plain)


@dataclass(frozen=True)
class Chart:
    """A chart with the title, the description and the table every reader is owed.

    Attributes:
        beside: a table that is read together with the drawing, beside it where the page is wide.
    """

    id: str
    title: str
    description: str
    figure: ChartSource
    table: Table
    beside: Table | None = None

    def __post_init__(self) -> None:
        checked_id(self.id, f"Chart “{self.title}”")
        if not (self.title.strip() and self.description.strip()):
            raise ValueError(f"Chart {self.id} lacks a title or a description of what it shows.")

    def mimebundle(self, language: str) -> dict[str, str]:
        """Gives the drawing with its words, and its table folded away beneath it."""
        words = {"title": self.title, "description": self.description, "language": language}
        complete = specification(self.figure)
        drawing = svg(complete, id=self.id, **words)
        narrow = narrowed(complete)
        on_phone = "" if narrow is None else svg(narrow, id=f"{self.id}-narrow", **words)
        return _bundle(
            self._html(drawing, language, on_phone),
            self._typst(drawing, language),
            f"{page_words(language).chart}: {self.title}",
        )

    def _html(self, drawing: str, language: str, on_phone: str = "") -> str:
        words = page_words(language)
        kind = "scroll card" if not on_phone else "scroll card wide"
        # Hidden where the page's style is not, as in JupyterLab: there one drawing is enough.
        hidden = Markup('<div class="card on-phone" hidden>{}</div>\n')
        phone = hidden.format(Markup(on_phone)) if on_phone else ""  # noqa: S704 - written by an XML library
        form = Markup(
            '<figure class="block chart" id="fig-{id}">\n<figcaption>{title}</figcaption>\n'
            '{open}<div class="{kind}" role="region" aria-label="{chart}: {title}" tabindex="0">'
            "{drawing}</div>\n{phone}{beside}{close}"
            '<p class="description">{description}</p>\n'
            '<details><summary>{show}<span class="visually-hidden">: {title}</span></summary>\n'
            "{table}</details>\n</figure>\n"
        )
        table = self.table.mimebundle(language)["text/html"]
        beside = "" if self.beside is None else self.beside.mimebundle(language)["text/html"]
        return form.format(
            id=self.id,
            kind=kind,
            phone=phone,
            open=Markup('<div class="beside">\n') if beside else "",
            close=Markup("</div>\n") if beside else "",
            beside=Markup(beside),  # noqa: S704 - escaped where it was written
            title=self.title,
            chart=words.chart,
            drawing=Markup(drawing),  # noqa: S704 - written by an XML library
            description=self.description,
            show=words.show_table,
            table=Markup(table),  # noqa: S704 - escaped where it was written
        )

    def _typst(self, drawing: str, language: str) -> str:
        wide, high = map(float, _SIZE.search(drawing).groups())  # type: ignore[union-attr]
        width = round(100 * wide / max(_FULL_WIDTH, wide, _FULL_WIDTH * high / _FULL_HEIGHT))
        image = (
            f'image(bytes({typst_string(drawing)}), format: "svg", width: {width}%, '
            f"alt: {typst_string(f'{self.title}. {self.description}')})"
        )
        tables = [each for each in (self.beside, self.table) if each is not None]
        table = "".join(each.mimebundle(language)["text/x-typst"] for each in tables)
        return (
            "#block(breakable: false)[\n"
            f"#figure(kind: image, caption: figure.caption(position: top)[{escape_typst(self.title)}], {image}) "
            f"<fig-{self.id}>\n{escape_typst(self.description)}\n]\n\n{table}"
        )


class Document:
    """Shows the blocks of one report, and keeps their headings' ids apart."""

    def __init__(self, language: str) -> None:
        page_words(language)
        self.language = language
        self._slugs = Slugs()

    def show(self, *blocks: Block) -> None:
        """Displays blocks in a notebook, in every form at once."""
        for block in blocks:
            if isinstance(block, Prose):
                bundle = block.mimebundle(self.language, self._slugs)
            else:
                bundle = block.mimebundle(self.language)
            # The metadata tells the page what is meant for it from whatever else a cell prints.
            display(  # type: ignore[no-untyped-call]
                bundle, raw=True, metadata={"bosetting": {"block": type(block).__name__.lower()}}
            )


def show(block: Block, language: str) -> None:
    """Displays one block on its own."""
    Document(language).show(block)


def _bundle(html: str, typst: str, plain: str) -> dict[str, str]:
    return {"text/html": html, "text/x-typst": typst, "text/plain": plain}
