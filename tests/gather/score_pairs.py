"""Which printed item is which annotated one: the pairing behind ``score.py``, told there."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NEAR = 3
HALF = 0.5

Item = dict[str, Any]
Pair = tuple[int, int]


@dataclass
class Counts:
    """How many were found, printed and asked for."""

    hit: int = 0
    printed: int = 0
    wanted: int = 0

    def add(self, other: "Counts") -> None:
        """Take another file's counts in."""
        self.hit += other.hit
        self.printed += other.printed
        self.wanted += other.wanted

    @property
    def precision(self) -> float:
        """Return the share of the printed that was asked for; 1 when nothing was printed."""
        return self.hit / self.printed if self.printed else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the wanted that was printed; 1 when nothing was wanted."""
        return self.hit / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        total = self.printed + self.wanted
        return 2 * self.hit / total if total else 1.0


def words(text: str) -> list[str]:
    """Return the words of a text, small, without signs."""
    return re.findall(r"[^\W_]+", text.casefold())


def overlap(one: str, other: str) -> float:
    """Return the share of the shorter one's words that occur in the other."""
    first, second = Counter(words(one)), Counter(words(other))
    shorter = min(first.total(), second.total())
    return (first & second).total() / shorter if shorter else 0.0


def likeness(one: str, other: str) -> float:
    """Return shared words over all words, between 0 and 1."""
    first, second = Counter(words(one)), Counter(words(other))
    return (first & second).total() / max(1, (first | second).total())


def quotes(item: Item) -> list[Item]:
    """Return an annotated item once for each of its quotes, with its line."""
    return [item, *item.get("also", ())]


def near(one: Item, other: Item) -> bool:
    """Tell whether two quotes stand at most three lines apart."""
    gap = max(one["line"], other["line"]) - min(_last(one), _last(other))
    return bool(gap <= NEAR)


def _last(item: Item) -> int:
    return int(item["line"]) + str(item["quote"]).strip().count("\n")


def fits(printed: Item, wanted: Item) -> bool:
    """Tell whether a printed item says what an annotated one says."""
    return any(
        near(printed, quote) and overlap(printed["quote"], quote["quote"]) >= HALF
        for quote in quotes(wanted)
    )


def worth(printed: Item, wanted: Item) -> float:
    """Return how good a pair is: 10 for being one, at most 3 for how alike they are."""
    if not fits(printed, wanted):
        return 0.0
    alike = max(likeness(printed["quote"], quote["quote"]) for quote in quotes(wanted))
    same_day = "date" in wanted and printed["date"] == wanted["date"]
    same_relation = "relation" in wanted and printed["relation"] == wanted["relation"]
    return 10 + alike + 1.5 * same_day + 0.5 * same_relation


def pairs(printed: Sequence[Item], wanted: Sequence[Item]) -> list[Pair]:
    """Return the best one-to-one pairing as positions in both lists."""
    size = max(len(printed), len(wanted))
    cost = [[0.0] * size for _ in range(size)]
    for row, item in enumerate(printed):
        for column, goal in enumerate(wanted):
            cost[row][column] = -worth(item, goal)
    chosen = enumerate(assign(cost))
    return [(row, column) for row, column in chosen if cost[row][column] < 0]


def assign(cost: list[list[float]]) -> list[int]:
    """Return the column of each row in the cheapest assignment (Kuhn-Munkres with potentials)."""
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        _augment(cost, owner, row_price, column_price)
    columns = [0] * size
    for column in range(1, size + 1):
        columns[owner[column] - 1] = column - 1
    return columns


def _augment(
    cost: list[list[float]],
    owner: list[int],
    row_price: list[float],
    column_price: list[float],
) -> None:
    size = len(cost)
    slack, came_from = [float("inf")] * (size + 1), [0] * (size + 1)
    seen = [False] * (size + 1)
    column = 0
    while owner[column]:
        seen[column] = True
        row = owner[column]
        free = [other for other in range(1, size + 1) if not seen[other]]
        for other in free:
            price = cost[row - 1][other - 1] - row_price[row] - column_price[other]
            if price < slack[other]:
                slack[other], came_from[other] = price, column
        nearest = min(free, key=slack.__getitem__)
        step = slack[nearest]
        for other in range(size + 1):
            if seen[other]:
                row_price[owner[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = nearest
    while column:
        owner[column] = owner[came_from[column]]
        column = came_from[column]


@dataclass(frozen=True)
class Matched:
    """One kind of item in one file: the pairs, what was missed and what was too much."""

    found: list[tuple[Item, Item]]
    missed: list[Item]
    extra: list[Item]

    @property
    def counts(self) -> Counts:
        """Return the three numbers."""
        hit = len(self.found)
        return Counts(hit, hit + len(self.extra), hit + len(self.missed))


def match(printed: Sequence[Item], wanted: Sequence[Item], either: Sequence[Item] = ()) -> Matched:
    """Pair what was printed with what is wanted; leave out what may stand or not."""
    chosen = pairs(printed, wanted)
    rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
    extra = [item for row, item in enumerate(printed) if row not in rows]
    return Matched(
        [(printed[row], wanted[column]) for row, column in chosen],
        [item for column, item in enumerate(wanted) if column not in columns],
        [item for item in extra if not any(fits(item, other) for other in either)],
    )
