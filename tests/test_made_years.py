"""Years made up with other criteria than those of 2018: checked, allocated, explained and told in every language."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from smallyear import KNOWN, SmallYear, small_year

from bosetting.cli import main
from bosetting.compute import Computation, compute
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document
from bosetting.report.language.labels import written_languages
from bosetting.report.letter import letter
from bosetting.report.view import View

LANGUAGES = written_languages()
OF_2018 = re.compile(
    r"\bKS\b|sysselset|employment|early leavers|resultater i intro|resultat i intro|results of the"
)
"""Words of criteria and publishers that these years do not have."""


def criterion(name: str, index: str, table: str, column: str, **fields: Any) -> dict[str, Any]:
    common = {
        "valid_from": date(2017, 6, 1),
        "status": "published",
        "source": {"nb": "Et register", "nn": "Eit register", "en": "A register"},
        "label": {"nb": f"mål {name}", "nn": f"mål {name}", "en": f"measure {name}"},
        "measure": {"nb": "Et mål.", "nn": "Eit mål.", "en": "A measure."},
    }
    return {"name": name, "index": index, "table": table, "column": column, **common, **fields}


def population(weight: float) -> dict[str, Any]:
    fields = {"period": date(2017, 1, 1), "weight": weight, "unit": "persons"}
    return criterion("population", "size", "population", "residents", **fields)


def one(year: SmallYear) -> None:
    """Population alone, in one stage, without earlier requests or minors."""
    year.rules["criterion"] = [population(1)]
    for table in ("employment", "programme_results"):
        year.leave_out(table)
    year.set_rule("selection", value=["priority"])
    year.set_rule("division", value="one_stage")
    for rule in ("threshold", "previous_request", "county_split", "minors_basis", "minors_floor"):
        year.drop_rule(rule)
    for place in range(len(year.tables["forecasts"])):
        year.change("forecasts", place, unaccompanied_minors="")
    year.tables["published_requests"].clear()


def four(year: SmallYear) -> None:
    """A class, an inverse ratio and a share beside population; counties share by the weights."""
    for table in ("employment", "programme_results"):
        year.leave_out(table)
    fields = ("kommune_nr", "year", "centrality", "unemployed", "published")
    types = {"kommune_nr": "string", "published": "date", "unemployed": "number"}
    year.package["resources"].append(
        {
            "name": "places",
            "type": "table",
            "path": "places.csv",
            "title": "Places",
            "sources": [{"title": "A register"}],
            "schema": {
                "fields": [{"name": f, "type": types.get(f, "integer")} for f in fields],
                "primaryKey": ["kommune_nr", "year"],
                "missingValues": [""],
            },
        }
    )
    year.tables["places"] = []
    for place, row in enumerate([*year.tables["municipalities"], {"kommune_nr": "0000"}]):
        cells = {"centrality": 1 + place % 3, "unemployed": f"{2 + place / 4:.2f}"}
        year.add("places", kommune_nr=row["kommune_nr"], year=2016, published=KNOWN, **cells)
    year.rules["criterion"] = [
        population(0.6),
        criterion(
            "centrality",
            "class",
            "places",
            "centrality",
            unit="class",
            period=2016,
            weight=0.1,
            exponent=1,
            factors={"1": 1.2, "2": 1.0, "3": 0.8},
        ),
        criterion("workless", "inverse_ratio", "places", "unemployed", period=2016, weight=0.1, exponent=2),
        criterion(
            "before",
            "share",
            "published_requests",
            "persons",
            where={"edition": "october_2016"},
            missing="neutral",
            period=2017,
            weight=0.2,
            exponent=0,
        ),
    ]
    year.set_rule("selection", value=["continuity", "threshold", "priority"])
    year.set_rule("county_split", value="weights")
    year.set_rule("minors_basis", value="all_asked")


@pytest.fixture(scope="module", params=[one, four], ids=["one", "four"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    change: Callable[[SmallYear], None] = request.param
    return small_year(change).write(tmp_path_factory.mktemp(change.__name__))


@pytest.fixture(scope="module")
def computed(made: Path) -> Computation:
    return compute(2018, None, made)


@pytest.mark.long
@pytest.mark.parametrize(
    "verb", [["check"], ["allocate"], ["load"], ["explain", "Storby"]], ids=lambda v: v[0]
)
def test_every_verb_works(made: Path, verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb[0], "2018", *verb[1:], "--root", str(made)]) in (None, 0)
    assert not OF_2018.search(capsys.readouterr().out)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", chapters.__all__)
def test_every_chapter_speaks_of_its_own_criteria(computed: Computation, name: str, language: str) -> None:
    blocks = getattr(chapters, name)(View(computed, language, Document(language)))
    for block in blocks:
        said = "\n".join(str(text) for text in block.mimebundle(language).values())
        found = OF_2018.search(re.sub(r"<[^>]*>", " ", said))
        assert found is None, f"{found}: {said[max(0, found.start() - 80) : found.end() + 80]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_speaks_of_its_own_criteria(computed: Computation, language: str) -> None:
    for explanation in computed.explanations.values():
        said = letter(computed.request, explanation, computed.uncertainty, language)
        assert not OF_2018.search(said)
        for criterion in computed.inputs.rules.others:
            assert criterion.label[language] in said.lower()


@pytest.mark.long
def test_it_is_built(made: Path, computed: Computation, tmp_path: Path) -> None:
    # What every chapter says in each language is looked at above; one of the two years is enough for all of them.
    languages = LANGUAGES if len(computed.inputs.rules.criteria) > 1 else LANGUAGES[:1]
    chosen = [word for language in languages for word in ("-l", language)]
    assert main(["build", "2018", *chosen, "--root", str(made), "--out", str(tmp_path / "out")]) in (None, 0)
    assert {path.name for path in (tmp_path / "out").glob("*.pdf")} == {
        f"report-{one}.pdf" for one in languages
    }
