"""What is committed of each reference edition is what the program computes, and what its manifest lists."""

import hashlib
import json
from pathlib import Path

import pytest

from bosetting.compute import compute
from bosetting.publication.open_data.tables import data_files

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
HELD = sorted(
    path.parent.relative_to(ROOT / "reports") for path in ROOT.glob("reports/[0-9]*/*/manifest.json")
)


def test_every_year_has_a_reference_edition() -> None:
    years = {path.parent.name for path in (ROOT / "data").glob("[0-9]*/rules.toml")}
    assert {path.parts[0] for path in HELD} == years


@pytest.mark.parametrize("edition", HELD, ids=str)
def test_the_tables_of_a_reference_edition_are_what_is_computed(edition: Path) -> None:
    year, name = edition.parts
    folder = ROOT / "reports" / edition
    computed = data_files(compute(int(year), name, ROOT))
    listed = {
        one["path"]: one["sha256"]
        for one in json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
    }
    committed = {path.name for path in (folder / "data").glob("*.csv")}
    assert committed == computed.keys()
    for table, content in computed.items():
        assert (folder / "data" / table).read_bytes() == content, table
        assert listed[f"data/{table}"] == hashlib.sha256(content).hexdigest(), table
