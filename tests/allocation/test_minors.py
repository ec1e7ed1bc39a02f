"""Unaccompanied minors: a second division, among those asked that were asked to take some before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sealed import sealed_year
from smallyear import SmallYear, small_year

from bosetting.allocation.errors import Infeasible
from bosetting.allocation.explained.all_divisions import all_divisions
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute
from bosetting.publication.proof import verify as program
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document, Prose
from bosetting.report.language.labels import written_languages
from bosetting.report.view import View


def forecast(minors: int | str) -> Callable[[SmallYear], None]:
    return lambda year: year.change("forecasts", 1, unaccompanied_minors=minors)


def before(**minors: int | str) -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        for number, value in minors.items():
            place = year.where("published_requests", 0, kommune_nr=number.removeprefix("m"))
            year.change("published_requests", place, unaccompanied_minors=value)

    return change


def request(path: Path, *changes: Callable[[SmallYear], object]) -> Request:
    return allocate(small_year(*changes).read(path))


def minors(found: Request) -> dict[str, int | None]:
    return {a.municipality.number: a.unaccompanied_minors for a in found.allotments}


def test_the_small_year_by_hand(tmp_path: Path) -> None:
    """8 by 9000, 20000 and 2868: 2.3, 5.0 and 0.7; Midtby was asked for none, Øya is not known."""
    found = request(tmp_path)
    assert minors(found) == {"0101": 2, "0102": 0, "0103": 0, "0201": 5, "0202": 1, "0203": 0}
    assert found.minors is not None
    assert found.minors.codes == ("0201", "0101", "0202")


def test_they_are_part_of_the_number(tmp_path: Path) -> None:
    assert sum(a.persons for a in request(tmp_path).asked) == 102


def test_where_their_number_is_not_known_nobody_is_said_to_get_none(tmp_path: Path) -> None:
    found = request(tmp_path, forecast(""))
    assert set(minors(found).values()) == {None}
    assert found.minors is None


def test_none_is_a_number(tmp_path: Path) -> None:
    found = request(tmp_path, forecast(0), lambda y: y.set_rule("minors_floor", value=0))
    assert set(minors(found).values()) == {0}


def test_nobody_gets_more_minors_than_persons(tmp_path: Path) -> None:
    found = request(tmp_path, forecast(80), before(m0101=1, m0201=1, m0202=1))
    assert minors(found)["0202"] == 7
    assert all((a.unaccompanied_minors or 0) <= a.persons for a in found.asked)
    full = request(tmp_path / "2", forecast(90), before(m0101=1, m0201=1, m0202=1))
    assert minors(full) | {"0102": 0} == {"0101": 26, "0102": 0, "0103": 0, "0201": 54, "0202": 10, "0203": 0}


def test_those_not_asked_get_none_whatever_they_were_asked_for(tmp_path: Path) -> None:
    assert minors(request(tmp_path, before(m0203=5)))["0203"] == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            [before(m0101=0, m0201="", m0202=0)],
            "8 unaccompanied minors are to be settled, but nobody asked was asked to take minors before. "
            "Set unaccompanied_minors to 0, or leave the cell unaccompanied_minors blank.",
        ),
        (
            [forecast(12), before(m0101=0, m0201=0)],
            "12 unaccompanied minors are more than the 10 persons of the 1 municipality that was asked to take "
            "minors before. Lower unaccompanied_minors to 10, or leave the cell unaccompanied_minors blank.",
        ),
        (
            [forecast(2)],
            "2 unaccompanied minors are fewer than the 3 that the minors_floor of 1 demands for 3 municipalities. "
            "Raise unaccompanied_minors to 3, or lower minors_floor to 0.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_figures(changes: list, message: str, tmp_path: Path) -> None:
    inputs = small_year(*changes).read(tmp_path)
    with pytest.raises(Infeasible) as refused:
        allocate(inputs)
    assert str(refused.value) == message


def basis(value: str, *listed: str) -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        year.set_rule("minors_basis", value=value)
        if listed:
            fields = year.rule("minors_floor") | {"value": list(listed)}
            year.rules["rule"]["minors_listed"] = fields

    return change


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (basis("asked_for_minors_before"), ("0201", "0101", "0202")),
        (basis("all_asked"), ("0201", "0101", "0102", "0202")),
        # Øya is listed, but not asked.
        (basis("listed", "0102", "0201", "0203"), ("0201", "0102")),
    ],
)
def test_who_shares_the_minors(
    change: Callable[[SmallYear], None], codes: tuple[str, ...], tmp_path: Path
) -> None:
    found = request(tmp_path, change)
    assert found.minors is not None
    assert found.minors.codes == codes
    assert {code for code, number in minors(found).items() if number} == set(codes)
    assert sum(n or 0 for n in minors(found).values()) == 8


def test_where_there_are_none_nothing_is_divided_whatever_their_floor(tmp_path: Path) -> None:
    found = request(tmp_path, forecast(0))
    assert set(minors(found).values()) == {0}
    assert found.minors is None
    assert "minors" not in [one.name for one in all_divisions(found)]


NONE = {
    "nb": "Ingen av personene er enslige mindreårige.",
    "nn": "Ingen av personane er einslege mindreårige.",
    "en": "None of the people are unaccompanied minors.",
}


@pytest.mark.parametrize("language", written_languages())
def test_the_report_says_in_one_sentence_that_there_are_none(tmp_path: Path, language: str) -> None:
    root = small_year(forecast(0)).write(tmp_path)
    view = View(compute(2018, None, root), language, Document(language))
    (said,) = chapters.minors(view)
    assert isinstance(said, Prose)
    assert said.markdown.replace("\u00a0", " ").splitlines()[-1] == NONE[language]
    (unknown,) = chapters.minors(
        View(
            compute(2018, None, small_year(forecast("")).write(tmp_path / "b")), language, Document(language)
        )
    )
    assert isinstance(unknown, Prose)
    assert NONE[language] not in unknown.markdown


def test_verify_py_proves_that_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sealed_year(small_year(forecast(0)).write(tmp_path / "root"), tmp_path / "edition")
    assert program.main([str(folder)]) == 0
    capsys.readouterr()
    with (folder / "data" / "divisions.csv").open(encoding="utf-8") as file:
        assert "minors" not in file.read()
