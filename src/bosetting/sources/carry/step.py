"""The figures of one key carried over the changes of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from bosetting.sources.carry.changes import Change, Step
from bosetting.sources.carry.figure import MISSING, NOT_APPLICABLE, Figure, divided, together
from bosetting.sources.carry.table import Group


@dataclass(frozen=True)
class Unplaced:
    """A figure whose persons stand in no municipality of the new structure.

    Attributes:
        code: the municipality it was of.
        figure: what was known.
        day: the change that it could not be carried over.
        new_codes: where its persons went.
        why: ``no_key`` for a split without a declared key; ``part_missing`` where another part of the same new
            municipality is not known, so that no sum can be given; ``later`` for a code of a structure after the one
            that is wanted.
    """

    code: str
    figure: Figure
    day: date
    new_codes: tuple[str, ...]
    why: str


def carried_over(step: Step, group: Group, standing: Collection[str]) -> tuple[Group, tuple[Unplaced, ...]]:
    """The figures on the structure from the step's day on, and what could not be placed.

    A group that is of the later structure already stays as it is.

    Args:
        step: the changes of one day.
        group: figures by code, of one period and measure.
        standing: codes that the day's changes make and that were there before it: they are parts of themselves.
    """
    if not step.is_before(group.keys()):
        return group, ()
    unplaced: list[Unplaced] = []
    pieces: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for code, figure in group.items():
        changes = step.to.get(code, ())
        for new, piece in _successors(code, figure, changes):
            pieces[new].append((code, piece))
        if figure.known and len(changes) > 1 and changes[0].share is None:
            news = tuple(change.new for change in changes)
            unplaced.append(Unplaced(code, figure, step.day, news, "no_key"))
    result: Group = {}
    for new, found in pieces.items():
        if any(part not in group for part in _parts(step, new, standing)):
            found.append(("", Figure(MISSING)))
        result[new] = together([piece for _, piece in sorted(found, key=lambda pair: pair[0])])
        if result[new].status == MISSING:
            unplaced += [
                Unplaced(code, piece, step.day, (new,), "part_missing")
                for code, piece in found
                if piece.known
            ]
    return result, tuple(unplaced)


def without_later(later: Iterable[Step], group: Group) -> tuple[Group, tuple[Unplaced, ...]]:
    """The figures without those of codes that are first used after the day wanted, which are given apart.

    Args:
        later: the steps after that day.
        group: figures by code.
    """
    kept, apart = dict(group), []
    for step in later:
        for code in sorted(step.made_on_it(kept.keys())):
            apart.append(Unplaced(code, kept.pop(code), step.day, (), "later"))
    return kept, tuple(apart)


def _successors(code: str, figure: Figure, changes: tuple[Change, ...]) -> list[tuple[str, Figure]]:
    """Each successor of a municipality with its part of the figure."""
    if not changes:
        return [(code, figure)]
    if len(changes) == 1:
        return [(changes[0].new, figure)]
    shares = [change.share for change in changes if change.share is not None]
    if not shares:
        part = figure if figure.status == NOT_APPLICABLE else figure.unknown()
        return [(change.new, part) for change in changes]
    key = "; ".join(dict.fromkeys(f"divided by the key of {change.source}" for change in changes))
    parts = divided(figure, shares, key) if figure.known else (figure,) * len(changes)
    return [(change.new, part) for change, part in zip(changes, parts, strict=True)]


def _parts(step: Step, new: str, standing: Collection[str]) -> set[str]:
    """The municipalities that a new one is made of."""
    parts = set(step.parts.get(new, ()))
    return parts | {new} if parts and new in standing and new not in step.to else parts
