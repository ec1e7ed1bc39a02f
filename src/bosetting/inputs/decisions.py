"""What municipalities decided to settle, from a file of the user's."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

from bosetting.inputs.faults import BadInput, Fault
from bosetting.inputs.files import read_rows, read_text

COLUMNS = ("kommune_nr", "persons")


def read_decisions(path: Path, codes: Collection[str]) -> dict[str, int]:
    """Persons by municipality code; municipalities not in the file decided nothing.

    Args:
        path: a CSV file with the columns kommune_nr and persons; others are passed over.
        codes: the codes of the year.

    Raises:
        BadInput: with every fault.
    """
    file = str(path)
    try:
        rows, _ = read_rows(read_text(path).text)
    except (ValueError, csv.Error) as error:
        raise BadInput(
            [Fault(file, None, None, f"the file cannot be read: {error}", "CSV", "Mend it")]
        ) from None
    header = [name.strip() for name in rows[0][1]] if rows else []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        expected = ",".join(COLUMNS)
        raise BadInput(
            [Fault(file, 1, name, "the column is missing", expected, "Add the column") for name in missing]
        )
    decided: dict[str, int] = {}
    faults: list[Fault] = []
    code_at, persons_at = header.index("kommune_nr"), header.index("persons")
    for line, cells in rows[1:]:
        padded = [*cells, *[""] * (len(header) - len(cells))]
        code, persons = padded[code_at].strip(), padded[persons_at].strip()
        if code not in codes:
            do = "Write all four digits of a code of municipalities.csv"
            faults.append(Fault(file, line, "kommune_nr", f'"{code}" is not known', "a municipality", do))
        elif code in decided:
            faults.append(Fault(file, line, "kommune_nr", f"{code} stands twice", "each once", "Remove one"))
        elif not persons.isascii() or not persons.isdigit():
            what = f'"{persons}" is not a number of persons'
            faults.append(Fault(file, line, "persons", what, "a whole number of at least 0", "Correct it"))
        else:
            decided[code] = int(persons)
    if faults:
        raise BadInput(faults)
    return decided
