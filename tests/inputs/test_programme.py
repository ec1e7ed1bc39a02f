"""What a year folder says of the introduction programme, as values; and a folder that says nothing of it."""

from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.allocation.request import allocate
from bosetting.inputs.programme import TABLES, programme_rules
from bosetting.inputs.told.faults import BadInput
from bosetting.programme.load import expected_load


def test_lengths_series_and_groups_are_values(tmp_path: Path) -> None:
    rules = programme_rules(small_year().read(tmp_path))
    lengths = [
        (r.id, r.group, r.valid_from.year, r.normal_months, r.longest_months) for r in rules.regulations
    ]
    assert lengths == [
        ("act_2003", "all", 2004, 24, 36),
        ("act_2020", "all", 2021, 24, 48),
        ("act_2022_temporary", "ukraine", 2022, 6, 12),
    ]
    assert [r.assumption for r in rules.regulations][:2] == ["", "24 months is the usual length"]
    share = rules.series_of("participants_share_at_year_end", 2016)
    assert share is not None
    assert (share.register, share.use, share.leavers_go_on) == ("KOSTRA", "fit", True)
    assert rules.series_of("participants_share_at_year_end", 2017) is None
    nir = rules.series_of("participants_during_year", 2017)
    assert nir is not None
    assert (nir.register, nir.leavers_go_on) == ("NIR", False)
    assert rules.young is not None
    assert (rules.young.size_over, rules.young.year, rules.young.published) == (1.5, None, None)
    assert [(s.id, s.year, s.share) for s in rules.shares][:2] == [
        ("ukraine", 2022, 85.7),
        ("ukraine", 2022, 86.6),
    ]
    assert [r.take_up for r in rules.regulations] == [None, None, 70.0]


def test_a_year_without_cohorts_unlike_the_others_has_no_young_ones(tmp_path: Path) -> None:
    year = small_year()
    year.tables["cohort_groups"] = []
    assert programme_rules(year.read(tmp_path)).young is None


@pytest.mark.parametrize("missing", [TABLES, TABLES[:1], TABLES[2:]])
def test_a_year_without_the_tables_is_allocated_and_only_the_load_is_refused(
    tmp_path: Path, missing: tuple[str, ...]
) -> None:
    inputs = small_year(lambda y: y.leave_out(*missing)).read(tmp_path)
    request = allocate(inputs)
    with pytest.raises(BadInput) as refused:
        expected_load(inputs, request)
    assert [str(fault) for fault in refused.value.faults] == [
        f"data/2018/{name}.csv: the table is missing, and the load on the programme needs it. "
        "Expected the tables regulations, participant_series, cohort_groups, described in datapackage.json. "
        "Add it."
        for name in missing
    ]
