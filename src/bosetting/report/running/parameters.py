"""The notebooks' parameters, checked: papermill lets any value of any type through."""

from __future__ import annotations

from pathlib import Path

from bosetting.report.language.labels import written_languages


def check_parameters(
    year: object, edition: object, language: object, root: object = None
) -> tuple[int, str, str, Path | None]:
    """The parameters of every notebook with their types.

    Args:
        year: the year the request is for, a whole number.
        edition: a name in forecasts.csv; text.
        language: a language the report is written in.
        root: the folder that holds ``data/``; None for the nearest one from the working folder upwards.

    Raises:
        TypeError: a parameter of another type.
        ValueError: a language nobody has written.
    """
    if isinstance(year, bool) or not isinstance(year, int):
        raise TypeError(f"year is {year!r}. Expected a whole number of four digits.")
    if not isinstance(edition, str):
        raise TypeError(f'edition is {edition!r}. Expected a name such as "november".')
    written = written_languages()
    if language not in written:
        raise ValueError(f"language is {language!r}. Expected one of {', '.join(written)}.")
    if root is not None and not isinstance(root, str | Path):
        raise TypeError(f"root is {root!r}. Expected the folder that holds data/, or None.")
    return year, edition, str(language), None if root is None else Path(root)
