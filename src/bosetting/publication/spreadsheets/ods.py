"""The workbook as ODS (OpenDocument 1.3)."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from bosetting.publication.spreadsheets.packing import packed
from bosetting.publication.spreadsheets.sheets import (
    Formula,
    Sheet,
    SheetLink,
    Value,
    Workbook,
    open_formula,
    shown,
    xml_text,
)

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    [
        *(f'xmlns:{name}="{_URN}:{name}:1.0"' for name in ("office", "table", "text", "style", "meta")),
        f'xmlns:fo="{_URN}:xsl-fo-compatible:1.0"',
        f'xmlns:of="{_URN}:of:1.2"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'office:version="1.3"',
    ]
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FONT = 'fo:font-family="Arial" fo:font-size="11pt"'
_CELLS = (
    f'<style:style style:name="plain" style:family="table-cell"><style:text-properties {_FONT}/></style:style>'
    '<style:style style:name="text" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    f"<style:text-properties {_FONT}/></style:style>"
    '<style:style style:name="head" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap"/>'
    f'<style:text-properties {_FONT} fo:font-weight="bold"/></style:style>'
    '<style:style style:name="title" style:family="table-cell">'
    f'<style:text-properties {_FONT.replace("11pt", "15pt")} fo:font-weight="bold"/></style:style>'
)


def ods_bytes(workbook: Workbook) -> bytes:
    """The workbook's bytes, the same on every run."""
    parts = {
        "mimetype": TYPE.encode(),
        "content.xml": _content(workbook).encode(),
        "styles.xml": _styles(workbook).encode(),
        "meta.xml": _meta(workbook).encode(),
        "META-INF/manifest.xml": _manifest().encode(),
    }
    return packed(parts, plain=("mimetype",))


def _content(workbook: Workbook) -> str:
    widths = sorted({width for sheet in workbook.sheets for width in sheet.widths})
    columns = "".join(
        f'<style:style style:name="wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.21:.2f}cm"/></style:style>'
        for width in widths
    )
    tables = "".join(_table(sheet) for sheet in workbook.sheets)
    ranges = "".join(_range(sheet) for sheet in workbook.sheets if sheet.columns)
    return (
        f"{_HEAD}<office:document-content {_NAMES}><office:automatic-styles>{_CELLS}{columns}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        f"<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _range(sheet: Sheet) -> str:
    """The table's place, by which programs and screen readers know it."""
    first, last = sheet.table_span.split(":")
    address = f"{sheet.name}.{first}:{sheet.name}.{last}"
    return (
        f'<table:database-range table:name="table_{sheet.name}" table:target-range-address="{address}" '
        'table:contains-header="true"/>'
    )


def _table(sheet: Sheet) -> str:
    columns = "".join(f'<table:table-column table:style-name="wide{width}"/>' for width in sheet.widths)
    rows = [
        _row((sheet.title,), "title"),
        *(_row((line,), "text" if not sheet.columns else "plain") for line in sheet.lines),
    ]
    if sheet.columns:
        rows.append(f"<table:table-header-rows>{_row(sheet.columns, 'head')}</table:table-header-rows>")
    rows += [_row(row, "plain") for row in sheet.rows]
    return f'<table:table table:name="{sheet.name}">{columns}{"".join(rows)}</table:table>'


def _row(values: tuple[Value, ...], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(value, style) for value in values)}</table:table-row>"


def _cell(value: Value, style: str) -> str:
    if value is None:
        return "<table:table-cell/>"
    text = escape(xml_text(shown(value)))
    if isinstance(value, SheetLink):
        text = f'<text:a xlink:type="simple" xlink:href="#{value.sheet}.A1">{text}</text:a>'
    formula = ""
    if isinstance(value, Formula):
        formula = f' table:formula="of:={escape(open_formula(value.text))}"'
        value = value.value
    kind = _typed(value)
    return f'<table:table-cell table:style-name="{style}"{formula} {kind}><text:p>{text}</text:p></table:table-cell>'


def _typed(value: Value) -> str:
    if isinstance(value, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    if isinstance(value, int | Decimal):
        return f'office:value-type="float" office:value="{value}"'
    return 'office:value-type="string"'


def _styles(workbook: Workbook) -> str:
    country = "GB" if workbook.language == "en" else "NO"
    return (
        f"{_HEAD}<office:document-styles {_NAMES}><office:styles>"
        '<style:default-style style:family="table-cell"><style:text-properties '
        f'{_FONT} fo:language="{workbook.language}" fo:country="{country}"/></style:default-style>'
        "</office:styles></office:document-styles>"
    )


def _meta(workbook: Workbook) -> str:
    day = f"{workbook.made.isoformat()}T00:00:00"
    return (
        f"{_HEAD}<office:document-meta {_NAMES}><office:meta>"
        f"<dc:title>{escape(xml_text(workbook.title))}</dc:title>"
        f"<meta:initial-creator>{escape(xml_text(workbook.creator))}</meta:initial-creator>"
        f"<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date>"
        f"<dc:language>{workbook.language}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _manifest() -> str:
    parts = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>'
        f"{parts}</manifest:manifest>"
    )
