"""Titles of charts say what the computation gives, and name the topic where it gives no finding."""

import pytest

from bosetting.report.language.labels import label, written_languages

LANGUAGES = written_languages()
CURVE = {"before": "2041", "year": "2042"}
GRANT = {"from": "2042", "to": "2046"}
FALLS = {"nb": "faller", "nn": "fell", "en": "falls"}
RISES = {"nb": "øker", "nn": "aukar", "en": "rises"}


def history(language: str, previous: int | None, persons: int) -> str:
    return label(
        language, "need.history_title", previous=previous, before="2041", persons=persons, year="2042"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_request_falls_rises_or_stays_and_nothing_is_said_without_an_earlier_one(language: str) -> None:
    assert FALLS[language] in history(language, 500, 400)
    assert RISES[language] in history(language, 400, 500)
    same = history(language, 400, 400)
    assert FALLS[language] not in same
    assert RISES[language] not in same
    assert "400" in same
    assert "2042" not in history(language, None, 400)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_grant_says_which_way_it_goes(language: str) -> None:
    def title(first: float, last: float) -> str:
        return label(language, "grants.title", first=first, last=last, **GRANT)

    assert FALLS[language] in title(7.4, 3.3)
    assert RISES[language] in title(3.3, 7.4)
    assert "2046" not in title(3.3, 3.3)
    description = label(language, "grants.description", first=3.3, last=7.4, **GRANT)
    assert FALLS[language] not in description


@pytest.mark.parametrize("language", LANGUAGES)
def test_participants_without_a_year_before_are_a_topic(language: str) -> None:
    def title(earlier: int | None, persons: int | None) -> str:
        return label(language, "load.curve_title", earlier=earlier, persons=persons, **CURVE)

    assert "2042" in title(500, 400)
    assert title(500, 400) != title(400, 500)
    assert "2042" not in title(None, 400) + title(400, 400) + title(None, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_above_the_threshold_is_said_only_where_it_is_so(language: str) -> None:
    def title(**other: int) -> str:
        known = {"everyone": 50, "asked": 30, "threshold": 7000, "large": 20, "above": 20, "below": 10}
        return label(language, "asked.scatter_title", **{**known, **other})

    assert "20" in title()
    assert "20" not in title(above=19)
    assert "30" in title(above=19)
    assert "20" not in title(asked=50)
    assert "20" not in title(threshold=0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_county_is_not_first_and_last(language: str) -> None:
    same = {"most": "Lia", "least": "Lia"}
    assert "Lia" not in label(language, "asked.per_thousand_title", **same)
    assert "Lia" not in label(language, "work_allocation.divisors_title", **same)
