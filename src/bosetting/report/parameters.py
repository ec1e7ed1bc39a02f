"""The notebooks' parameters, checked: papermill lets any value of any type through."""

from __future__ import annotations

from bosetting.report.texts import written_languages


def check_parameters(year: object, edition: object, language: object) -> tuple[int, str, str]:
    """The three parameters of every notebook with their types.

    Args:
        year: the year the request is for, a whole number.
        edition: a name in forecasts.csv; text.
        language: a language the report is written in.

    Raises:
        TypeError: a parameter of another type.
        ValueError: a language nobody has written.
    """
    if isinstance(year, bool) or not isinstance(year, int):
        raise TypeError(f"year is {year!r}. Expected a whole number such as 2018.")
    if not isinstance(edition, str):
        raise TypeError(f'edition is {edition!r}. Expected a name such as "november".')
    written = written_languages()
    if language not in written:
        raise ValueError(f"language is {language!r}. Expected one of {', '.join(written)}.")
    return year, edition, str(language)
