"""The one description of an edition that every form of metadata is written from, so that they cannot drift apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bosetting import __version__
from bosetting.compute import Computation
from bosetting.inputs.publisher import Publisher
from bosetting.inputs.root import year_folder
from bosetting.report.language.labels import label
from bosetting.report.view import edition_name

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True)
class File:
    """A file of the open data.

    Attributes:
        name: in ``data/``.
        title: what it holds, in English; the same as in datapackage.json.
        size: in bytes.
        sha256: its checksum.
    """

    name: str
    title: str
    size: int
    sha256: str

    @property
    def kind(self) -> str:
        """What its name ends in, such as csv."""
        return self.name.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.kind]


@dataclass(frozen=True)
class Dataset:
    """An edition as others are to know it.

    Attributes:
        identifier: the same in every form, as in datapackage.json.
        year: target year.
        edition: its name in the data.
        titles: by language, the main form first.
        descriptions: likewise.
        keywords: likewise.
        publisher: who issues it.
        as_of: the day of what it knows; its version.
        base: the address of its folder, ending in ``/``; None where the publisher gives none, and every address
            is then relative.
        files: of the open data, sorted by name.
        sources: title and address of those the figures come from.
        published: the day the edition was published; None for a draft.
        variants: what the record of the algorithm says differently from year to year, as in algorithm.toml.
        software: the version of the package.
    """

    identifier: str
    year: int
    edition: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    publisher: Publisher
    as_of: date
    base: str | None
    files: tuple[File, ...]
    sources: tuple[tuple[str, str], ...]
    published: date | None
    variants: Mapping[str, str]
    software: str = __version__

    @property
    def status(self) -> str:
        """What the edition is, as schema.org has it."""
        return "Draft" if self.published is None else "Published"

    @property
    def main(self) -> str:
        """The language of the main page."""
        return next(iter(self.titles))

    @property
    def period(self) -> tuple[str, str]:
        """The first and the last day that the request is for."""
        return f"{self.year}-01-01", f"{self.year}-12-31"


def dataset(
    computation: Computation, files: Mapping[str, bytes], package: Mapping[str, Any], languages: Sequence[str]
) -> Dataset:
    """The description of an edition.

    Args:
        computation: for the edition, the publisher and the sources.
        files: all of the open data, by file name.
        package: datapackage.json of its tables, for their titles.
        languages: of the report, the main one first.
    """
    inputs = computation.inputs
    edition, publisher = inputs.edition, inputs.publisher
    titles = {resource["path"]: resource["title"] for resource in package["resources"]}
    base = None if publisher.address is None else f"{publisher.address}{inputs.year}/{edition.name}/"
    return Dataset(
        identifier=package["name"],
        year=inputs.year,
        edition=edition.name,
        titles={one: _title(computation, one) for one in languages},
        descriptions={
            one: label(one, "metadata.description", issues=publisher.issues, as_of=edition.as_of)
            for one in languages
        },
        keywords={one: tuple(label(one, "metadata.keywords").split(", ")) for one in languages},
        publisher=publisher,
        as_of=edition.as_of,
        base=base,
        files=tuple(_file(name, content, titles) for name, content in sorted(files.items())),
        sources=_sources(computation),
        published=inputs.published,
        variants=_variants(computation),
    )


def _variants(computation: Computation) -> dict[str, str]:
    """Which text of each kind holds for the edition: by its rules, its publisher's role, and what it can compare with."""
    inputs, rules = computation.inputs, computation.inputs.rules
    return {
        "purpose": inputs.publisher.role,
        "division": rules.division,
        "criteria": "several" if rules.others else "one",
        "minors": "divided" if inputs.edition.unaccompanied_minors else "none",
        "comparison": "none" if computation.backtest is None else "published",
    }


def _title(computation: Computation, language: str) -> str:
    name = edition_name(computation.inputs, language, computation.inputs.edition.name)
    return label(language, "metadata.title", year=str(computation.inputs.year), edition=name)


def _file(name: str, content: bytes, titles: Mapping[str, str]) -> File:
    titles = {
        "datapackage.json": "Description of the tables and their columns (Data Package)",
        "tables.xlsx": "All tables as a workbook, with the check as formulas (XLSX)",
        "tables.ods": "All tables as a workbook, with the check as formulas (ODS)",
        "algorithm.json": "Record of the algorithm, with the fields of ATRS",
        **titles,
    }
    return File(name, titles[name], len(content), hashlib.sha256(content).hexdigest())


def _sources(computation: Computation) -> tuple[tuple[str, str], ...]:
    """Those that the description of the year's figures names, once each."""
    path = year_folder(computation.root, computation.inputs.year) / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    found = {
        (source["title"], source["path"])
        for resource in package["resources"]
        for source in resource.get("sources", ())
        if str(source.get("path", "")).startswith(("http://", "https://"))
    }
    return tuple(sorted(found))
