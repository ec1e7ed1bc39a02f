"""A table of the report as HTML and as Typst: caption, scoped headers, numbers as the language has them."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from bosetting.report.blocks.cells import NOTHING, Column, Link, RowLink, format_cell, sort_value
from bosetting.report.blocks.slugs import checked_id
from bosetting.report.blocks.typst_source import escape_typst, typst_string
from bosetting.report.language.words import page_words

# A wider table is set in smaller type in the document, or its words would collide on an A4 page.
MANY_COLUMNS = 5
# A still wider one gets a page on its side.
TURNED_COLUMNS = 9
TURNED = "#page(flipped: true)["
# A column in which one text in ten is longer than this holds sentences, which may be broken into lines; one long name
# among hundreds does not make it one.
SENTENCE, OF_TEXTS = 28, 10
BREAKABLE = ("text", "code")
# Of a table's names, one in so many may be longer than its column.
ONE_LONG = 40
# A heading's word that is longer may be hyphenated.
LONG_WORD = 12
# On a page, a longer one is broken rather than push the last columns out of sight.
BROKEN_WORD = 13
# A table with no more rows than this stays on one page: of sentences, which take several lines, and of other cells.
FEW_ROWS, FEW_LINES = 12, 20
# Of a longer one, so many rows stand together at its end.
KEPT_ROWS = 3
# A caption, a header and three rows: with less room than this a table begins on the next page.
NEEDED = "#block(height: 9em, breakable: false, above: 0pt, below: 0pt)\n#v(-9em)\n"
_QUIET = 'rgb("#4a5561")'
_RULES = (
    "stroke: (_, y) => (top: if y > 1 { 0.4pt + luma(82%) }, bottom: 0.8pt + luma(35%)), "
    "fill: (_, y) => if y == 0 { luma(95%) },"
)


@dataclass(frozen=True)
class Table:
    """A table with a caption; a cell is a value of its column's kind, `Words`, or None for unknown.

    Attributes:
        id: Its name in addresses; the page calls it `tab-<id>`.
        row_header: The column that says what a row is about.
        row_ids: The name of each row in addresses, for tables whose rows are looked up.
        searchable: Whether the page offers a search field and sorting; for long tables.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""
    searchable: bool = False
    row_header: int = 0
    row_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checked_id(self.id, f"Table “{self.caption}”")
        if not self.caption.strip():
            raise ValueError(f"Table {self.id} has no caption. Expected a text that says what it shows.")
        if not 0 <= self.row_header < len(self.columns):
            raise ValueError(f"Table {self.id} has no column {self.row_header} to head its rows.")
        if self.row_ids and len(self.row_ids) != len(self.rows):
            raise ValueError(f"Table {self.id} has {len(self.row_ids)} row ids for {len(self.rows)} rows.")
        for name in self.row_ids:
            checked_id(name, f"Table {self.id}")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                message = f"Table {self.id}, row {number}: {len(row)} cells, expected {len(self.columns)}."
                raise ValueError(message)

    def mimebundle(self, language: str) -> dict[str, str]:
        """Gives the table in every form a reader may want it."""
        texts = row_texts(self, language)
        return {
            "text/html": table_html(self, language, texts),
            "text/x-typst": table_typst(self, language, texts),
            "text/plain": f"{page_words(language).table}: {self.caption} ({len(self.rows)})",
        }


Texts = list[list[str]]
"""What each cell shows, row by row."""


def row_texts(table: Table, language: str) -> Texts:
    """Writes every cell, once for all forms of the table; a fault names its place."""
    return [_row_text(table, number, language) for number in range(len(table.rows))]


def table_html(table: Table, language: str, texts: Texts | None = None) -> str:
    """Writes the table in a region that scrolls sideways on its own when the screen is narrow."""
    texts = texts or row_texts(table, language)
    caption_id = f"tab-{table.id}-caption"
    head = Markup("").join(_head_html(table, place) for place in range(len(table.columns)))
    # Every part is escaped where it is made; thousands of cells are too many to format one by one.
    unknown = _unknown_html(language)
    rows = (_row_html(table, number, row, unknown, language) for number, row in enumerate(texts))
    body = Markup("\n".join(rows))  # noqa: S704
    note = Markup('<p class="note">{}</p>\n').format(table.note) if table.note else ""
    search = Markup(' data-searchable="true"') if table.searchable else ""
    many = " many" if len(table.columns) > TURNED_COLUMNS else ""
    return str(
        Markup(
            '<div class="block table{}" id="tab-{}"{}>\n'
            '<div class="scroll" role="region" aria-labelledby="{}" tabindex="0">\n'
            '<table>\n<caption id="{}"><span>{}</span></caption>\n'
            "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>\n</div>\n{}</div>\n"
        ).format(many, table.id, search, caption_id, caption_id, table.caption, head, body, note)
    )


def table_typst(table: Table, language: str, texts: Texts | None = None) -> str:
    """Writes the table as a figure that may break over pages and repeats its header on each."""
    texts = texts or row_texts(table, language)
    align = ", ".join("right" if column.numeric else "left" for column in table.columns)
    head = ", ".join(f"[#strong[{escape_typst(column.label)}]]" for column in table.columns)
    rows = [_row_typst(table, row, words, language) for row, words in zip(table.rows, texts, strict=True)]
    sentences = _sentences(table, texts)
    breaks = len(rows) > (FEW_ROWS if any(sentences) else FEW_LINES)
    if breaks:
        # A footer is kept together, so that no row is left alone on the last page; `pdf_rows` makes it body.
        rows[-KEPT_ROWS:] = ["  table.footer(repeat: false,", *rows[-KEPT_ROWS:], "  ),"]
    note = f"#text(size: 0.85em)[{escape_typst(table.note)}]\n\n" if table.note else ""
    turned = len(table.columns) > TURNED_COLUMNS
    body = "\n".join(rows)
    figure = (
        f"#[\n{NEEDED}#show figure: set block(breakable: {str(breaks).lower()})\n"
        "#set table.cell(breakable: false)\n"
        f"#show table: set text(size: {0.9 if len(table.columns) <= MANY_COLUMNS else 0.78}em, "
        'number-width: "tabular", hyphenate: false)\n#show table: set par(leading: 0.5em)\n'
        "#show table.cell.where(y: 0): set text(hyphenate: true)\n"
        f"#figure(kind: table, caption: figure.caption(position: top)[{escape_typst(table.caption)}], table(\n"
        f"  columns: ({_widths(table, texts, sentences)}), align: ({align},), "
        f"inset: (x: 4pt, y: {3.5 if len(table.columns) <= MANY_COLUMNS else 2.7}pt),\n  {_RULES}\n"
        f"  table.header(repeat: true, {head}),\n{body}\n)) <tab-{table.id}>\n]\n{note}"
    )
    return f"{TURNED}\n{figure}]\n\n" if turned else figure


def _sentences(table: Table, texts: Texts) -> list[bool]:
    """Says of each column whether it holds sentences, or lists, that may be broken into lines."""
    return [
        column.kind in BREAKABLE and OF_TEXTS * sum(len(row[place]) > SENTENCE for row in texts) > len(texts)
        for place, column in enumerate(table.columns)
    ]


def _widths(table: Table, texts: Texts, sentences: list[bool]) -> str:
    """Gives columns of sentences a share of the line by their length, and others the width they need.

    Beside sentences, and in a table of many columns, a short column is as wide as its cells and not as its heading,
    which may be broken.
    """
    if not any(sentences) and len(table.columns) <= TURNED_COLUMNS:
        return "auto, " * len(table.columns)
    widths = []
    # One long name among hundreds takes a second line.
    passed_over = 0 if any(sentences) else len(texts) // ONE_LONG
    for place, (column, sentence) in enumerate(zip(table.columns, sentences, strict=True)):
        lengths = sorted((len(row[place]) for row in texts), reverse=True)
        longest = lengths[passed_over] if lengths else 0
        word = max(len(part) for part in [*column.label.split(), ""])
        heading = max(min(word, LONG_WORD), len(column.label) / 3)
        short = f"{max(longest * 0.5, heading * 0.56) + 0.9:.2f}em, "
        widths.append(f"{longest**0.5:.1f}fr, " if sentence else short)
    return "".join(widths)


def _row_typst(table: Table, row: tuple[object, ...], texts: list[str], language: str) -> str:
    cells = (
        _cell_typst(cell, text, column, language)
        for cell, text, column in zip(row, texts, table.columns, strict=True)
    )
    return "  " + " ".join(f"[{cell}]," for cell in cells)


def _cell_typst(cell: object, text: str, column: Column, language: str) -> str:
    if cell is None:
        return f"#text(fill: {_QUIET})[{escape_typst(page_words(language).unknown)}]"
    if isinstance(cell, Link):
        written = escape_typst(text)
        if cell.language != language:
            written = f'#text(lang: "{cell.language}")[{written}]'
        address = "" if isinstance(cell, RowLink) else cell.safe_address
        return f"#link({typst_string(address)})[{written}]" if address else written
    if column.kind in ("date", "code"):
        # A name is never broken; a list of names may be, after each.
        return escape_typst(", ".join(part.replace(" ", "\u00a0") for part in text.split(", ")))
    long = column.kind == "text" and any(len(word) > LONG_WORD for word in text.split())
    return f"#text(hyphenate: true)[{escape_typst(text)}]" if long else escape_typst(text)


def _head_html(table: Table, place: int) -> Markup:
    column = table.columns[place]
    # The heading over the rows' own headings stays in view with them.
    kind = "number" if column.numeric else "subject" if place == table.row_header else column.kind
    long = " long" if any(len(word) > BROKEN_WORD for word in column.label.split()) else ""
    return Markup('<th scope="col" class="{}{}">{}</th>').format(kind, long, column.label)


def _row_text(table: Table, number: int, language: str) -> list[str]:
    """Writes a row's cells; a fault names its place."""
    texts = []
    for cell, column in zip(table.rows[number], table.columns, strict=True):
        try:
            texts.append(NOTHING if cell is None else format_cell(cell, column, language))
        except ValueError as fault:
            message = f"Table {table.id}, row {number + 1}, column “{column.label}”: {fault}"
            raise ValueError(message) from fault
    return texts


def _row_html(table: Table, number: int, texts: list[str], unknown: str, language: str) -> str:
    cells = []
    for place, (cell, text, column) in enumerate(zip(table.rows[number], texts, table.columns, strict=True)):
        content = unknown if cell is None else _content_html(cell, text, language)
        kind = "number" if column.numeric else column.kind
        tag, scope = ("th", ' scope="row"') if place == table.row_header else ("td", "")
        cells.append(f'<{tag}{scope} class="{kind}"{_sort_attribute(cell, column)}>{content}</{tag}>')
    name = f' id="{escape(table.row_ids[number])}"' if table.row_ids else ""
    return f"<tr{name}>{''.join(cells)}</tr>"


def _content_html(cell: object, text: str, language: str) -> str:
    if not isinstance(cell, Link):
        return escape(text)
    spoken = "" if cell.language == language else f' lang="{escape(cell.language)}"'
    if cell.safe_address:
        return f'<a href="{escape(cell.safe_address)}"{spoken}>{escape(text)}</a>'
    return f"<span{spoken}>{escape(text)}</span>" if spoken and text else escape(text)


def _unknown_html(language: str) -> Markup:
    return Markup('<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>').format(
        NOTHING, page_words(language).unknown
    )


def _sort_attribute(cell: object, column: Column) -> str:
    """Gives the page's script the value to sort by where the text will not do."""
    if not (column.numeric or column.kind == "date"):
        return ""
    return f' data-value="{escape(sort_value(cell))}"'
