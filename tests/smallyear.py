"""A made-up year of six municipalities in two counties, small enough to compute by hand.

Its tables have the schemas of data/2018. A test changes one thing, writes the folder and looks at what happens.
"""

import copy
import csv
import io
import json
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import tomlkit

from bosetting.inputs.model import Inputs
from bosetting.inputs.year import read_inputs

REAL = Path(__file__).parents[1] / "data" / "2018"
KNOWN = "2017-03-01"
MUNICIPALITIES = (
    # code, name, residents, employment per cent, (former participants, in work or education) by year,
    # request and minors of the year before
    ("0101", "Nordvik", 9000, 70, ((2013, 20, 14), (2014, 20, 10)), 40, 4),
    ("0102", "Midtby", 4000, 63, ((2013, 0, 0), (2014, 0, 0)), 20, 0),
    ("0103", "Smådal", 900, 77, (), 10, None),
    ("0201", "Storby", 20000, 70, ((2013, 50, 25), (2014, 50, 35)), 100, 10),
    ("0202", "Lia", 3000, 56, ((2014, 12, 6),), 15, 2),
    ("0203", "Øya", 600, 84, (), 5, None),
)
FITTED_TO = ("settled", "participants_during_year")
"""Measures of the real national.csv that the small year holds, without which no load can be computed."""
OF_THE_PROGRAMME = ("regulations", "participant_series", "cohort_groups")
"""Tables that are as in the real year."""
COUNTIES = {"01": "Østland", "02": "Vestland"}


@dataclass
class SmallYear:
    """A year folder that can be changed before it is written.

    Attributes:
        tables: rows by table; every cell is text.
        rules: what becomes rules.toml.
        package: what becomes datapackage.json.
        raw: file contents that replace what the above would give, and None for a file to leave out.
    """

    tables: dict[str, list[dict[str, str]]]
    rules: dict[str, Any]
    package: dict[str, Any]
    raw: dict[str, bytes | None] = field(default_factory=dict)

    def columns(self, table: str) -> list[str]:
        return [f["name"] for f in self.resource(table)["schema"]["fields"]]

    def resource(self, table: str) -> dict[str, Any]:
        return next(r for r in self.package["resources"] if r["path"] == f"{table}.csv")

    def field(self, table: str, column: str) -> dict[str, Any]:
        return next(f for f in self.resource(table)["schema"]["fields"] if f["name"] == column)

    def add(self, table: str, **cells: object) -> None:
        """Add a row; columns not named stay blank."""
        self.tables[table].append(dict.fromkeys(self.columns(table), "") | _texts(cells))

    def adjust(
        self,
        code: str,
        kind: str,
        persons: int | str = "",
        *,
        reason: str = "A reason",
        decided_by: str = "The board",
    ) -> None:
        """Add an adjustment of the November edition."""
        self.add(
            "adjustments",
            kommune_nr=code,
            edition="november",
            kind=kind,
            persons=persons,
            reason=reason,
            decided_by=decided_by,
            date="2017-11-01",
        )

    def change(self, table: str, place: int, **cells: object) -> None:
        """Change cells of a row; the first row is 0, which is line 2 of the file."""
        assert cells.keys() <= self.tables[table][place].keys()
        self.tables[table][place] |= _texts(cells)

    def where(self, table: str, place: int, **wanted: object) -> int:
        """The place of the row with these values, the n-th of them."""
        found = [i for i, row in enumerate(self.tables[table]) if _texts(wanted).items() <= row.items()]
        return found[place]

    def csv(self, table: str) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns(table), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.tables[table])
        return out.getvalue().encode()

    def rule(self, name: str) -> dict[str, Any]:
        """The fields of a rule, by its full name: floor, or weight_employment of the criterion employment."""
        for criterion in self.rules["criterion"]:
            kind = name.removesuffix(f"_{criterion['name']}")
            if kind != name:
                fields: dict[str, Any] = criterion[kind]
                return fields
        of_year: dict[str, Any] = self.rules["rule"][name]
        return of_year

    def set_rule(self, name: str, **fields: object) -> None:
        self.rule(name).update(fields)

    def drop_rule(self, name: str) -> None:
        """Take a rule out, wherever it stands."""
        for criterion in self.rules["criterion"]:
            if name.endswith(f"_{criterion['name']}"):
                del criterion[name.removesuffix(f"_{criterion['name']}")]
                return
        del self.rules["rule"][name]

    def leave_out(self, *tables: str) -> None:
        """A folder that neither has nor describes these tables."""
        self.package["resources"] = [
            r for r in self.package["resources"] if Path(r["path"]).stem not in tables
        ]
        for table in tables:
            del self.tables[table]

    def write(self, root: Path, year: int = 2018) -> Path:
        """Write the folder under ``root``, and give the root."""
        folder = root / "data" / str(year)
        folder.mkdir(parents=True)
        files: dict[str, bytes | None] = {
            f"{table}.csv": self.csv(table) for table in self.tables if f"{table}.csv" not in self.raw
        }
        if "national.csv" not in self.raw:
            files["national.csv"] = self._with_residents().csv("national")
        files["rules.toml"] = tomlkit.dumps(self.rules).encode()
        files["datapackage.json"] = json.dumps(self.package, ensure_ascii=False).encode()
        for name, content in (files | self.raw).items():
            if content is not None:
                (folder / name).write_bytes(content)
        return root

    def _with_residents(self) -> "SmallYear":
        """The same with the country's residents on each date, unless the test says what they are."""
        made = copy.copy(self)
        made.tables = self.tables | {"national": list(self.tables["national"])}
        codes = {row["kommune_nr"] for row in self.tables["municipalities"]}
        counted = {
            (row["reference_date"], row["kommune_nr"]): row["residents"]
            for row in self.tables["population"]
            if row["kommune_nr"] in codes and row["residents"].isdigit()
        }
        sums: Counter[str] = Counter()
        for (day, _), residents in counted.items():
            sums[day] += int(residents)
        stated = {row["date"] for row in self.tables["national"] if row["measure"] == "residents"}
        for day, persons in sums.items():
            if day not in stated:
                made.add(
                    "national",
                    year=day[:4],
                    measure="residents",
                    group="all",
                    persons=persons,
                    date=day,
                    definition="Residents",
                    published=max(KNOWN, day),
                    source="A register",
                )
        return made

    def add_statements(self) -> None:
        """Describe the table of what publishers said, as the real year has it, without a row."""
        package = json.loads((REAL / "datapackage.json").read_text(encoding="utf-8"))
        found = next(r for r in package["resources"] if r["name"] == "statements")
        self.package["resources"].append({key: found[key] for key in ("name", "type", "path", "schema")})
        self.tables["statements"] = []

    def add_corrections(self) -> None:
        """Describe the table of corrections, without a row."""
        names = ("edition", "date", "what_nb", "what_nn", "what_en", "kommune_nr", "measure", "old", "new")
        fields = [{"name": n, "type": "date" if n == "date" else "string"} for n in (*names, "reason")]
        schema = {"fields": fields}
        self.package["resources"].append(
            {"name": "corrections", "type": "table", "path": "corrections.csv", "schema": schema}
        )
        self.tables["corrections"] = []

    def publish(self, edition: str, day: date) -> None:
        """Say that an edition was published on a day."""
        self.rules["publisher"].setdefault("published", {})[edition] = day

    def add_words(self, language: str, text: str) -> None:
        """Describe and write the year's own words in a language."""
        name = f"words.{language}.toml"
        self.package["resources"].append({"name": f"words-{language}", "path": name})
        self.raw[name] = text.encode()

    def read(self, root: Path, edition: str | None = None) -> Inputs:
        """Write the folder and read it as the computation does."""
        return read_inputs(2018, edition, self.write(root))


Change = Callable[[SmallYear], object]


def small_year(*changes: Change) -> SmallYear:
    """The small year, after changes."""
    year = copy.deepcopy(_original())
    for change in changes:
        change(year)
    return year


def equal_residents(year: SmallYear) -> None:
    """Population alone decides, and Midtby and Nordvik have as much of it."""
    for place in (0, 1):
        year.change("population", place, residents=9000)
    year.change("employment", year.where("employment", 0, kommune_nr="0102"), employed=9000 * 63 // 140)
    for name, weight in (("population", 1.0), ("employment", 0.0), ("results", 0.0)):
        year.set_rule(f"weight_{name}", value=weight)
    for name in ("employment", "results"):
        year.set_rule(f"exponent_{name}", value=0)
    year.change("municipal_parts", 0, residents=6000)


def corrected(year: SmallYear, **cells: object) -> None:
    """Publish the November edition, and correct it with a row in which only the named cells differ."""
    year.add_corrections()
    year.publish("november", date(2017, 11, 8))
    row = {
        "edition": "november",
        "date": "2017-11-10",
        "what_nb": "Feil.",
        "what_nn": "Gale.",
        "what_en": "Wrong.",
        "kommune_nr": "0101",
        "measure": "persons",
        "old": 34,
        "new": 33,
        "reason": "A slip",
    }
    year.add("corrections", **(row | cells))


def _texts(cells: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in cells.items()}


@cache
def _original() -> SmallYear:
    year = SmallYear({}, _rules(), _package())
    year.tables = {Path(resource["path"]).stem: [] for resource in year.package["resources"]}
    year.add("employment", kommune_nr="0000", period="2014-K4", percent=70, status="ok", published=KNOWN)
    for code, name, residents, percent, results, asked_for, minors in MUNICIPALITIES:
        year.add(
            "municipalities",
            kommune_nr=code,
            kommune=name,
            fylke_nr=code[:2],
            fylke=COUNTIES[code[:2]],
            language="nb",
            lat=60,
            lon=10,
        )
        year.add(
            "population",
            kommune_nr=code,
            reference_date="2017-01-01",
            residents=residents,
            published=KNOWN,
        )
        year.add(
            "employment",
            kommune_nr=code,
            period="2014-K4",
            employed=residents * percent // 140,
            percent=percent,
            status="ok",
            published=KNOWN,
        )
        for result_year, former, found in results:
            year.add(
                "programme_results",
                kommune_nr=code,
                year=result_year,
                former_participants=former,
                work_or_education=found,
                status="ok",
                parts_hidden=0,
                published=KNOWN,
            )
        year.add(
            "published_requests",
            kommune_nr=code,
            year=2017,
            edition="october_2016",
            asked="true",
            persons=asked_for,
            unaccompanied_minors="" if minors is None else minors,
            status="ok",
            published=KNOWN,
        )
        year.add("settled", kommune_nr=code, year=2016, persons=asked_for, status="ok", published=KNOWN)
    for part, residents in (("0111", 6000), ("0112", 3000)):
        year.add(
            "municipal_parts",
            kommune_nr="0101",
            part_nr=part,
            part=f"Del {part}",
            reference_date="2017-01-01",
            residents=residents,
            published=KNOWN,
        )
    for code in ("0103", "0203"):
        year.add(
            "programme_results",
            kommune_nr=code,
            year=2014,
            former_participants=0,
            work_or_education=0,
            status="ok",
            parts_hidden=0,
            published=KNOWN,
        )
    year.tables["national"] = [row for row in _real("national") if row["measure"] in FITTED_TO]
    for table in OF_THE_PROGRAMME:
        year.tables[table] = _real(table)
    for edition, as_of, requested, minors in (
        ("june", "2017-10-02", 100, ""),
        ("november", "2017-11-06", 102, 8),
    ):
        year.add(
            "forecasts",
            edition=edition,
            as_of=as_of,
            need=100,
            requested=requested,
            unaccompanied_minors=minors,
            source="A letter",
        )
    return year


def _real(table: str) -> list[dict[str, str]]:
    with (REAL / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _package() -> dict[str, Any]:
    package = json.loads((REAL / "datapackage.json").read_text(encoding="utf-8"))
    kept = ("name", "type", "path", "title", "schema", "sources")
    resources = [
        {key: resource[key] for key in kept} for resource in package["resources"] if _is_needed(resource)
    ]
    return {"name": "small", "title": "A small year", "resources": resources}


def _is_needed(resource: dict[str, Any]) -> bool:
    """Whether every year has the file: what was said of one year and its own words are left out."""
    return resource["path"].endswith(".csv") and resource["name"] not in ("statements", "corrections")


def _real_rules() -> dict[str, Any]:
    rules: dict[str, Any] = tomllib.loads((REAL / "rules.toml").read_text(encoding="utf-8"))["rule"]
    return rules


def _rules() -> dict[str, Any]:
    values: dict[str, Any] = {
        "previous_request": "2017/october_2016",
        "number_asked": 4,
        "selection": ["threshold", "priority"],
        "threshold": 5000,
        "weight_form": "additive",
        "floor": 10,
        "cap": "none",
        "unit": 1,
        "division": "county_first",
        "county_split": "previous_request",
        "minors_basis": "asked_for_minors_before",
        "minors_floor": 1,
    }
    # Rules that these tests say nothing of are as in the real year.
    others = {name: rule["value"] for name, rule in _real_rules().items() if name not in values}
    return {
        "default_edition": "november",
        "publisher": {"name": "A project", "role": "reconstruction", "made": date(2026, 11, 25)},
        "criterion": [
            _criterion("population", "size", "population", "residents", date(2017, 1, 1), weight=0.7),
            _criterion(
                "employment",
                "ratio",
                "employment",
                "percent",
                "2014-K4",
                weight=0.2,
                exponent=1,
                unit="percent",
            ),
            _criterion(
                "results",
                "shrunk_share",
                "programme_results",
                "work_or_education",
                [2013, 2014],
                weight=0.1,
                exponent=1,
                kappa=40,
                mean=0.6,
                of="former_participants",
                missing="neutral",
            ),
        ],
        "rule": {name: _published(value) for name, value in (values | others).items()},
        "edition": {},
    }


def _criterion(name: str, index: str, table: str, column: str, period: Any, **fields: Any) -> dict[str, Any]:
    rules = {k: fields.pop(k) for k in ("weight", "exponent", "kappa", "mean") if k in fields}
    return {
        "name": name,
        "index": index,
        "table": table,
        "column": column,
        **fields,
        **{kind: _published(value) for kind, value in (rules | {"period": period}).items()},
    }


def _published(value: Any) -> dict[str, Any]:
    return {
        "value": value,
        "unit": "as it says",
        "valid_from": date(2017, 6, 1),
        "status": "published",
        "source": "A letter of June 2017",
    }
