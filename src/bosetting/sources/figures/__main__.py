"""``python -m bosetting.sources.figures FOLDER data/2018``."""

from __future__ import annotations

from pathlib import Path

import click

from bosetting.sources.figures.package import tables, write


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path, target: Path) -> None:
    """Write the tables of a year folder, TARGET, from the source figures in FOLDER."""
    made = tables(folder)
    write(made, target)
    for table in made:
        click.echo(f"{table.name}.csv: {len(table.rows)} rows")


if __name__ == "__main__":
    main()
