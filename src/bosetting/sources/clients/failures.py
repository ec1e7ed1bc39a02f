"""What goes wrong between us and a publisher, in plain words."""

from __future__ import annotations


class NotFetched(Exception):
    """A publisher did not answer what was asked; nothing of ours was changed.

    Attributes:
        address: what was asked.
        what: what came.
        do: what to do.
    """

    def __init__(self, address: str, what: str, do: str) -> None:
        self.address, self.what, self.do = address, what, do
        super().__init__(f"{address}: {what}. {do}.")


class Unlike(Exception):
    """An answer came whole, and it is not what the description says it should be.

    Attributes:
        what: what is otherwise.
        expected: what was described.
        do: what to do.
    """

    def __init__(self, what: str, expected: str, do: str) -> None:
        self.what, self.expected, self.do = what, expected, do
        super().__init__(f"{what}. Expected {expected}. {do}.")
