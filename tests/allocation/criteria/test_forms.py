"""Every form of index, and the weight of one, three and five criteria, computed another way: decimals and logarithms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_criteria import made
from random_inputs import FACTORS, OTHER_FORMS, made_inputs, made_municipality, random_inputs

from bosetting.allocation.criteria.indicators import indicators
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Figure, Inputs, Municipality, YearResult

SEARCH = settings(max_examples=20, deadline=None, derandomize=True, database=None)
LAST = Decimal("0.000001")


@contextmanager
def many_digits() -> Iterator[None]:
    with localcontext() as context:
        context.prec = 90
        yield


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(LAST, rounding=ROUND_HALF_EVEN)


def raised(number: Decimal, exponent: Fraction) -> Decimal:
    if exponent == 0:
        return Decimal(1)
    return Decimal(0) if number == 0 else (number.ln() * decimal(exponent)).exp()


def size(residents: int, criterion: Criterion) -> Decimal:
    if criterion.exponent == 1:
        return Decimal(residents)
    return rounded(raised(Decimal(residents), criterion.exponent))


def share_of_few(years: tuple[YearResult, ...], criterion: Criterion) -> Decimal:
    """Every possible set of counts with its likelihood."""
    assert criterion.kappa is not None
    assert criterion.mean is not None
    kappa, mean = decimal(criterion.kappa), decimal(criterion.mean)
    n = sum(year.former_participants for year in years)
    total = weighed = Decimal(0)
    for counts in product(*(range(year.low, year.high + 1) for year in years)):
        likelihood, k = Decimal(1), sum(counts)
        for year, count in zip(years, counts, strict=True):
            likelihood *= comb(year.former_participants, count)
        for i in range(k):
            likelihood *= kappa * mean + i
        for i in range(n - k):
            likelihood *= kappa * (1 - mean) + i
        total += likelihood
        weighed += likelihood * (kappa * mean + k) / (kappa + n)
    return weighed / total / mean


def expected_index(criterion: Criterion, m: Municipality, inputs: Inputs) -> Decimal:
    figure, of_size = m.figures[criterion.name], inputs.rules.criteria[0]
    everyone = sum((size(each.residents, of_size) for each in inputs.municipalities), Decimal(0))
    if figure == Figure():
        return Decimal(1)
    if criterion.index == "class":
        assert figure.category is not None
        return decimal(criterion.factors[figure.category])
    if criterion.index == "shrunk_share":
        return share_of_few(figure.years, criterion)
    assert figure.value is not None
    national = inputs.national[criterion.name]
    if criterion.index == "ratio":
        return figure.value / national
    if criterion.index == "inverse_ratio":
        return national / figure.value
    assert criterion.index == "share"
    return (figure.value / national) / (size(m.residents, of_size) / everyone)


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_the_index_of_every_form(form: str) -> None:
    @SEARCH
    @given(random_inputs(forms=(form,), most=2))
    def holds(inputs: Inputs) -> None:
        found = indicators(inputs)
        for m, criterion in product(inputs.municipalities, inputs.rules.others):
            with many_digits():
                expected = rounded(expected_index(criterion, m, inputs))
            index = found[m.number].indices[criterion.name]
            assert (index, index.as_tuple().exponent) == (expected, -6)
            known = m.figures[criterion.name] != Figure()
            assert (found[m.number].statuses[criterion.name] == "none") == (not known)

    holds()


@pytest.mark.parametrize("gamma", ["0", "0.5", "0.9", "1", "1.25", "2"])
def test_the_size_to_its_power(gamma: str) -> None:
    rows = [made_municipality(f"010{i}", residents, {}) for i, residents in enumerate((1, 7, 900, 700_000))]
    found = indicators(
        made_inputs([made("people", "size", weight=Fraction(1), exponent=Fraction(gamma))], rows, 40)
    )
    with many_digits():
        for m in rows:
            expected = rounded(raised(Decimal(m.residents), Fraction(gamma)))
            own = found[m.number]
            assert Decimal(own.size.numerator) / own.size.denominator == expected
            # Alone it is the whole weight, and the priority is residents whatever the power.
            assert (own.weight, own.claim, dict(own.indices)) == (expected, m.residents, {})
            assert own.micro_weight == int(expected * 10**6)


def one_criterion(form: str, figure: Figure, national: str = "3", **fields: object) -> str:
    criteria = [
        made("people", "size", weight=Fraction(1, 2)),
        made("it", form, weight=Fraction(1, 2), **fields),
    ]
    alone = made_inputs(criteria, [made_municipality("0101", 1000, {"it": figure})], 20)
    inputs = replace(alone, national={"it": Decimal(national)})
    return str(indicators(inputs)["0101"].indices["it"])


@pytest.mark.parametrize(
    ("form", "figure", "national", "fields", "index"),
    [
        ("ratio", Figure(value=Decimal("70.2")), "66.7", {}, "1.052474"),
        ("inverse_ratio", Figure(value=Decimal("2.1")), "2.8", {}, "1.333333"),
        ("share", Figure(value=Decimal(6)), "12", {}, "0.500000"),
        ("class", Figure(category="3"), "3", {"factors": FACTORS}, "1.300000"),
        # Halves of a millionth go to the even one.
        ("ratio", Figure(value=Decimal(25)), "10000000", {}, "0.000002"),
        ("ratio", Figure(value=Decimal(15)), "10000000", {}, "0.000002"),
        ("ratio", Figure(value=Decimal(0)), "3", {}, "0.000000"),
        ("share", Figure(value=Decimal(0)), "3", {}, "0.000000"),
        (
            "shrunk_share",
            Figure(years=(YearResult(2014, 12, 6, 6, True),)),
            "3",
            {"kappa": Fraction(40), "mean": Fraction(6, 10)},
            "0.961538",
        ),
    ],
)
def test_by_hand(form: str, figure: Figure, national: str, fields: dict[str, object], index: str) -> None:
    assert one_criterion(form, figure, national, **fields) == index


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_without_a_figure_the_index_is_neutral(form: str) -> None:
    fields = {"kappa": Fraction(40), "mean": Fraction(6, 10), "factors": FACTORS}
    assert one_criterion(form, Figure(), **fields) == "1.000000"


def expected_weights(inputs: Inputs) -> dict[str, Decimal]:
    """In decimals, from the indices as printed."""
    rules, found = inputs.rules, indicators(inputs)
    sizes = {m.number: size(m.residents, rules.size) for m in inputs.municipalities}
    everyone = sum(sizes.values(), Decimal(0))
    weights = {}
    for code, own in sizes.items():
        indices = [(decimal(c.weight), c.name, found[code].indices[c.name]) for c in rules.others]
        parts = {
            "additive": own * (decimal(rules.size.weight) + sum(w * i for w, _, i in indices)),
            "standardised": decimal(rules.size.weight) * own
            + sum(
                w * everyone * i / sum((each.indices[name] for each in found.values()), Decimal(0))
                for w, name, i in indices
                if i
            ),
        }
        geometric = own
        for w, _, i in indices:
            geometric *= raised(i, Fraction(w))
        weights[code] = parts.get(rules.weight_form, geometric)
    return weights


@pytest.mark.parametrize("form", ["additive", "multiplicative", "standardised"])
@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_weight_of_any_number_of_criteria(count: int, form: str) -> None:
    @settings(SEARCH, max_examples=8)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        inputs = data.draw(random_inputs(most=count - 1, fewest=count - 1))
        inputs = replace(inputs, rules=replace(inputs.rules, weight_form=form))
        assert len(inputs.rules.criteria) == count
        found = indicators(inputs)
        with many_digits():
            for code, expected in expected_weights(inputs).items():
                assert found[code].weight == rounded(expected)
                assert found[code].weight.as_tuple().exponent == -6

    holds()
