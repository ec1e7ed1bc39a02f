"""``python -m bosetting.sources.reference FOLDER data/reference``."""

from __future__ import annotations

from pathlib import Path

import click

from bosetting.sources.reference.package import PACKAGE, tables
from bosetting.sources.written import write


class Refused(click.ClickException):
    """Bad input."""

    exit_code = 2


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path, target: Path) -> None:
    """Write the reference, TARGET, from the source figures in FOLDER."""
    try:
        made = tables(folder)
    except ValueError as error:
        raise Refused(str(error)) from None
    except FileNotFoundError as error:
        do = "Name the folder that holds every figure"
        raise Refused(f"{error.filename}: the file is missing. Expected a source figure. {do}.") from None
    write(made, target, PACKAGE)
    for table in made:
        click.echo(f"{table.name}.csv: {len(table.rows)} rows")


if __name__ == "__main__":
    main()
