"""Rules as they are set in a terminal: what each gives, and what is refused with which words."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.allocation.compared.what_if import changed, stated_weights, what_if
from bosetting.allocation.request import allocate
from bosetting.inputs.model import Inputs
from bosetting.report.running.settings import known_settings, read_settings


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return small_year().read(tmp_path_factory.mktemp("year"))


def tried(inputs: Inputs, *texts: str) -> Inputs:
    return changed(inputs, read_settings(texts, inputs))


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        ("floor=5", "floor", 5),
        (" threshold = 700 ", "threshold", 700),
        ("number_asked=3", "number_asked", 3),
        ("cap=40", "cap", 40),
        ("cap=none", "cap", None),
        ("unit=2", "unit", 2),
        ("weight_form=multiplicative", "weight_form", "multiplicative"),
        ("selection=continuity,priority", "selection", ("continuity", "priority")),
        ("division=one_stage", "division", "one_stage"),
        ("county_split=weights", "county_split", "weights"),
        ("minors_basis=all_asked", "minors_basis", "all_asked"),
        ("minors_floor=0", "minors_floor", 0),
    ],
)
def test_a_rule_is_set(inputs: Inputs, text: str, rule: str, value: object) -> None:
    assert getattr(tried(inputs, text).rules, rule) == value


@pytest.mark.parametrize(
    ("text", "criterion", "rule", "value"),
    [
        ("exponent.population=0.9", 0, "exponent", Fraction(9, 10)),
        ("exponent.employment=2", 1, "exponent", Fraction(2)),
        ("kappa.results=30.5", 2, "kappa", Fraction(61, 2)),
        ("mean.results=.6", 2, "mean", Fraction(3, 5)),
    ],
)
def test_so_is_a_rule_of_a_criterion(
    inputs: Inputs, text: str, criterion: int, rule: str, value: Fraction
) -> None:
    assert getattr(tried(inputs, text).rules.criteria[criterion], rule) == value


def test_the_size_has_the_weight_that_the_others_leave(inputs: Inputs) -> None:
    own = stated_weights(inputs.rules)
    weights = stated_weights(tried(inputs, "weight.employment=0.35").rules)
    assert weights == {
        "population": 1 - Fraction(35, 100) - own["results"],
        "employment": Fraction(35, 100),
        "results": own["results"],
    }


def test_everybody_is_as_many_as_there_are(inputs: Inputs) -> None:
    assert tried(inputs, "selection=all").rules.number_asked == 6


def test_the_need_is_what_is_divided_unless_another_number_is(inputs: Inputs) -> None:
    one, both = tried(inputs, "need=150"), tried(inputs, "need=150", "requested=155")
    assert (one.edition.need, one.edition.requested) == (150, 150)
    assert (both.edition.need, both.edition.requested) == (150, 155)
    assert tried(inputs, "unaccompanied_minors=3").edition.unaccompanied_minors == 3
    sums = what_if(allocate(inputs), read_settings(["need=150"], inputs))
    assert sum(d.after for d in sums.differences) == 150


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["floor"], '"floor" sets nothing. Expected NAME=VALUE such as floor=5.'),
        (["floor=0"], 'floor is "0". Expected a whole number of at least 1 and at most 10000000.'),
        (["floor=1.5"], 'floor is "1.5". Expected a whole number of at least 1 and at most 10000000.'),
        (["floor=-1"], 'floor is "-1". Expected a whole number of at least 1 and at most 10000000.'),
        (["need=many"], 'need is "many". Expected a whole number of at least 0 and at most 10000000.'),
        (["division=two"], 'division is "two". Expected one of "county_first", "one_stage".'),
        (
            ["selection=priority,threshold"],
            'selection is "priority,threshold". Expected steps in this order: "continuity", "threshold", "priority"; '
            'or "all" alone.',
        ),
        (
            ["exponent.population=11"],
            'exponent.population is "11". Expected a number of at least 0 and at most 10, with at most 2 decimals.',
        ),
        (["floor=5", "floor=5"], "floor is set twice. Expected each once. Choose one of the values."),
        (
            ["weight.employment=0.95"],
            "The weights without that of population sum to 1.05. Expected at most 1; a weight that is not set stands "
            "as in the edition.",
        ),
        (
            ["weight.population=0.5"],
            "The weights sum to 0.8. Expected the sum 1; a weight that is not set stands as in the edition.",
        ),
        (
            ["previous_request=2017/june"],
            "previous_request chooses other figures, which cannot be tried here. Make an edition of its own: a row in "
            "forecasts.csv, and the rule under [edition.NAME].",
        ),
        (
            ["period.population=2016-01-01"],
            "period.population chooses other figures, which cannot be tried here. Make an edition of its own: a row "
            "in forecasts.csv, and the rule under [edition.NAME].",
        ),
        (["grant_rates_of=2017"], "grant_rates_of decides no number of the request. Leave it out."),
        (
            ["county_split=none"],
            "county_split is none, but division is county_first. Set how the counties share.",
        ),
    ],
)
def test_what_cannot_be_set_is_told(inputs: Inputs, texts: list[str], message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared
        read_settings(texts, inputs)
    assert str(refused.value) == message


def test_an_unknown_name_gets_the_nearest_and_all_there_are(inputs: Inputs) -> None:
    with pytest.raises(
        ValueError, match=r'^There is no "flor" to set; the nearest is "floor"\. Expected one of '
    ) as refused:
        read_settings(["flor=5"], inputs)
    assert str(refused.value).endswith(f"{', '.join(known_settings(inputs.rules))}.")
    with pytest.raises(ValueError, match=r'the nearest is "weight\.employment"\.'):
        read_settings([f"weight.employmnt={Decimal('0.3')}"], inputs)


def test_the_previous_request_cannot_be_read_where_the_edition_names_none(tmp_path: Path) -> None:
    year = small_year(
        lambda y: y.drop_rule("previous_request"),
        lambda y: y.set_rule("county_split", value="weights"),
        lambda y: y.set_rule("minors_basis", value="all_asked"),
    )
    own = year.read(tmp_path)
    with pytest.raises(
        ValueError,
        match=r"^county_split reads the previous request, and the edition names none\. Set another\.$",
    ):
        read_settings(["county_split=previous_request"], own)
