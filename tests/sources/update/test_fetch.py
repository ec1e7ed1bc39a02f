"""``bosetting fetch`` against a publisher that answers over real HTTP in the real formats."""

import csv
import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import pytest
from publisher import RESIDENTS, Reply, dataset, hurried

from bosetting.cli import main
from bosetting.inputs.told.faults import BadInput
from bosetting.sources.clients.failures import NotFetched
from bosetting.sources.update.described import read_described
from bosetting.sources.update.fetching import Updated, fetch

DATA = "/tables/07459/data"
TODAY = {"0301": 731000, "1508": 59663, "1580": 9460}
ORIGIN = '2026-02-25,"SSB, the table\'s own day of change","SSB, table 07459"'
META = "Compare sources.toml with the table's metadata at the publisher."
ROOT = Path(__file__).parents[3]


def fetched(small, *tables: str, dry_run: bool = False) -> Updated:
    return fetch(small.reference, tables, lambda *_: None, dry_run, lambda pause: hurried()[0])


def refused(small, *tables: str) -> str:
    """What is said, after which everything is as it was."""
    before = small.everything()
    with pytest.raises((BadInput, NotFetched)) as told:
        fetched(small, *tables)
    assert small.everything() == before
    return str(told.value).replace(small.publisher.address, "http://ssb")


def test_a_new_year_is_added_and_shown(small):
    found = fetched(small, "population")
    assert small.table("population") == [
        "0301,2025-01-01,residents,724290,,,ok,2025-02-20,day,SSB",
        "1508,2025-01-01,residents,59198,,,ok,2025-02-20,day,SSB",
        "1580,2025-01-01,residents,9409,,,ok,2025-02-20,day,SSB",
        "1508,2025-01-01,residents_20_66,36121,,,ok,2025-02-20,day,SSB",
        f"0000,2026-01-01,residents,5627400,,,ok,{ORIGIN}",
        f"0301,2026-01-01,residents,731000,,,ok,{ORIGIN}",
        f"1508,2026-01-01,residents,59663,,,ok,{ORIGIN}",
        f"1580,2026-01-01,residents,,1,4,suppressed,{ORIGIN}",
    ]
    assert [str(each) for each in found.differences] == [
        "population.csv: 4 added, 0 removed, 0 changed\n"
        "  + 2026-01-01 residents 0000: 5627400\n"
        "  + 2026-01-01 residents 0301: 731000\n"
        "  + 2026-01-01 residents 1508: 59663\n"
        "  + 2026-01-01 residents 1580: suppressed 1–4"
    ]
    assert found.notes == (
        "population: 3 cells of codes that were no municipality at the time left out",
        "population: 1 region that is neither municipality nor country left out",
    )


def test_what_came_is_kept_with_checksum_and_day(small):
    fetched(small, "population")
    raw = small.reference / "raw" / "population"
    content = (raw / "statbank.json").read_bytes()
    assert json.loads(content) == dataset({"Personer1": {"2026": RESIDENTS}})
    assert json.loads((raw / "kept.json").read_text()) == {
        "statbank.json": {
            "address": f"{small.publisher.address}{DATA}",
            "asked": "2026-02-25",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    }
    package = json.loads((small.reference / "datapackage.json").read_text())
    written = (small.reference / "population.csv").read_bytes()
    (described,) = [each for each in package["resources"] if each["name"] == "population"]
    assert (described["bytes"], described["hash"]) == (
        len(written),
        f"sha256:{hashlib.sha256(written).hexdigest()}",
    )


def test_fetched_again_nothing_changes(small):
    fetched(small)
    before = small.everything()
    assert not any(fetched(small).differences)
    assert small.everything() == before


def test_a_figure_that_is_as_it_was_keeps_the_day_it_was_first_public(small):
    small.publisher.answers(DATA, dataset({"Personer1": {"2025": {"0301": 724290, "1508": 59200}}}))
    found = fetched(small, "population")
    assert small.table("population")[:2] == [
        "0301,2025-01-01,residents,724290,,,ok,2025-02-20,day,SSB",
        f"1508,2025-01-01,residents,59200,,,ok,{ORIGIN}",
    ]
    assert str(found.differences[0]) == (
        "population.csv: 0 added, 1 removed, 1 changed\n"
        "  - 2025-01-01 residents 1580: 9409\n"
        "  ~ 2025-01-01 residents 1508: 59198 → 59200"
    )
    assert found.notes == ("population: residents 2025-01-01: 1 municipality has no row: 1580",)


def test_a_dry_run_writes_nothing(small):
    before = small.everything()
    assert any(fetched(small, dry_run=True).differences)
    assert small.everything() == before


def test_a_declared_key_survives_and_klass_is_compared(small):
    before = small.table("changes")
    codes = [{"code": code, "name": "Nyby"} for code in ("0301", "1508", "1999")]
    small.publisher.answers("/classifications/131/codesAt", {"codes": codes})
    found = fetched(small, "changes", "structure")
    assert small.table("changes") == before
    assert [str(each) for each in found.differences] == [
        "changes.csv: nothing changes",
        "structure.csv: nothing changes",
    ]
    assert found.notes == (
        "structure: on 2026-01-01 KLASS has 1999 Nyby, and structure.csv does not",
        "structure: on 2026-01-01 structure.csv has 1580, and KLASS does not",
    )


def test_kinds_of_changes(small):
    rows = [("1001", "1002"), ("1003", "1004"), ("1005", "1004"), ("1006", "1006"), ("1007", "0301")]
    changes = [
        {"oldCode": old, "oldName": "A", "newCode": new, "newName": "B", "changeOccurred": "2025-01-01"}
        for old, new in rows
    ]
    small.publisher.answers("/classifications/131/changes", {"codeChanges": changes})
    fetched(small, "changes")
    kinds = {row.split(",")[2]: row.split(",")[1] for row in small.table("changes")}
    assert kinds == {
        "1507": "split",
        "1001": "recode",
        "1003": "merge",
        "1005": "merge",
        "1006": "rename",
        "1007": "merge",
    }


def test_a_moved_table_is_fetched_and_said(small):
    small.publisher.answers("/tables/07459/new", dataset({"Personer1": {"2026": TODAY}}))
    small.publisher.answers(DATA, Reply(b"", 301, {"Location": "/tables/07459/new"}))
    address = small.publisher.address
    assert fetched(small, "population").notes == (
        f"population: {address}{DATA} has moved to {address}/tables/07459/new: correct it in sources.toml",
    )


def test_a_table_that_does_not_say_when_it_was_changed(small):
    small.publisher.answers(DATA, dataset({"Personer1": {"2026": TODAY}}, updated=None))
    fetched(small, "population")
    assert small.table("population")[-1].endswith(
        'ok,2026-02-25,"SSB, the day it was fetched","SSB, table 07459"'
    )


def test_signs_of_the_statbank(small):
    small.publisher.answers(DATA, dataset({"Personer1": {"2026": {"0301": ":", "1508": "..", "1580": "."}}}))
    fetched(small, "population")
    assert [row.split(",")[3:7] for row in small.table("population")[-3:]] == [
        ["", "1", "4", "suppressed"],
        ["", "", "", "missing"],
        ["", "", "", "not_applicable"],
    ]
    small.publisher.answers(DATA, dataset({"Personer1": {"2026": {"0301": 5, "1508": "-", "1580": "..."}}}))
    fetched(small, "population")
    assert [row.split(",")[3:7] for row in small.table("population")[-3:]] == [
        ["5", "", "", "ok"],
        ["0", "", "", "ok"],
        ["", "", "", "missing"],
    ]


WHOLE = dataset({"Personer1": {"2026": TODAY}})


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            Reply(b"", 404),
            "population, http://ssb/tables/07459/data: there is nothing at this address (404); the table may have moved or "
            "been closed. Find it at the publisher, and correct sources.toml.",
        ),
        (
            Reply(b"", 503),
            "population, http://ssb/tables/07459/data: it is busy (503), 4 times. Check the network and the address, and "
            "fetch again.",
        ),
        (
            Reply(json.dumps(WHOLE).encode()[:-20]),
            f"population, SSB, table 07459: the answer ends before it is whole (character {len(json.dumps(WHOLE)) - 24} of "
            f"{len(json.dumps(WHOLE)) - 20}). Expected JSON. Fetch again; if it stays so, tell the publisher.",
        ),
        (
            dataset({"Personer1": {"2026": TODAY}}, region="Kommune"),
            "population, SSB, table 07459, Region: the table has no such dimension. Expected one of Kommune, ContentsCode, Tid. "
            f"{META}\n"
            "population, SSB, table 07459, Kommune: 3 codes of a dimension that is not described. Expected one, chosen in "
            f"select. {META}",
        ),
        (
            dataset({"Folkemengde": {"2026": TODAY}}),
            "population, SSB, table 07459, ContentsCode: the table has no Personer1. Expected one of Folkemengde. "
            + META,
        ),
        (
            dataset({"Personer1": {"2026": {"030101": 5}}}),
            f"population, SSB, table 07459: it has no figure of a municipality. Expected some. {META}",
        ),
        (
            dataset({"Personer1": {"2026": {"0301": 5, "1534": 9}}}),
            "population, SSB, table 07459, 1534 2026-01-01 residents: 1534 has 9 and was no municipality then. Expected none. "
            "Check structure.csv, and the period.",
        ),
        (
            dataset({"Personer1": {"2026": {"0301": 5, "1999": 9}}}),
            "population, SSB, table 07459, 1999 2026-01-01 residents: 1999 is not in structure.csv. Expected a municipality. "
            "Bring structure.csv up to date first.",
        ),
        (
            dataset({"Personer1": {"2026": {"0301": -5}}}),
            f'population, SSB, table 07459, 0301 2026-01-01 residents: "-5" is no figure. Expected a number from 0. {META}',
        ),
        (
            dataset({"Personer1": {"2026": {"0301": "?"}}}),
            'population, SSB, table 07459, 0301 2026-01-01 residents: the sign "?" is not known. Expected one of : . .. .... '
            + META,
        ),
        (
            {**WHOLE, "status": {"0": ":"}},
            "population, SSB, table 07459, 0301 2026-01-01 residents: the figure 731000 with the sign :. Expected one of them. "
            "Fetch again; if it stays so, ask the publisher.",
        ),
        (
            {**WHOLE, "value": [None, 1, 2]},
            "population, SSB, table 07459, 0301 2026-01-01 residents: neither a figure nor a sign. Expected one of them. "
            "Fetch again; if it stays so, ask the publisher.",
        ),
        (
            {**WHOLE, "updated": "i dag"},
            'population, SSB, table 07459, updated: "i dag" is no day on which it was changed or fetched. Expected YYYY-MM-DD. '
            "Fetch again.",
        ),
    ],
)
def test_where_something_fails_everything_stands(reply, said, small):
    small.publisher.answers(DATA, reply)
    assert refused(small) == said


def test_what_cannot_be_written_leaves_everything(small, monkeypatch):
    before = small.everything()
    put, moved = Path.replace, []

    def until_the_third(part: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == 3:
            raise OSError(28, "No space left on device")
        return put(part, target)

    monkeypatch.setattr(Path, "replace", until_the_third)
    with pytest.raises(OSError, match="No space left"):
        fetched(small, "population")
    assert small.everything() == before
    monkeypatch.undo()
    (small.reference / "raw" / "population").rmdir()
    (small.reference / "raw" / "population").write_bytes(b"a file stands in the way")
    before = small.everything()
    with pytest.raises(OSError, match="raw"):
        fetched(small, "population")
    assert small.everything() == before


def test_waiting_for_a_busy_publisher_is_told(small):
    small.publisher.answers(
        DATA, Reply(b"", 429, {"Retry-After": "9"}), dataset({"Personer1": {"2026": TODAY}})
    )
    told: list[tuple[str, int, int]] = []
    fetch(small.reference, ["population"], lambda *step: told.append(step), False, lambda pause: hurried()[0])
    address = f"{small.publisher.address}{DATA}"
    assert told == [
        ("population: SSB, table 07459", 0, 1),
        (f"{address}: it is busy (429); asked again in 9 s", 0, 1),
        ("compared", 1, 1),
    ]


def test_a_failure_of_the_last_table_leaves_the_first_as_it_was(small):
    small.publisher.answers("/classifications/131/codesAt", Reply(b"", 404))
    assert refused(small).startswith("structure, http://ssb/classifications/131/codesAt: there is nothing")


def test_twenty_faults_are_told_of_a_table(small):
    many = {f"{code}": 7 for code in range(3000, 3100)} | {"0301": -1}
    small.publisher.answers(DATA, dataset({"Personer1": {"2026": many}}))
    lines = refused(small, "population").splitlines()
    assert len(lines) == 21
    assert (
        lines[-1]
        == "population, SSB, table 07459: and 81 more in this file. Mend those above, and check again."
    )


def test_a_table_without_a_source(small):
    assert refused(small, "populaton") == (
        'data/reference/sources.toml: "populaton" has no source that can be fetched. Expected one of changes, population, '
        'structure. The nearest is "population".'
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "statbank2"', 'kind = "statbank9"', '[[source]] statbank: "statbank9" is no kind. Expected one of statbank2, statbank0, klass_changes, klass_codes. Correct it.'),
        ('code = "Region"\n', "", "[[source]] statbank: code is lacking. Give it."),
        ('id = "07459"', "id = 7459", "[[source]] statbank: id has the wrong form. Expected a text. Correct it."),
        ('name = "statbank"', 'name = "../statbank"', "[[source]] ../statbank: name has the wrong form. Expected small letters, digits and _. Correct it."),
        ('period_suffix = "-01-01"', 'period_sufix = "-01-01"', '[[source]] statbank: "period_sufix" is not known. The nearest is "period_suffix".'),
        ("hidden = [1, 4]\n\n[[source]]", "hidden = [4, 1]\n\n[[source]]", "[[source]] statbank: hidden has the wrong form. Expected the least and the most a hidden figure can be; the least alone where nothing bounds it. Correct it."),
        ('publisher = "ssb"\nid = "07459"', 'publisher = "scb"\nid = "07459"', '[[source]] statbank: "scb" is no publisher. Expected ssb. Correct it.'),
        ('address = "http://127.0.0.1', 'address = "http://ssb.no', "[publisher.ssb]: address is none. Expected an address with https://. Give it."),
    ],
)  # fmt: skip
def test_a_description_that_is_wrong(old, new, said, small):
    small.describe(old, new)
    told = refused(small, "population").splitlines()
    assert told[0] == f"data/reference/sources.toml, {said}"


def test_the_command(small, capsys, monkeypatch):
    monkeypatch.setattr("bosetting.sources.clients.asking.time.sleep", lambda _: None)
    with pytest.raises(SystemExit) as stopped:
        main(["fetch", "population", "--dry-run", "--root", str(small.root)])
    out, err = capsys.readouterr()
    assert stopped.value.code == 1
    assert out.startswith(
        "population.csv: 4 added, 0 removed, 0 changed\n  + 2026-01-01 residents 0000: 5627400\n"
    )
    assert err.splitlines() == [
        "[0/1] population: SSB, table 07459",
        "[1/1] compared",
        "Note: population: 3 cells of codes that were no municipality at the time left out",
        "Note: population: 1 region that is neither municipality nor country left out",
        "Nothing is written.",
    ]
    main(["fetch", "--root", str(small.root)])
    assert len(small.table("population")) == 8
    small.publisher.answers(DATA, Reply(b"", 404))
    with pytest.raises(SystemExit) as stopped:
        main(["fetch", "--root", str(small.root)])
    assert stopped.value.code == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("population, http://127.0.0.1")
    small.publisher.answers(DATA, b"[]")
    with pytest.raises(SystemExit) as stopped:
        main(["fetch", "--root", str(small.root)])
    assert stopped.value.code == 2


def test_the_projects_own_description_names_what_the_reference_has():
    reference = ROOT / "data" / "reference"
    described = read_described(reference)
    tables = {source.table for source in described.sources} | {saved.table for saved in described.saved}
    assert tables == {
        "changes",
        "structure",
        "population",
        "employment",
        "programme_results",
        "settled",
        "requests",
    }
    for each in (*described.sources, *described.saved):
        held = (reference / f"{each.table}.csv").read_text(encoding="utf-8")
        assert [measure for measure in each.measures.values() if f",{measure}," not in held] == []


def test_the_page_names_every_source_and_every_word_of_the_description():
    page = (ROOT / "docs" / "reference" / "fetch.md").read_text(encoding="utf-8")
    described = tomllib.loads((ROOT / "data" / "reference" / "sources.toml").read_text(encoding="utf-8"))
    tables = [line for line in page.splitlines() if line.startswith("|")]
    for source in described["source"]:
        assert any(f"`{source['table']}`" in line and source["id"] in line for line in tables)
    words = {word for kind in ("source", "import") for each in described[kind] for word in each}
    assert [word for word in sorted(words) if f"`{word}`" not in "".join(tables)] == []


def test_fetching_what_the_project_holds_changes_nothing(tmp_path, small):
    reference = tmp_path / "reference"
    shutil.copytree(ROOT / "data" / "reference", reference)
    text = (reference / "sources.toml").read_text(encoding="utf-8")
    address = 'address = "https://data.ssb.no/api/pxwebapi/v2"'
    text = text.replace(address, f'address = "{small.publisher.address}"')
    (reference / "sources.toml").write_text(text, encoding="utf-8")
    with (reference / "population.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if (row["period"], row["measure"]) == ("2026-01-01", "residents")
        ]
    with (reference / "structure.csv").open(encoding="utf-8", newline="") as file:
        every = {row["code"]: 0 for row in csv.DictReader(file)}
    every |= {"0706": 0} | {row["code"]: int(row["value"]) for row in rows}
    small.publisher.answers(DATA, dataset({"Personer1": {"2026": every}}))
    found = fetch(reference, ["population"], lambda *_: None, False, lambda pause: hurried()[0])
    assert [str(each) for each in found.differences] == ["population.csv: nothing changes"]
    left_out = len(every) - len(rows)
    assert found.notes == (
        f"population: {left_out} cells of codes that were no municipality at the time left out",
    )
    for name in ("population.csv", "datapackage.json"):
        assert (reference / name).read_bytes() == (ROOT / "data" / "reference" / name).read_bytes()
