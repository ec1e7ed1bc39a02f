"""LibreOffice computes the workbooks' formulas anew: `python tools/recompute_workbooks.py EDITION`, of a built edition.

The values that stand beside the formulas are taken out first, so that LibreOffice has nothing to fall back on. Ends
with 1 where it finds another value than was written.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

SHEETS = ("check", "check_sums")
# Every sheet as a CSV file of its own, in UTF-8, with values as they are stored.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
VALUES = {
    "xlsx": re.compile(r"(?<=</f>)<v>[^<]*</v>"),
    "ods": re.compile(r'(?<=")( office:value-type="\w+"| office:(?:string-)?value="[^"]*")+(?=>)'),
}
TEXTS = re.compile(r'(<table:table-cell[^>]*table:formula="[^>]*>)<text:p>[^<]*</text:p>')


def main(edition: Path) -> int:
    """Compare both workbooks, and say how many formulas each has; gives the exit code."""
    office, faults = shutil.which("soffice"), 0
    if office is None:
        print("There is no soffice. Install LibreOffice Calc.", file=sys.stderr)
        return 2
    for kind in VALUES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            written = edition / "data" / f"tables.{kind}"
            formulas = without_values(written, folder / f"bare.{kind}", kind)
            shutil.copy(written, folder / f"written.{kind}")
            for book in ("bare", "written"):
                command = [office, "--headless", "--convert-to", EVERY_SHEET, f"{book}.{kind}"]
                subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            for sheet in SHEETS:
                here, there = (rows(folder / f"{book}-{sheet}.csv") for book in ("bare", "written"))
                faults += here != there
                print(
                    f"tables.{kind}, {sheet}: {len(here)} rows {'differ' if here != there else 'as written'}"
                )
            print(f"tables.{kind}: {formulas} formulas computed by LibreOffice")
    return int(faults > 0)


def without_values(source: Path, target: Path, kind: str) -> int:
    """Copy a workbook without what stands beside its formulas; gives how many formulas it has."""
    formulas = 0
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as write:
        for entry in read.infolist():
            content = read.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                formulas += content.count(b"</f>")
                content = VALUES[kind].sub("", content.decode()).encode()
            elif entry.filename == "content.xml":
                formulas += content.count(b"table:formula=")
                text = TEXTS.sub(lambda cell: VALUES[kind].sub("", cell[1]), content.decode())
                content = text.encode()
            write.writestr(entry, content)
    return formulas


def rows(file: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
