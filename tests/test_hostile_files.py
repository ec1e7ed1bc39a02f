"""Hostile bytes and structures in every file that is read: told in plain lines, in time, and nothing else happens."""

import json
import random
import re
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import tomlkit
from hostile import bytes_changed, cells_changed, guarded, json_changed, node_changed
from sealed import sealed_year
from smallyear import SmallYear, small_year

from bosetting.cli import main
from bosetting.inputs.decisions import read_decisions
from bosetting.inputs.told.faults import BadInput
from bosetting.publication.folder.read_manifest import is_edition, listed_paths, listed_sums, read_manifest
from bosetting.publication.proof import verify as program

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Signs that would steer a terminal."""


def with_words(year: SmallYear) -> None:
    year.add_statements()
    year.add_words("nb", '[edition]\nnovember = "novemberutgaven"\njune = "juniutgaven"\n')


def toml_changed(content: bytes, chance: random.Random) -> bytes:
    """One value in it another or gone; None becomes an empty table, which TOML has."""
    changed = node_changed(tomllib.loads(content.decode()), chance)
    plain = json.loads(
        json.dumps(changed), object_hook=lambda node: {k: {} if v is None else v for k, v in node.items()}
    )
    try:
        return tomlkit.dumps(plain).encode()
    except Exception:
        return (
            content + b"\n[rule.floor]\nvalue = 3\n"
        )  # what TOML cannot say: the same table twice does as well


def changed_file(content: bytes, name: str, chance: random.Random) -> bytes:
    structured = {".csv": cells_changed, ".json": json_changed, ".toml": toml_changed}[Path(name).suffix]
    return (bytes_changed if chance.random() < 0.5 else structured)(content, chance)


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object) -> int:
    """A command under guard; its exit code, and never a trace of the inside or a sign that steers."""
    code = 0
    capsys.readouterr()
    try:
        with guarded(folder):
            main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert not STEERING.search(out + err), repr(out + err)[:500]
    assert len(err) < 200_000
    return code


@pytest.fixture
def original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOSETTING_CACHE", str(tmp_path / "case" / ".cache"))
    return small_year(with_words).write(tmp_path / "original") / "data" / "2018"


def year_cases(seeds: range, original: Path, case: Path, capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Every seed damages one file of the year; check tells it, and what check passes is computed or refused."""
    outcomes: Counter[str] = Counter()
    names = sorted(path.name for path in original.iterdir())
    for seed in seeds:
        chance = random.Random(seed)
        shutil.rmtree(case, ignore_errors=True)
        shutil.copytree(original, case / "data" / "2018")
        path = case / "data" / "2018" / names[seed % len(names)]
        path.write_bytes(changed_file(path.read_bytes(), path.name, chance))
        code = run(capsys, case, "--root", case, "check", 2018)
        assert code in (0, 2), f"seed {seed}, {path.name}: check ended with {code}"
        if code == 0:
            code = run(capsys, case, "--root", case, "allocate", 2018)
            assert code == 0, f"seed {seed}, {path.name}: check passed it, and allocate ended with {code}"
        outcomes["passed" if code == 0 else "refused"] += 1
    return outcomes


def manifest_cases(
    seeds: range, original: Path, case: Path, capsys: pytest.CaptureFixture[str]
) -> Counter[str]:
    """Manifests: read or refused; verify.py says what is wrong, or that it cannot say."""
    outcomes: Counter[str] = Counter()
    shutil.rmtree(case, ignore_errors=True)
    folder = sealed_year(original.parents[1], case / "edition")
    path = folder / "manifest.json"
    content = json.loads(path.read_bytes()) | {
        "schema": "bosetting-manifest-1",
        "year": 2018,
        "parameters": {"languages": ["nb"], "renderer": "native"},
        "software": {"bosetting": "0.1.0"},
    }
    whole = json.dumps(content).encode()
    for seed in seeds:
        chance = random.Random(seed)
        path.write_bytes((bytes_changed if chance.random() < 0.5 else json_changed)(whole, chance))
        with guarded(case):
            listed_paths(folder), listed_sums(folder), is_edition(folder)
            try:
                made = read_manifest(folder)
                assert Path(made.edition).name == made.edition
                outcomes["read"] += 1
            except BadInput as error:
                outcomes["steers the terminal"] += (
                    STEERING.search("".join(map(str, error.faults))) is not None
                )
                outcomes["refused"] += 1
        outcomes[f"verify.py {alone(folder, case, capsys)}"] += 1
    path.write_bytes(whole)
    return outcomes


def alone(folder: Path, case: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """verify.py on the folder: its code, and plain lines."""
    capsys.readouterr()
    with guarded(case):
        code = program.main([str(folder)])
    out, err = capsys.readouterr()
    assert not err
    assert "Traceback" not in out
    assert not STEERING.search(out), repr(out)[:500]
    return code


def edition_cases(
    seeds: range, original: Path, case: Path, capsys: pytest.CaptureFixture[str]
) -> Counter[str]:
    """Any file of an edition damaged: verify.py never says that nothing is wrong."""
    outcomes: Counter[str] = Counter()
    shutil.rmtree(case, ignore_errors=True)
    folder = sealed_year(original.parents[1], case / "edition")
    paths = sorted(path for path in folder.rglob("*.*") if path.suffix in (".csv", ".json", ".toml"))
    for seed in seeds:
        chance, path = random.Random(seed), paths[seed % len(paths)]
        whole = path.read_bytes()
        path.write_bytes(changed_file(whole, path.name, chance))
        same = path.read_bytes() == whole or path.name == "manifest.json"
        code = alone(folder, case, capsys)
        assert same or code in (1, 2), f"seed {seed}, {path.name}"
        outcomes[f"verify.py {code}"] += 1
        path.write_bytes(whole)
    return outcomes


DECISIONS = b"kommune_nr,persons\n0101,10\n0102,0\n0201,44\n"


def decision_cases(
    seeds: range, original: Path, case: Path, capsys: pytest.CaptureFixture[str]
) -> Counter[str]:
    """What municipalities decided: read or refused."""
    outcomes: Counter[str] = Counter()
    codes = {"0101", "0102", "0103", "0201", "0202", "0203"}
    shutil.rmtree(case, ignore_errors=True)
    case.mkdir()
    path = case / "decisions.csv"
    for seed in seeds:
        chance = random.Random(seed)
        path.write_bytes(changed_file(DECISIONS, "decisions.csv", chance))
        with guarded(case):
            try:
                decided, _ = read_decisions(path, dict.fromkeys(codes, 10**8))
                assert set(decided) <= codes
                assert all(0 <= persons < 10**7 for persons in decided.values())
                outcomes["read"] += 1
            except BadInput as error:
                outcomes["steers the terminal"] += (
                    STEERING.search("".join(map(str, error.faults))) is not None
                )
                outcomes["refused"] += 1
    return outcomes


CASES = {
    "year": (year_cases, 60, 1500),
    "manifest": (manifest_cases, 60, 1500),
    "edition": (edition_cases, 80, 1500),
    "decisions": (decision_cases, 300, 5000),
}


def told(name: str, seeds: range, original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = CASES[name][0](seeds, original, tmp_path / "case", capsys)
    with capsys.disabled():
        print(
            f" {len(seeds)} {name} cases: {', '.join(f'{n} {what}' for what, n in sorted((+outcomes).items()))} ",
            end="",
        )
    assert not outcomes["steers the terminal"]
    assert len(+outcomes) > 1, "every case went the same way: nothing was tried"


@pytest.mark.parametrize("name", CASES)
def test_a_few_hostile_files(
    name: str, original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(name, range(CASES[name][1]), original, tmp_path, capsys)


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_many_hostile_files(
    name: str, original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(name, range(10_000, 10_000 + CASES[name][2]), original, tmp_path, capsys)
