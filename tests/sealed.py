"""Folders of an edition put together by hand and sealed again after a change, as a forger would do it."""

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path

from edition import ROOT, request_tables

from bosetting.compute import compute
from bosetting.publication.open_data.describe import package_bytes
from bosetting.publication.proof.copy import copy_proof, digest_of_numbers


def sealed_year(root: Path, folder: Path, edition: str | None = None) -> Path:
    """An edition's folder with inputs, the tables of the request, verify.py and the manifest; no pages."""
    shutil.copytree(root / "data" / "2018", folder / "inputs")
    computation = compute(2018, edition, root)
    (folder / "data").mkdir()
    files = request_tables(computation)
    for name, content in {**files, "datapackage.json": package_bytes(files, computation)}.items():
        (folder / "data" / name).write_bytes(content)
    copy_proof(folder)
    return sealed(folder, computation.inputs.edition.name)


def sealed_reference(folder: Path) -> Path:
    """The committed open data of November 2018 with the year's figures, without pages."""
    shutil.copytree(ROOT / "data" / "2018", folder / "inputs")
    shutil.copytree(ROOT / "reports" / "2018" / "november" / "data", folder / "data")
    copy_proof(folder)
    return sealed(folder, "november")


def sealed(folder: Path, edition: str) -> Path:
    """Checksums, descriptions and digest made to fit whatever lies in the folder."""
    package = json.loads((folder / "data" / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        content = (folder / "data" / resource["path"]).read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (folder / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    entries = [
        {
            "path": path.relative_to(folder).as_posix(),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in files
    ]
    manifest = {
        "edition": edition,
        "numbers": {"sha256": digest_of_numbers(folder)},
        "inputs": [entry for entry in entries if entry["path"].startswith("inputs/")],
        "outputs": [entry for entry in entries if not entry["path"].startswith("inputs/")],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def table(path: Path) -> list[list[str]]:
    """The lines of a table."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def write_table(path: Path, lines: list[list[str]]) -> None:
    """The opposite."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8")
