"""The workbook as XLSX, written by openpyxl and packed anew so that it holds no clock."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from html import escape

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.table import Table, TableStyleInfo

from bosetting.publication.spreadsheets.packing import packed
from bosetting.publication.spreadsheets.sheets import (
    Formula,
    Sheet,
    SheetLink,
    Value,
    Workbook,
    letters,
    xml_text,
)

_TITLE, _HEAD, _TEXT = (
    Font(name="Arial", size=15, bold=True),
    Font(name="Arial", size=11, bold=True),
    Font(name="Arial", size=11),
)
_READ = ("=", "#")
"""With these openpyxl would take a text for a formula or for an error."""
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')


def xlsx_bytes(workbook: Workbook) -> bytes:
    """The workbook's bytes, the same on every run."""
    book = Book(write_only=True)
    day = datetime.combine(workbook.made, datetime.min.time())
    about = book.properties
    about.title, about.creator, about.language = (
        xml_text(workbook.title),
        xml_text(workbook.creator),
        workbook.language,
    )
    about.created = about.modified = day
    book.calculation.fullCalcOnLoad = True
    for sheet in workbook.sheets:
        _write(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue(), workbook, day)


def _write(into: WriteOnlyWorksheet, sheet: Sheet) -> None:
    for place, width in enumerate(sheet.widths):
        into.column_dimensions[letters(place)].width = width
    into.append([_cell(into, sheet.title, _TITLE)])
    for line in sheet.lines:
        cell = _cell(into, line, _TEXT)
        if not sheet.columns:
            cell.alignment = _WRAPPED
        into.append([cell])
    if not sheet.columns:
        return
    into.append([_cell(into, column, _HEAD) for column in sheet.columns])
    for row in sheet.rows:
        into.append([_value(into, value) for value in row])
    if sheet.rows:
        into._tables.add(_table(sheet))  # add_table() warns of what _table() does


def _table(sheet: Sheet) -> Table:
    table = Table(displayName=f"table_{sheet.name}", ref=sheet.table_span)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table._initialise_columns()
    for column, name in zip(table.tableColumns, sheet.columns, strict=True):
        column.name = name
    return table


def _cell(into: WriteOnlyWorksheet, text: str, font: Font) -> WriteOnlyCell:
    """A cell of our own words."""
    cell = WriteOnlyCell(into, xml_text(text))
    cell.font, cell.data_type = font, "s"
    return cell


def _value(into: WriteOnlyWorksheet, value: Value) -> object:
    """What openpyxl is given; only a `Formula` or a `SheetLink` becomes a formula, whatever a text begins with."""
    if isinstance(value, SheetLink):
        return f'=HYPERLINK("#{value.sheet}!A1","{value.sheet}")'
    if isinstance(value, Formula):
        return f"={value.text}"
    if not isinstance(value, str):
        return value
    text = xml_text(value)
    if not text.startswith(_READ):
        return text
    cell = WriteOnlyCell(into, text)
    cell.data_type = "s"
    return cell


def _fixed(content: bytes, workbook: Workbook, day: datetime) -> bytes:
    """The same archive with the edition's day for the clock's, and with what each formula gives."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    stamp = day.isoformat().encode() + b"Z"
    core = "docProps/core.xml"
    parts[core] = _MODIFIED.sub(lambda found: found[1] + stamp + found[2], parts[core])
    for number, sheet in enumerate(workbook.sheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _with_values(parts[name], sheet)
    first = {name: parts[name] for name in ("[Content_Types].xml",)}
    return packed(first | parts)


def _with_values(xml: bytes, sheet: Sheet) -> bytes:
    """The sheet with the value of each formula beside it."""
    values = {
        f"{letters(place)}{sheet.header_row + number}": value.value
        if isinstance(value, Formula)
        else value.sheet
        for number, row in enumerate(sheet.rows, 1)
        for place, value in enumerate(row)
        if isinstance(value, Formula | SheetLink)
    }

    def filled(match: re.Match[bytes]) -> bytes:
        value = values[match[1].decode()]
        kind = b"" if isinstance(value, int | Decimal) else b' t="str"'
        shown = escape(str(value), quote=False).encode()
        return b'<c r="%s"%s%s><f>%s</f><v>%s</v></c>' % (match[1], match[2], kind, match[3], shown)

    return _FORMULA.sub(filled, xml)
