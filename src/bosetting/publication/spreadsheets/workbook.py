"""The workbook of an edition: cover, contents, notes, the check, and each table of the open data on its own sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bosetting.compute import Computation
from bosetting.publication.spreadsheets.check import check_sheets
from bosetting.publication.spreadsheets.ods import ods_bytes
from bosetting.publication.spreadsheets.sheets import Sheet, SheetLink, Value, Workbook
from bosetting.publication.spreadsheets.xlsx import xlsx_bytes
from bosetting.report.language.labels import label
from bosetting.report.view import edition_name

NAMES = ("tables.xlsx", "tables.ods")
NOTE_COLUMNS = ("table", "column", "type", "description")
CONTENT_COLUMNS = ("sheet", "title", "rows")


def workbook_files(
    files: Mapping[str, bytes], package: Mapping[str, Any], computation: Computation, language: str
) -> dict[str, bytes]:
    """Both workbooks by file name.

    Args:
        files: the tables of the open data as CSV, by file name.
        package: their description, as in datapackage.json.
        computation: for the edition, the publisher and the divisions.
        language: of cover and notes; columns and their descriptions are in English, as in the CSV files.
    """
    book = workbook(files, package, computation, language)
    return {"tables.xlsx": xlsx_bytes(book), "tables.ods": ods_bytes(book)}


def workbook(
    files: Mapping[str, bytes], package: Mapping[str, Any], computation: Computation, language: str
) -> Workbook:
    """The workbook before it is a file; see `workbook_files`."""
    tables = [_table(resource, files[resource["path"]], language) for resource in package["resources"]]
    checks = check_sheets(computation.request, {sheet.name: sheet for sheet in tables}, language)
    shown = [*checks, _notes(package["resources"], language), *tables]
    title = label(language, "report.title", year=str(computation.inputs.year))
    return Workbook(
        title=title,
        creator=computation.inputs.publisher.name,
        language=language,
        made=computation.inputs.made,
        sheets=[_cover(title, computation, language), _contents(shown, language), *shown],
    )


def _cover(title: str, computation: Computation, language: str) -> Sheet:
    publisher, edition = computation.inputs.publisher, computation.inputs.edition
    lines = [
        label(language, "report.subtitle", issues=publisher.issues),
        label(
            language, "spreadsheets.edition", edition=edition_name(computation.inputs, language, edition.name)
        ),
        label(language, "spreadsheets.as_of", as_of=edition.as_of),
        label(language, "spreadsheets.made", made=publisher.made, by=publisher.name),
    ]
    if publisher.contact is not None:
        lines.append(label(language, "spreadsheets.contact", contact=publisher.contact))
    lines += [
        label(language, "spreadsheets.licence"),
        label(language, "spreadsheets.blank"),
        label(language, "spreadsheets.csv"),
        label(language, "spreadsheets.check"),
    ]
    return Sheet("cover", title, tuple(lines))


def _contents(sheets: Sequence[Sheet], language: str) -> Sheet:
    rows = tuple((SheetLink(sheet.name), sheet.title, len(sheet.rows)) for sheet in sheets)
    lines = (label(language, "spreadsheets.contents_how"),)
    return Sheet("contents", label(language, "spreadsheets.contents"), lines, CONTENT_COLUMNS, rows)


def _notes(resources: Sequence[Mapping[str, Any]], language: str) -> Sheet:
    rows = tuple(
        (_stem(resource), field["name"], field["type"], field["description"])
        for resource in resources
        for field in resource["schema"]["fields"]
    )
    lines = (label(language, "spreadsheets.notes_how"),)
    return Sheet("notes", label(language, "spreadsheets.notes"), lines, NOTE_COLUMNS, rows)


def _table(resource: Mapping[str, Any], content: bytes, language: str) -> Sheet:
    """A table with the types that its description gives it."""
    lines = csv.reader(io.StringIO(content.decode(), newline=""))
    header = tuple(next(lines))
    types = [field["type"] for field in resource["schema"]["fields"]]
    rows = tuple(tuple(_value(cell, kind) for cell, kind in zip(line, types, strict=True)) for line in lines)
    said = (label(language, "spreadsheets.table_how", file=resource["path"]),)
    return Sheet(_stem(resource), resource["title"], said, header, rows)


def _stem(resource: Mapping[str, Any]) -> str:
    return str(resource["path"]).removesuffix(".csv")


def _value(cell: str, kind: str) -> Value:
    if cell == "":
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return Decimal(cell)
    return cell == "true" if kind == "boolean" else cell
