"""What the publisher's counts prove of the rule: computed, never typed."""

from dataclasses import replace
from pathlib import Path

import pytest

from bosetting.allocation.compared.statements import Proof, proof
from bosetting.compute import compute

ROOT = Path(__file__).parents[3]


def test_november_differs_from_the_published_request_in_at_least_24_statuses() -> None:
    """210 asked, more than 20 of them small: at most 189 large, of 201 that the rule asks."""
    found = proof(compute(2018, "november", ROOT).request)
    assert found is not None
    assert replace(found, published=None) == Proof(210, 21, 201, 12, 24, None)


@pytest.mark.parametrize(("small", "differ"), [(9, 0), (8, 0), (10, 2), (30, 42)])
def test_the_proof_follows_the_published_counts(small: int, differ: int) -> None:
    """Nine small ones are asked by the rule; each more that was asked costs a large one its place."""
    request = compute(2018, "november", ROOT).request
    national = request.inputs.tables["national"].copy()
    row = (national["measure"] == "statement_municipalities_asked") & (
        national["group"] == "residents_below_5000"
    )
    national.loc[row, "low"] = small
    inputs = replace(request.inputs, tables={**request.inputs.tables, "national": national})
    found = proof(replace(request, inputs=inputs))
    assert found is not None
    assert found.differ == differ


def test_counts_of_another_number_asked_prove_nothing() -> None:
    """The edition as raised during the year asks 224; the counts are of 210."""
    assert proof(compute(2018, "revised", ROOT).request) is None
