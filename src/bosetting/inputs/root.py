"""Where the project's folders are."""

from __future__ import annotations

from pathlib import Path

from bosetting.inputs.told.faults import BadInput, Fault


def find_root(start: Path | None = None) -> Path:
    """The nearest folder, from the working folder upwards, that holds ``data/``.

    Raises:
        BadInput: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir():
            return folder
    do = "Go to the project's folder, or name it with --root"
    raise BadInput([Fault(str(here), None, None, "no data/ here or in a folder above", "one", do)])


def year_folder(root: Path, year: int) -> Path:
    """The folder with the figures of one target year.

    Raises:
        BadInput: there is none, or it is a link to somewhere else.
    """
    folder = root / "data" / str(year)
    if not folder.resolve().is_relative_to((root / "data").resolve()):
        do = "Put the folder itself there"
        raise BadInput([Fault(f"data/{year}", None, None, "this is a link out of data", "a folder", do)])
    if not folder.is_dir():
        years = sorted(p.name for p in (root / "data").glob("[0-9]*") if p.is_dir())
        expected = f"one of {', '.join(years)}" if years else "a folder for the year"
        raise BadInput(
            [Fault(f"data/{year}", None, None, "there is no such folder", expected, "Name another")]
        )
    return folder
