"""What the publisher's counts prove of the rule: computed, never typed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bosetting.allocation.compared.statements import Beside, Proof, beside, proof
from bosetting.compute import compute

ROOT = Path(__file__).parents[3]


def test_november_differs_from_the_published_request_in_at_least_24_statuses() -> None:
    """210 asked, more than 20 of them small: at most 189 large, of 201 that the rule asks."""
    found = proof(compute(2018, "november", ROOT).request)
    assert found is not None
    assert found == Proof("IMDi", 5000, 210, 21, 201, 12, 24, date(2018, 3, 1))


@pytest.mark.parametrize(("small", "differ"), [(9, 0), (8, 0), (10, 2), (30, 42)])
def test_the_proof_follows_the_published_counts(small: int, differ: int) -> None:
    """Nine small ones are asked by the rule; each more that was asked costs a large one its place."""
    request = compute(2018, "november", ROOT).request
    said = tuple(
        replace(s, relation="at_least", value=Decimal(small)) if s.id == "small_asked_march_2018" else s
        for s in request.inputs.statements
    )
    found = proof(replace(request, inputs=replace(request.inputs, statements=said)))
    assert found is not None
    assert found.differ == differ


def test_counts_of_another_number_asked_prove_nothing() -> None:
    """The edition as raised during the year asks 224; the counts are of 210."""
    assert proof(compute(2018, "revised", ROOT).request) is None


def test_each_statement_of_2018_stands_beside_what_the_rule_gives() -> None:
    request = compute(2018, "november", ROOT).request
    found = {s.id: beside(request, s) for s in request.inputs.statements}
    assert {name: given for name, given in found.items() if given is not None} == {
        "asked_march_2018": Beside(210),
        "middle_march_2018": Beside(88),
        "middle_asked_march_2018": Beside(87, 87),
        "small_asked_march_2018": Beside(9),
        "fewest_october_2017": Beside(10),
        "five_years_march_2018": Beside(52006, None, (2017,)),
        "share_october_2017": Beside(210, 398),
    }


def test_a_size_of_another_year_is_the_statements_own() -> None:
    """Nothing but the statement says where its size class begins."""
    request = compute(2018, "november", ROOT).request
    said = tuple(
        replace(s, residents_to=2999) if s.residents_to == 4999 else s for s in request.inputs.statements
    )
    found = proof(replace(request, inputs=replace(request.inputs, statements=said)))
    assert found is not None
    assert found.size == 3000
