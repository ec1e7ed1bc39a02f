"""A comparison of two editions on the municipalities of the later one: what merged is summed, before as after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bosetting.allocation.compared.revision import Change, Revision


def gathered(found: Revision, successors: Mapping[str, Collection[str]]) -> Revision:
    """The same comparison with every earlier municipality added to the later one that it became.

    One that was split is not divided: it, those it became, and what merged with a part of it stand as they are, marked
    as not comparable. Every part is moved and none is made, so the sums by cause are the same.

    Args:
        found: the comparison, on the codes of both.
        successors: for each code of the earlier edition those of the later that it became.
    """
    split = {code for code, after in successors.items() if len(after) > 1}
    unsure = {new for code in split for new in successors[code]}
    unsure |= {code for code, after in successors.items() if unsure & {*after}}
    into = {
        code: next(iter(after))
        for code, after in successors.items()
        if code not in unsure and len(after) == 1
    }
    groups: dict[str, list[Change]] = {}
    for change in found.changes:
        groups.setdefault(into.get(change.code, change.code), []).append(change)
    rows = [_summed(new, groups[new]) for new in sorted(groups)]
    return Revision(found.causes, tuple(replace(row, comparable=row.code not in unsure) for row in rows))


def _summed(new: str, group: list[Change]) -> Change:
    """The rows of a later municipality and of those it was made of, as one."""
    own = next((change for change in group if change.code == new), group[0])
    before = [change for change in group if change.before is not None]
    return replace(
        own,
        code=new,
        before=sum(change.before or 0 for change in before) if before else None,
        parts=tuple(sum(column) for column in zip(*(change.parts for change in group), strict=True)),
        made_of=tuple(f"{change.code} {change.name}" for change in before) if len(before) > 1 else (),
    )
