"""A year folder becomes ``Inputs``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bosetting.inputs.corrections import correction_faults, read_corrections
from bosetting.inputs.figures import OF_COUNTRY, figures_of, national_of, sizes
from bosetting.inputs.model import Adjustment, CountyTotal, Edition, Figure, Inputs, Municipality, Words
from bosetting.inputs.published import published_of
from bosetting.inputs.publisher import Publisher, read_publisher
from bosetting.inputs.reading.described import outdated, undescribed
from bosetting.inputs.reading.description import rules_of_another_year, year_faults
from bosetting.inputs.reading.tables import Row, Table, read_tables
from bosetting.inputs.root import year_folder
from bosetting.inputs.rules import Rules, default_edition, read_document, rules_for
from bosetting.inputs.statements import read_statements, statement_faults
from bosetting.inputs.told.faults import TOLD, BadInput, Fault, collected
from bosetting.inputs.told.nearest import nearest
from bosetting.inputs.told.printable import one_line
from bosetting.inputs.weighed.checks import check_described, check_edition, check_year_tables
from bosetting.inputs.weighed.criteria import tables_not_described
from bosetting.inputs.weighed.dated import decided_for_another_year
from bosetting.inputs.weighed.needed import NEEDED
from bosetting.inputs.words import read_words


@dataclass(frozen=True)
class Checked:
    """What ``bosetting check`` tells.

    Attributes:
        year: the target year.
        editions: names, in file order.
        default_edition: the one built when none is named.
        rows: number of rows by table.
        faults: every fault in every table and every edition.
        notes: how files were read when they were not quite as they should be.
        tables: those that could be read, by name.
        rules: rules.toml as it was read.
        rules_file: the same as the user knows it.
        words: the year's own texts by language, as they were read.
    """

    year: int
    editions: tuple[str, ...]
    default_edition: str | None
    rows: Mapping[str, int]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    tables: Mapping[str, Table]
    rules: Mapping[str, Any]
    rules_file: str
    words: Words


@dataclass(frozen=True)
class _Folder:
    year: int
    shown: str
    tables: Mapping[str, Table]
    document: Mapping[str, Any]
    editions: tuple[Edition, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    described: frozenset[str] | None
    words: Words

    @property
    def rules_file(self) -> str:
        return f"{self.shown}/rules.toml"


def check_year(year: int, root: Path) -> Checked:
    """Check everything in a year folder, for all its editions, and tell every fault."""
    folder = _read(year, root)
    faults = list(folder.faults)
    for edition in folder.editions:
        faults += _edition_faults(folder, edition)[1]
    default = default_edition(folder.document)
    faults += _default_faults(folder, default)
    faults += _section_faults(folder)
    faults += _publisher(folder)[1]
    unusable = any(fault.file == f"{folder.shown}/datapackage.json" for fault in faults)
    return Checked(
        year,
        tuple(edition.name for edition in folder.editions),
        default,
        {name: len(table.rows) for name, table in folder.tables.items()},
        collected(faults),
        (*folder.notes, *_of_folder(folder.shown, year_folder(root, year), unusable)),
        folder.tables,
        folder.document,
        folder.rules_file,
        folder.words,
    )


def _of_folder(shown: str, folder: Path, unusable: bool) -> list[str]:
    """Notes on the folder's files beside its description; none until that can be read, which is told."""
    return [] if unusable else [*_changed_since(shown, folder), *_not_published(shown, folder)]


def _changed_since(shown: str, folder: Path) -> list[str]:
    """A note where tables were changed by hand: their description states the size and checksum of before."""
    changed = [one_line(name, 80) for name in outdated(folder)]
    if not changed:
        return []
    do = f"A build states the new ones in its copy; bosetting draw {folder.name} writes them here"
    files = ", ".join(changed)
    return [f"{shown}/datapackage.json: size and checksum are those of before {files} changed. {do}."]


def _not_published(shown: str, folder: Path) -> list[str]:
    """A note on each file of the folder that is not part of the year: lock files, copies, notes of one's own."""
    others = undescribed(folder)
    notes = [
        f"{shown}/{one_line(name, 80)}: datapackage.json does not describe it, so it is not published."
        for name in others[:TOLD]
    ]
    more = len(others) - TOLD
    return [*notes, f"{shown}: {more:,} more files are not described."] if more > 0 else notes


def read_inputs(year: int, edition: str | None, root: Path) -> Inputs:
    """Read and check what one edition may know.

    Args:
        year: the target year.
        edition: its name; None for the default edition in rules.toml.
        root: the folder that holds ``data/``.

    Raises:
        BadInput: with every fault found.
    """
    folder = _read(year, root)
    faults = list(folder.faults)
    name = (default_edition(folder.document) if edition is None else edition) or ""
    chosen = next((e for e in folder.editions if e.name == name), None)
    if chosen is None:
        faults += _no_such_edition(folder, name, named=edition is not None)
        raise BadInput(faults)
    rules, found = _edition_faults(folder, chosen)
    publisher, wrong = _publisher(folder)
    faults += [*found, *_section_faults(folder), *wrong]  # each is told once, however often it was found
    if faults or rules is None or publisher is None:
        raise BadInput(faults)
    tables = folder.tables
    municipalities = _municipalities(tables, rules)
    if rules.selection == ("all",):
        rules = replace(rules, number_asked=len(municipalities))
    return Inputs(
        year=year,
        edition=chosen,
        publisher=publisher,
        editions=folder.editions,
        rules=rules,
        municipalities=municipalities,
        national={each.name: national_of(tables, each) for each in rules.others if each.index in OF_COUNTRY},
        county_totals=_county_totals(tables, name),
        adjustments=_adjustments(tables, name),
        tables={name: table.frame() for name, table in tables.items()},
        notes=folder.notes,
        statements=read_statements(tables, year),
        words=folder.words,
        corrections=read_corrections(tables, name),
    )


def _read(year: int, root: Path) -> _Folder:
    path = year_folder(root, year)
    shown = f"data/{year}"
    reading = read_tables(path, shown, NEEDED)
    document, rule_faults = read_document(path / "rules.toml", f"{shown}/rules.toml")
    faults = [*reading.faults, *rule_faults, *year_faults(path, shown, year)]
    if not document and not rule_faults:
        expected = "default_edition and a [rule.NAME] for every rule"
        faults.append(
            Fault(f"{shown}/rules.toml", None, None, "the file holds no rules", expected, "Write the rules")
        )
    undescribed = [] if reading.described is None else check_described(reading.described, shown)
    faults += undescribed
    # Where a table is not described as it must be, its rows are not what the checks expect.
    tables = {} if undescribed else reading.tables
    faults += [*check_year_tables(tables), *statement_faults(tables, year)]
    faults += [*decided_for_another_year(tables, year)]
    faults += correction_faults(tables, published_of(document), f"{shown}/rules.toml")
    described = None if reading.described is None else frozenset(reading.described)
    forecasts = tables.get("forecasts")
    editions = tuple(_edition(row) for row in forecasts) if forecasts is not None else ()
    names = [e.name for e in editions] if forecasts is not None and forecasts.whole else []
    words, wrong = read_words(path, shown, names)
    faults += wrong
    notes = tuple(reading.notes)
    return _Folder(year, shown, tables, document, editions, tuple(faults), notes, described, words)


def _edition_faults(folder: _Folder, edition: Edition) -> tuple[Rules | None, list[Fault]]:
    """The rules of an edition, and the faults in them and in what they use."""
    if not folder.document:
        return None, []  # told already
    rules, faults = rules_for(folder.document, edition, folder.rules_file)
    if rules is not None:
        faults += rules_of_another_year(rules, edition, folder.year, folder.shown)
        if folder.described is not None:
            faults += tables_not_described(rules, folder.described, folder.rules_file)
        faults += check_edition(folder.tables, edition, rules)
    return rules, faults


def _publisher(folder: _Folder) -> tuple[Publisher | None, list[Fault]]:
    """Who issues the year; nothing is said of it where the file itself cannot be read."""
    if not folder.document:
        return None, []
    return read_publisher(folder.document, {e.name: e.as_of for e in folder.editions}, folder.rules_file)


def _section_faults(folder: _Folder) -> list[Fault]:
    """Sections of rules.toml that no edition would ever read."""
    names = _edition_names(folder)
    sections = folder.document.get("edition")
    return [
        Fault(
            folder.rules_file,
            None,
            f"edition.{section}",
            f'there is no edition "{section}"',
            "an edition of forecasts.csv",
            f'Correct the name (the nearest is "{nearest(section, names)}")',
        )
        for section in (sections if isinstance(sections, dict) else ())
        if names and section not in names
    ]


def _edition_names(folder: _Folder) -> list[str]:
    """Names of all editions; none where a row of forecasts.csv has a fault of its own, which is told already."""
    forecasts = folder.tables.get("forecasts")
    return [edition.name for edition in folder.editions] if forecasts is not None and forecasts.whole else []


def _edition(row: Row) -> Edition:
    return Edition(
        name=row["edition"],
        as_of=row["as_of"],
        need=row["need"],
        requested=row["need"] if row["requested"] is None else row["requested"],
        unaccompanied_minors=row["unaccompanied_minors"],
        low=row["low"],
        high=row["high"],
        source=row["source"] or "",
    )


def _no_such_edition(folder: _Folder, name: str, named: bool) -> list[Fault]:
    names = _edition_names(folder)
    if not named:
        return _default_faults(folder, name or None)
    if not names:
        return []  # forecasts.csv has faults of its own, already told
    near = nearest(name, names)
    file = f"{folder.shown}/forecasts.csv"
    expected = f"one of {', '.join(names)}"
    do = f'Choose one (the nearest is "{near}"), or add a row for it'
    return [Fault(file, None, "edition", f'there is no edition "{name}"', expected, do)]


def _default_faults(folder: _Folder, name: str | None) -> list[Fault]:
    names = _edition_names(folder)
    if not names or not folder.document or name in names:
        return []
    what = "the default edition is missing" if name is None else f'there is no edition "{name}"'
    do = "Name an edition of forecasts.csv"
    return [Fault(folder.rules_file, None, "default_edition", what, f"one of {', '.join(names)}", do)]


def _municipalities(tables: Mapping[str, Table], rules: Rules) -> tuple[Municipality, ...]:
    residents, figures = sizes(tables, rules.size), [figures_of(tables, each) for each in rules.others]
    previous = _previous(tables, rules)
    return tuple(
        Municipality(
            number=row["kommune_nr"],
            name=row["kommune"],
            county_number=row["fylke_nr"],
            county=row["fylke"],
            language=row["language"],
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            residents=residents[row["kommune_nr"]],
            figures={
                criterion.name: found.get(row["kommune_nr"], Figure())
                for criterion, found in zip(rules.others, figures, strict=True)
            },
            previous_request=before["persons"],
            previous_minors=before["unaccompanied_minors"],
            previously_asked=before["asked"],
        )
        for row in sorted(tables["municipalities"], key=lambda row: str(row["kommune_nr"]))
        for before in (previous.get(row["kommune_nr"], _UNKNOWN),)
    )


_UNKNOWN: Mapping[str, None] = dict.fromkeys(("persons", "unaccompanied_minors", "asked"))


def _previous(tables: Mapping[str, Table], rules: Rules) -> Mapping[str, Row]:
    """The rows of the earlier request that the rules name, by code."""
    if rules.previous_request is None or "published_requests" not in tables:
        return {}
    year, edition = rules.previous_request
    return {
        row["kommune_nr"]: row
        for row in tables["published_requests"]
        if row["year"] == year and row["edition"] == edition
    }


def _county_totals(tables: Mapping[str, Table], edition: str) -> tuple[CountyTotal, ...]:
    # Sums read off the outcome afterwards serve the comparison only; they never steer an allocation.
    return tuple(
        CountyTotal(row["fylke_nr"], row["persons"], row["source"])
        for row in tables["county_totals"]
        if row["edition"] == edition and row["status"] == "published"
    )


def _adjustments(tables: Mapping[str, Table], edition: str) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(
            municipality=row["kommune_nr"],
            kind=row["kind"],
            persons=row["persons"],
            reason=row["reason"],
            decided_by=row["decided_by"],
            date=row["date"],
        )
        for row in tables["adjustments"]
        if row["edition"] == edition
    )
