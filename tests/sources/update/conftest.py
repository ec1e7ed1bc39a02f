"""A small reference, a publisher it is fetched from, and no proxy of the machine between."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from publisher import RESIDENTS, Publisher, dataset, running

FIGURES = "code,period,measure,value,low,high,status,published,published_from,source"
TABLES = {
    "structure": (
        ["code", "valid_from"],
        "code,valid_from,valid_to,name\n0301,,,Oslo\n1507,2020-01-01,2024-01-01,Ålesund\n"
        "1508,2024-01-01,,Ålesund\n1534,,2020-01-01,Haram\n1580,2024-01-01,,Haram\n",
    ),
    "changes": (
        ["date", "old_code", "new_code"],
        "date,kind,old_code,old_name,new_code,new_name,share,source\n"
        "2024-01-01,split,1507,Ålesund,1508,Ålesund,0.9,KLASS\n2024-01-01,split,1507,Ålesund,1580,Haram,0.1,KLASS\n",
    ),
    "population": (
        ["period", "measure", "code"],
        f"{FIGURES}\n0301,2025-01-01,residents,724290,,,ok,2025-02-20,day,SSB\n"
        "1508,2025-01-01,residents,59198,,,ok,2025-02-20,day,SSB\n"
        "1508,2025-01-01,residents_20_66,36121,,,ok,2025-02-20,day,SSB\n"
        "1580,2025-01-01,residents,9409,,,ok,2025-02-20,day,SSB\n",
    ),
    "settled": (
        ["period", "measure", "code"],
        f"{FIGURES}\n0301,2025,settled,665,,,ok,2026-03-01,page,IMDi\n1580,2025,settled,,2,3,suppressed,2026-03-01,page,IMDi\n",
    ),
    "requests": (
        ["target_year", "version", "measure", "code"],
        "code,target_year,version,rank,measure,value,low,high,status,published,published_from,source\n",
    ),
}
KINDS = {
    "value": "number",
    "low": "number",
    "high": "number",
    "published": "date",
    "date": "date",
    "share": "number",
}
REQUIRED = {"code", "status", "published", "measure"}
SOURCES = """
[publisher.ssb]
address = "{address}"
pause = 0

[[source]]
table = "population"
name = "statbank"
kind = "statbank2"
publisher = "ssb"
id = "07459"
says = "SSB, table 07459"
code = "Region"
period = "Tid"
period_suffix = "-01-01"
measure = "ContentsCode"
measures = {{ Personer1 = "residents" }}
select = {{ Region = "*", ContentsCode = "Personer1", Tid = "top(1)" }}
hidden = [1, 4]

[[source]]
table = "changes"
name = "klass"
kind = "klass_changes"
publisher = "ssb"
id = "131"
from = "2017-01-01"
says = "SSB, KLASS 131"

[[source]]
table = "structure"
name = "codes"
kind = "klass_codes"
publisher = "ssb"
id = "131"
from = "2026-01-01"
says = "SSB, KLASS 131"

[[import]]
table = "settled"
name = "imdi"
says = "IMDi, the page"
code = "Kommunenr."
measures = {{ Bosatt = "settled", "Herav enslige" = "settled_minors" }}
signs = {{ "<5" = "suppressed" }}
hidden = [1, 4]

[[import]]
table = "requests"
name = "imdi_requests"
says = "IMDi, the page"
code = "Kommunenr."
measures = {{ Anmodning = "request" }}
"""


@dataclass
class Small:
    """A project with a small reference, and its publisher."""

    root: Path
    publisher: Publisher

    @property
    def reference(self) -> Path:
        return self.root / "data" / "reference"

    def table(self, name: str) -> list[str]:
        return (self.reference / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]

    def everything(self) -> dict[str, bytes]:
        return {
            str(p.relative_to(self.root)): p.read_bytes() for p in sorted(self.root.rglob("*")) if p.is_file()
        }

    def describe(self, old: str, new: str) -> None:
        path = self.reference / "sources.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def _field(name: str) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if name in REQUIRED else {}
    if name in ("code", "old_code", "new_code"):
        constraints["pattern"] = "^[0-9]{4}$"
    return {"name": name, "type": KINDS.get(name, "string"), "constraints": constraints}


def _write(folder: Path, address: str) -> None:
    folder.mkdir(parents=True)
    resources = []
    for name, (key, text) in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        fields = [_field(column) for column in text.splitlines()[0].split(",")]
        size = {"bytes": len(text.encode()), "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}
        resources.append(
            {"name": name, "path": f"{name}.csv", **size, "schema": {"fields": fields, "primaryKey": key}}
        )
    package = json.dumps({"name": "reference", "resources": resources}, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(f"{package}\n", encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES.format(address=address), encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Small]:
    """The reference, and a publisher that has the residents of 2026, the changes and the codes."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running() as publisher:
        _write(tmp_path / "project" / "data" / "reference", publisher.address)
        publisher.answers("/tables/07459/data", dataset({"Personer1": {"2026": RESIDENTS}}))
        publisher.answers("/classifications/131/changes", {"codeChanges": CODE_CHANGES})
        codes = [{"code": code, "name": code} for code in ("0301", "1508", "1580", "9999")]
        publisher.answers("/classifications/131/codesAt", {"codes": codes})
        yield Small(tmp_path / "project", publisher)


CODE_CHANGES = [
    {"oldCode": old, "oldName": "Ålesund", "newCode": new, "newName": name, "changeOccurred": "2024-01-01"}
    for old, new, name in (("1507", "1508", "Ålesund"), ("1507", "1580", "Haram"))
]
