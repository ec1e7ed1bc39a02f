#!/usr/bin/env python3
"""Check a published request with nothing but Python 3.9 or newer: python3 verify.py [FOLDER].

First every file is held against its checksum in manifest.json. Then the request is worked out again from inputs/:
indices, weights, order, who is asked, county totals, divisors, numbers and minors, in whole numbers and fractions.
Nothing is believed because it stands in data/. Every cell says OK, WRONG (with what it must be) or NOT PROVEN.
Exit codes: 0 nothing is wrong, 1 something is, 2 the folder cannot be read. Nothing is written, fetched or run.
"""

from __future__ import annotations

import csv
import hashlib
import heapq
import io
import json
import os
import re
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import comb, lcm, prod
from typing import Any, Optional

MICRO = 10**6  # indices and weights have six decimals: they are counted in millionths
ROOTS = Context(prec=60)  # what has no end of decimals has sixty
WHEN = ("reference_date", "period", "year", "date")  # the first of these says what a row of inputs/ is of
TOLD, LARGEST = 20, 64 * 1024 * 1024
MESS = {
    ".ds_store",
    "thumbs.db",
    "desktop.ini",
    "ehthumbs.db",
    ".directory",
    ".localized",
}  # of file managers


MOST_PERSONS, MOST_BYTES = 10**6, 2**29  # more than any edition has; what is beyond is not waited for


class Unreadable(Exception):
    """A file that this program cannot read, so that nothing can be said of the request."""


# --- Reading: the folder, tables, and the part of TOML in which rules.toml is written ---------------------------------


def read_folder(top: str) -> tuple[dict[str, bytes], list[str]]:
    """Every file by its path, and what is no file; links are not followed."""
    files: dict[str, bytes] = {}
    odd: list[str] = []
    size = 0
    for folder, names, own in os.walk(top):
        odd += [os.path.join(folder, name) for name in names if os.path.islink(os.path.join(folder, name))]
        for name in own:
            if name.lower() in MESS or name.startswith("._"):
                continue
            path = os.path.join(folder, name)
            if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > LARGEST:
                odd.append(path)
                continue
            size += os.path.getsize(path)
            if size > MOST_BYTES:
                raise Unreadable("the folder is larger than any edition")
            with open(path, "rb") as file:
                files[os.path.relpath(path, top).replace(os.sep, "/")] = file.read()
    return files, [os.path.relpath(path, top) for path in odd]


def text_of(files: dict[str, bytes], path: str) -> str:
    """A file's text; its bytes are named where they are none."""
    try:
        return files.get(path, b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8 (byte {error.start + 1})") from None


def json_of(files: dict[str, bytes], path: str) -> dict[str, Any]:
    """A file's object of JSON; the file is named where it is none."""
    if path not in files:
        raise Unreadable(f"{path} is missing")
    try:
        found = json.loads(text_of(files, path))
    except (ValueError, RecursionError):
        raise Unreadable(f"{path} is not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{path} is not an object of JSON")
    return found


def rows_of(files: dict[str, bytes], path: str) -> list[dict[str, str]]:
    if len(files.get(path, b"")) > LARGEST // 4:
        raise Unreadable(f"{path} is larger than any table of an edition")
    if path not in files:
        raise Unreadable(f"{path} is missing")
    try:
        lines = list(csv.reader(io.StringIO(text_of(files, path), newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        raise Unreadable(f"{path} is not CSV with commas in UTF-8: {error}") from None
    lines = [line for line in lines if line]
    if not lines or any(len(line) != len(lines[0]) for line in lines) or len(set(lines[0])) < len(lines[0]):
        raise Unreadable(f"{path} is not CSV with commas and as many cells in every row")
    return [dict(zip(lines[0], line)) for line in lines[1:]]


TOKEN = re.compile(r"""[ \t\r]*(#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\n\[\]{}=,]|[\w.+:-]+|\Z)""")


def read_toml(text: str) -> dict[str, Any]:
    """Tables, lists of tables, and one-line values; what else TOML has is refused, never guessed."""
    tokens, place = [], 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise Unreadable(f"inputs/rules.toml, line {text.count(chr(10), 0, place) + 1}: not understood")
        tokens += [found[1]] if found[1] and found[1][0] != "#" else []
        place = found.end()
    tokens = [*tokens, "\n"][::-1]
    document: dict[str, Any] = {}
    here = document
    try:
        while tokens:
            token = tokens.pop()
            if token == "[":
                many = tokens[-1] == "["
                names = tokens.pop(-2 if many else -1).split(".")
                ends = [tokens.pop() for _ in range(3 if many else 1)]
                if ends != (["[", "]", "]"] if many else ["]"]):
                    raise ValueError("a heading that does not end")
                here = _section(document, names, many)
            elif token != "\n":
                _put(here, token, tokens)
                if tokens.pop() != "\n":
                    raise ValueError(f"more than one value for {token}")
    except (ValueError, IndexError, AttributeError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(f"inputs/rules.toml is not written in the plain TOML read here: {error}") from None
    return document


def _section(document: dict[str, Any], names: list[str], many: bool) -> dict[str, Any]:
    here: Any = document
    for name in names[:-1]:
        here = here.setdefault(name, {})
        here = here[-1] if isinstance(here, list) else here
    if many:
        here.setdefault(names[-1], []).append({})
    found: Any = here[names[-1]][-1] if many else here.setdefault(names[-1], {})
    return found if isinstance(found, dict) else found[-1]


def _put(here: dict[str, Any], key: str, tokens: list[str]) -> None:
    if tokens.pop() != "=":
        raise ValueError(f"no value for {key}")
    *above, last = [json.loads(key)] if key[0] == '"' else key.split(".")
    for name in above:
        here = here.setdefault(name, {})
    if last in here:
        raise ValueError(f"{key} stands twice")
    here[last] = _value(tokens)


def _value(tokens: list[str]) -> Any:
    token = tokens.pop()
    if token == "{":
        table: dict[str, Any] = {}
        while (key := tokens.pop()) != "}":
            if key != ",":
                _put(table, key, tokens)
        return table
    if token == "[":
        found = []
        while tokens[-1] != "]":
            if tokens[-1] in ("\n", ","):
                tokens.pop()
            else:
                found.append(_value(tokens))
        tokens.pop()
        return found
    if token[0] in "\"'":
        return json.loads(token) if token[0] == '"' else token[1:-1]
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", token):
        return Fraction(token) if "." in token else int(token)
    return {"true": True, "false": False}.get(token, token)  # a date stays text


# --- The rules and the figures of the edition -------------------------------------------------------------------------


class Criterion:
    """One entry of [[criterion]], with what the edition's own section changes."""

    def __init__(self, said: dict[str, Any], own: dict[str, Any]) -> None:
        def rule(name: str, otherwise: Any = None) -> Any:
            given = own.get(f"{name}_{said['name']}", {}).get("value")
            base = said.get(name, otherwise)
            return (
                given
                if given is not None
                else base["value"]
                if isinstance(base, dict) and "value" in base
                else base
            )

        self.name, self.index, self.table, self.column = (
            said[k] for k in ("name", "index", "table", "column")
        )
        self.of, self.where = said.get("of", ""), said.get("where", {})
        period = rule("period", [])
        self.period = {str(one) for one in (period if isinstance(period, list) else [period])}
        self.weight, self.exponent = Fraction(rule("weight")), Fraction(rule("exponent", 1))
        if not 0 <= self.exponent <= 10 or 100 % self.exponent.denominator or not 0 <= self.weight <= 1:
            raise Unreadable(f"the exponent or weight of {self.name} is none that a criterion can have")
        self.kappa, self.mean = Fraction(rule("kappa", 0)), Fraction(rule("mean", 1))
        self.factors = {str(name): Fraction(factor) for name, factor in (rule("factors") or {}).items()}

    def rows(self, files: dict[str, bytes]) -> list[dict[str, str]]:
        found = rows_of(files, f"inputs/{self.table}.csv")
        when = next((name for name in WHEN if found and name in found[0]), None)
        return [
            row
            for row in found
            if (when is None or row[when] in self.period)
            and all(row.get(k, "").lower() == str(v).lower() for k, v in self.where.items())
        ]


def posterior_mean(years: list[tuple[int, int, int]], kappa: Fraction, mean: Fraction) -> Fraction:
    """E(p) with p ~ Beta(kappa*mean, kappa*(1-mean)); each year's (persons, fewest, most) that count."""
    ways, fewest, everyone = [1], 0, sum(n for n, _, _ in years)
    for n, low, high in years:
        together = [0] * (len(ways) + high - low)
        for i, way in enumerate(ways):
            for k in range(low, high + 1):
                together[i + k - low] += way * comb(n, k)
        ways, fewest = together, fewest + low
    a, b = kappa * mean, kappa * (1 - mean)
    scale = lcm(a.denominator, b.denominator)
    ups = [int(a * scale) + k * scale for k in range(fewest, fewest + len(ways))]
    downs = [int(b * scale) + (everyone - k - 1) * scale for k in range(fewest, fewest + len(ways) - 1)]
    term, total, above = prod(downs), 0, 0
    for way, up, down in zip(ways, ups, [*downs, 1]):
        total, above = total + way * term, above + way * term * up
        term = term * up // down
    return Fraction(above, total * scale) / (kappa + everyone)


def power(number: Decimal, exponent: Fraction) -> Decimal:
    if exponent == 0:
        return Decimal(1)
    return ROOTS.power(number, ROOTS.divide(Decimal(exponent.numerator), Decimal(exponent.denominator)))


class Edition:
    """Everything about the request, worked out from inputs/ alone."""

    def __init__(self, files: dict[str, bytes], name: str) -> None:
        toml = read_toml(text_of(files, "inputs/rules.toml"))
        self.own, self.base = toml.get("edition", {}).get(name, {}), toml.get("rule", {})
        criteria = [Criterion(said, self.own) for said in toml["criterion"]]
        self.size = next(each for each in criteria if each.index == "size")
        self.others = [each for each in criteria if each is not self.size]
        forecast = next(row for row in rows_of(files, "inputs/forecasts.csv") if row["edition"] == name)
        self.requested = int(forecast["requested"] or forecast["need"])
        self.minors = int(forecast["unaccompanied_minors"]) if forecast["unaccompanied_minors"] else None
        if not 0 <= self.requested <= MOST_PERSONS or not 0 <= (self.minors or 0) <= MOST_PERSONS:
            raise Unreadable(f"{self.requested} persons are more than anybody settles")
        places = sorted(rows_of(files, "inputs/municipalities.csv"), key=lambda row: row["kommune_nr"])
        self.places = {row["kommune_nr"]: row for row in places}
        self.residents = {
            r["kommune_nr"]: int(r[self.size.column]) for r in self.size.rows(files) if r[self.size.column]
        }
        self.residents = {code: self.residents[code] for code in self.places}
        self.floor, self.unit = self.rule("floor"), self.rule("unit")
        self.cap = None if self.rule("cap") == "none" else self.rule("cap")
        self.steps, self.one_stage = self.rule("selection"), self.rule("division", "one_stage") == "one_stage"
        self.number = len(places) if self.steps == ["all"] else self.rule("number_asked")
        year, _, version = (self.rule("previous_request") or "/").partition("/")
        before = rows_of(files, "inputs/published_requests.csv") if year else []
        self.before = {r["kommune_nr"]: r for r in before if (r["year"], r["edition"]) == (year, version)}
        adjusted = rows_of(files, "inputs/adjustments.csv")
        self.adjusted = [row for row in adjusted if row["edition"] == name]
        totals = rows_of(files, "inputs/county_totals.csv")
        self.given = {
            row["fylke_nr"]: int(row["persons"])
            for row in totals
            if (row["edition"], row["status"]) == (name, "published") and not self.one_stage
        }
        self.indices, self.statuses = self._indices(files)
        self.weights = self._weights()
        self._select()

    def rule(self, name: str, otherwise: Any = None) -> Any:
        return {**self.base.get(name, {}), **self.own.get(name, {})}.get("value", otherwise)

    def _indices(
        self, files: dict[str, bytes]
    ) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, str]]]:
        """In millionths, rounded half to even, by criterion and code; and how well a share of few is known."""
        gamma = self.size.exponent
        self.bases = {
            code: Fraction(
                n if gamma == 1 else Fraction(round(Fraction(power(Decimal(n), gamma)) * MICRO), MICRO)
            )
            for code, n in self.residents.items()
        }
        everyone = sum(self.bases.values(), Fraction(0))
        indices: dict[str, dict[str, int]] = {}
        statuses: dict[str, dict[str, str]] = {}
        for each in self.others:
            rows = [row for row in each.rows(files) if each.index == "shrunk_share" or row[each.column]]
            own, national = {r["kommune_nr"]: r for r in rows}, Fraction(0)
            if each.index == "share":
                national = sum((Fraction(r[each.column]) for c, r in own.items() if c != "0000"), Fraction(0))
            elif each.index in ("ratio", "inverse_ratio"):
                national = Fraction(own["0000"][each.column])
            found = indices[each.name] = dict.fromkeys(self.places, MICRO)
            for code in self.places:
                if each.index == "shrunk_share":
                    mine = [row for row in rows if row["kommune_nr"] == code]
                    value, statuses.setdefault(each.name, {})[code] = _share(each, mine)
                elif code not in own:
                    continue
                elif each.index == "class":
                    value = each.factors[own[code][each.column]]
                else:
                    value = Fraction(own[code][each.column])
                    if each.index == "share":
                        value = (
                            value / national * everyone / self.bases[code]
                            if self.bases[code]
                            else Fraction(1)
                        )
                    else:
                        value = value / national if each.index == "ratio" else national / value
                found[code] = round(value * MICRO)
        return indices, statuses

    def _weights(self) -> dict[str, int]:
        form, everyone = self.rule("weight_form"), sum(self.bases.values(), Fraction(0))
        found = {}
        for code, base in self.bases.items():
            weight, product = self.size.weight * base, Decimal(1)
            for each in self.others:
                index, everybody = self.indices[each.name][code], sum(self.indices[each.name].values())
                if form == "multiplicative":
                    product = ROOTS.multiply(product, power(Decimal(index).scaleb(-6), each.weight))
                elif form == "standardised":
                    weight += each.weight * (Fraction(index, everybody) * everyone if everybody else 0)
                else:
                    weight += each.weight * base * Fraction(index, MICRO)
            found[code] = round((base * Fraction(product) if form == "multiplicative" else weight) * MICRO)
        return found

    def _step(self, code: str) -> int:
        for place, step in enumerate(self.steps):
            if step == "continuity" and self.before.get(code, {}).get("asked") != "true":
                continue
            if step != "threshold" or self.residents[code] >= self.rule("threshold", 0):
                return place
        return len(self.steps)

    def _select(self) -> None:
        """Order, who is asked and why; adjustments come first, the rule fills the other places."""
        common = lcm(1, *(each.exponent.denominator for each in self.others))
        self.claims = {
            code: (
                self._step(code),
                -prod(
                    (self.indices[e.name][code] ** int(e.exponent * common) for e in self.others),
                    start=n**common,
                ),
            )
            for code, n in self.residents.items()
        }
        self.order = sorted(self.places, key=lambda code: (*self.claims[code], -self.residents[code], code))
        kinds: dict[str, set[str]] = {}
        for row in self.adjusted:
            kinds.setdefault(row["kommune_nr"], set()).add(row["kind"])
        forced = {code for code, own in kinds.items() if own & {"ask", "at_least", "exactly"}}
        out = {code for code, own in kinds.items() if "do_not_ask" in own} - forced
        free = [code for code in self.order if code not in forced | out]
        places = len(free) if self.steps == ["all"] else self.number - len(forced)
        asked, by_rule = forced | set(free[:places]), set(self.order[: self.number])
        self.asked = sorted(asked, key=lambda code: (-self.residents[code], code))
        self.reasons = {}
        for code in self.places:
            if code in forced - by_rule or code in out & by_rule:
                why = "adjustment"
            elif code in asked:
                why = self.steps[self._step(code)] if code in by_rule | forced else "moved_up"
            else:
                why = "displaced" if code in by_rule - out else "not_reached"
            self.reasons[code] = why

    def limits(self, code: str) -> tuple[int, int]:
        """Fewest and most places of one that is asked."""
        rows = [(row["kind"], int(row["persons"] or 0)) for row in self.adjusted if row["kommune_nr"] == code]
        lows = [n for kind, n in rows if kind in ("at_least", "exactly")]
        highs = [n for kind, n in rows if kind in ("at_most", "exactly")]
        least = max([self.floor, *lows])
        most = min([max(self.requested, self.floor) + self.unit if self.cap is None else self.cap, *highs])
        most = max([most, *lows])
        least = min(least, most) if highs else least
        return -(-least // self.unit), most // self.unit


def _share(each: Criterion, rows: list[dict[str, str]]) -> tuple[Fraction, str]:
    years, hidden = [], False
    for row in rows:
        printed = row["status"] == "ok"
        hidden = hidden or int(row.get("parts_hidden") or 0) > 0
        if int(row[each.of] or 0):
            low, high = (row[each.column],) * 2 if printed else (row["low"], row["high"])
            years.append((int(row[each.of]), int(low), int(high)))
            if (
                not 0 <= years[-1][1] <= years[-1][2] <= years[-1][0] <= 10**5
                or years[-1][2] - years[-1][1] > 10**3
            ):
                raise Unreadable(f"{years[-1]} in inputs/{each.table}.csv are no persons and bounds")
            hidden = hidden or not printed
    if not years:
        return Fraction(1), "none"
    return posterior_mean(
        years, each.kappa, each.mean
    ) / each.mean, "partly_hidden" if hidden else "published"


# --- Dividing: the divisor method with standard rounding, place by place ----------------------------------------------


class Division:
    """Shares within bounds: every next place goes to the largest weight / (share + 1/2), the earlier in a tie."""

    def __init__(
        self, codes: list[str], weights: dict[str, int], total: int, bounds: dict[str, tuple[int, int]]
    ) -> None:
        self.codes, self.shares, self.bounds = codes, {code: bounds[code][0] for code in codes}, bounds
        up = {code: min(bounds[code][1], max(total, bounds[code][0])) for code in codes}
        heap = [
            (Fraction(-2 * weights[c], 2 * self.shares[c] + 1), i)
            for i, c in enumerate(codes)
            if self.shares[c] < up[c]
        ]
        heapq.heapify(heap)
        left = total - sum(self.shares.values())
        if not 0 <= left <= sum(up.values()) - sum(self.shares.values()):
            raise Unreadable(f"{total} places cannot be divided within the bounds")
        for _ in range(left):
            i = heap[0][1]
            code = codes[i]
            self.shares[code] += 1
            if self.shares[code] < up[code]:
                heapq.heapreplace(heap, (Fraction(-2 * weights[code], 2 * self.shares[code] + 1), i))
            else:
                heapq.heappop(heap)
        waiting = {c: Fraction(2 * weights[c], 2 * n + 1) for c, n in self.shares.items() if n < bounds[c][1]}
        holding = {c: Fraction(2 * weights[c], 2 * n - 1) for c, n in self.shares.items() if n > bounds[c][0]}
        low, high = max(waiting.values(), default=None), min(holding.values(), default=None)
        equal = [
            c for c in codes if low is not None and low == high and low in (waiting.get(c), holding.get(c))
        ]
        self.tied = equal if len(equal) > 1 else []
        self.favoured = [c for c in self.tied if holding.get(c) == high]
        self.low, self.high = (None, None) if high == 0 else (low, high)
        self.divisor = self._divisor()

    def _divisor(self) -> Optional[Fraction]:
        """The decimal with the fewest digits strictly between the ends."""
        low, high = self.low, self.high
        if high is None or low == high:
            return low if high is not None or low is None else Fraction(low.__floor__() + 1)
        bottom = low if low is not None else high / 2
        step = Fraction(10) ** len(str(high.__floor__()))
        while (bottom / step).__floor__() * step + step >= high:
            step /= 10
        return (bottom / step).__floor__() * step + step


def decimal(value: Optional[Fraction]) -> str:
    """To fifteen decimals, without zeros at the end."""
    if value is None:
        return ""
    with_zeros = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    text = format(with_zeros.quantize(Decimal("1e-15"), ROUND_HALF_EVEN, Context(prec=60)), "f")
    return text.rstrip("0").rstrip(".")


def six(millionths: int) -> str:
    return f"{millionths // MICRO}.{millionths % MICRO:06d}"


def text(cell: str) -> str:
    """As it is written where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


# --- What must stand in data/ -----------------------------------------------------------------------------------------

Expected = dict[str, dict[str, str]]


def expected_tables(e: Edition) -> dict[str, Expected]:
    """By table, key and column, every cell that follows from inputs/."""
    county = {code: row["fylke_nr"] for code, row in e.places.items()}
    counties = dict(sorted({(row["fylke_nr"], row["fylke"]) for row in e.places.values()}))
    members = {number: [code for code in e.asked if county[code] == number] for number in counties}
    bounds = {code: e.limits(code) for code in e.asked}
    named: dict[
        str, tuple[Division, int, int]
    ] = {}  # the division, its unit, and what its weights are counted in
    deciding: dict[str, Division] = {}
    claims: dict[str, tuple[str, int, int]] = {}
    if e.one_stage:
        whole = Division(e.asked, e.weights, e.requested // e.unit, bounds)
        named["country"], deciding = (whole, e.unit, MICRO), {n: whole for n in counties if members[n]}
    else:
        places = {number: persons // e.unit for number, persons in e.given.items()}
        living = {n: sum(r for code, r in e.residents.items() if county[code] == n) for n in counties}
        others = [
            n for n in sorted(counties, key=lambda n: (-living[n], n)) if members[n] and n not in e.given
        ]
        if others:
            by_before = e.rule("county_split") == "previous_request"
            before = {code: int(row["persons"] or 0) for code, row in e.before.items()}
            split = {
                n: sum(before.get(code, 0) for code in e.places if county[code] == n)
                if by_before
                else sum(e.weights[code] for code in members[n])
                for n in counties
            }
            sums = {
                n: (sum(bounds[c][0] for c in members[n]), sum(bounds[c][1] for c in members[n]))
                for n in others
            }
            rest = Division(others, split, e.requested // e.unit - sum(places.values()), sums)
            places.update(rest.shares)
            named["counties"] = (rest, e.unit, 1 if by_before else MICRO)
            written = {n: str(split[n]) if by_before else six(split[n]) for n in others}
            claims = {n: (written[n], sums[n][0] * e.unit, sums[n][1] * e.unit) for n in others}
        for number in (n for n in counties if members[n]):
            deciding[number] = Division(members[number], e.weights, places[number], bounds)
            named[f"county_{number}"] = (deciding[number], e.unit, MICRO)
    persons = {code: deciding[county[code]].shares[code] * e.unit for code in e.asked}
    minors = None
    if e.minors:
        takers = [code for code in e.asked if _takes(e, code)]
        floor = e.rule("minors_floor", 0)
        minors = Division(
            takers, e.weights, e.minors, {c: (min(floor, persons[c]), persons[c]) for c in takers}
        )
        named["minors"] = (minors, 1, MICRO)
    requests: Expected = {}
    for code, row in e.places.items():
        requests[code] = {
            "kommune": text(row["kommune"]),
            "fylke_nr": row["fylke_nr"],
            "fylke": text(row["fylke"]),
        }
        requests[code].update({f"{name}_index": six(found[code]) for name, found in e.indices.items()})
        requests[code].update({f"{name}_status": found[code] for name, found in e.statuses.items()})
        requests[code].update(
            residents=str(e.residents[code]),
            weight=six(e.weights[code]),
            priority_rank=str(e.order.index(code) + 1),
            asked="true" if code in persons else "false",
            persons=str(persons.get(code, 0)),
            unaccompanied_minors="" if e.minors is None else str(minors.shares.get(code, 0) if minors else 0),
            reason=e.reasons[code],
            bound=_bound(e, code, deciding[county[code]]) if code in persons else "none",
        )
    return {
        "requests": requests,
        "counties": {
            n: _county(e, n, name, members[n], persons, deciding, claims) for n, name in counties.items()
        },
        "divisions": {name: _division(name, *found) for name, found in named.items()},
        "explanation": {
            code: {
                **{column: requests[code][column] for column in ("kommune", "persons", "priority_rank")},
                "tied_with": " ".join(o for o in e.order if o != code and e.claims[o] == e.claims[code]),
            }
            for code in e.places
        },
        "uncertainty": {code: {c: requests[code][c] for c in ("kommune", "persons")} for code in e.places},
    }


def _takes(e: Edition, code: str) -> bool:
    basis = e.rule("minors_basis", "all_asked")
    if basis == "asked_for_minors_before":
        return int(e.before.get(code, {}).get("unaccompanied_minors") or 0) > 0
    return basis == "all_asked" or code in e.rule("minors_listed", [])


def _bound(e: Edition, code: str, division: Division) -> str:
    (lower, upper), share = e.limits(code), division.shares[code]
    if division.divisor is None:
        at_floor, at_cap = share == lower, share == upper > lower
    else:
        doubled = 2 * e.weights[code] / division.divisor
        at_floor, at_cap = (
            share == lower and doubled < 2 * lower - 1,
            share == upper and doubled >= 2 * upper + 1,
        )
    if at_floor:
        return "floor" if lower == -(-e.floor // e.unit) else "adjusted"
    if at_cap:
        return "cap" if e.cap is not None and upper == e.cap // e.unit else "adjusted"
    return "none"


def _ends(division: Optional[Division], scale: int) -> dict[str, str]:
    found = (division.divisor, division.low, division.high) if division else (None, None, None)
    cells = [decimal(None if d is None else d / scale) for d in found]
    return dict(zip(("divisor", "divisor_low", "divisor_high"), cells))


def _county(
    e: Edition,
    number: str,
    name: str,
    members: list[str],
    persons: dict[str, int],
    deciding: dict[str, Division],
    claims: dict[str, tuple[str, int, int]],
) -> dict[str, str]:
    weight, least, most = claims.get(number, ("", "", 0))
    return {
        "fylke": text(name),
        "asked": str(len(members)),
        "persons": str(sum(persons[code] for code in members)),
        "status": "published" if number in e.given else "computed",
        **_ends(deciding.get(number), MICRO),
        "weight": weight,
        "least": str(least),
        "most": str(most) if number in claims and most <= e.requested else "",
    }


def _division(name: str, division: Division, unit: int, scale: int) -> dict[str, str]:
    return {
        "fylke_nr": name[7:] if name.startswith("county_") else "",
        "places": str(sum(division.shares.values())),
        "unit": str(unit),
        "shared_by": "previous_request" if scale == 1 else "criteria",
        **_ends(division, scale),
        "tied": " ".join(division.tied),
        "favoured": " ".join(division.favoured),
        "members": " ".join(division.codes),
    }


# --- Telling ----------------------------------------------------------------------------------------------------------


def say(line: str) -> None:
    """A line that may hold what somebody else wrote: it never steers the terminal."""
    print("".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line))


class Report:
    """What was found, said line by line."""

    def __init__(self) -> None:
        self.wrong = 0

    def item(self, what: str, ok: str, faults: list[str]) -> None:
        if not faults:
            say(f"OK          {what}: {ok}")
        for fault in faults[:TOLD]:
            say(f"WRONG       {what}: {fault}")
        if len(faults) > TOLD:
            say(f"WRONG       {what}: and {len(faults) - TOLD} more")
        self.wrong += len(faults)


def checksum_faults(files: dict[str, bytes], odd: list[str], manifest: dict[str, Any]) -> list[str]:
    listed = {entry["path"]: entry["sha256"] for entry in [*manifest["inputs"], *manifest["outputs"]]}
    found = {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path != "manifest.json"
    }
    faults = [f"{path!r} is a link, no file, or too large" for path in odd]
    faults += [f"{path!r} is missing" for path in sorted(listed.keys() - found.keys())]
    faults += [f"{path!r} is not listed" for path in sorted(found.keys() - listed.keys())]
    return faults + [
        f"{path!r} is not what was listed"
        for path in sorted(found)
        if listed.get(path, found[path]) != found[path]
    ]


def numbers_digest(files: dict[str, bytes]) -> str:
    """SHA-256 of the list of checksums of data/ and inputs/, as sha256sum writes it, sorted by path."""
    paths = sorted((path for path in files if path.startswith(("data/", "inputs/"))), key=str.encode)
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in paths]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def table_faults(rows: list[dict[str, str]], expected: Expected) -> list[str]:
    key = next(iter(rows[0])) if rows else ""
    found = [row[key] for row in rows]
    faults = (
        [] if found == list(expected) else [f"the rows are not the expected {len(expected)} in their order"]
    )
    for row in rows:
        for column, must in expected.get(row[key], {}).items():
            if row.get(column) != must:
                faults.append(f"{row[key]!r}, {column}: {row.get(column)!r}, must be {must!r}")
    return faults


def step_faults(rows: list[dict[str, str]]) -> list[str]:
    """The steps of every explanation that has them add up to the number."""
    steps = [column for column in (rows[0] if rows else {}) if column.startswith("step_")]
    told = [row for row in rows if row["persons"] != "0" and all(row[step] for step in steps)]
    sums = [(row, sum((Decimal(row[step]) for step in steps), Decimal(0))) for row in told]
    return [
        f"{row['kommune_nr']!r}: the steps sum to {total}, not {row['persons']}"
        for row, total in sums
        if total != int(row["persons"])
    ]


def package_faults(files: dict[str, bytes]) -> list[str]:
    """data/datapackage.json against the tables it describes."""
    resources = {f"data/{r['path']}": r for r in json_of(files, "data/datapackage.json")["resources"]}
    tables = {path for path in files if path.startswith("data/") and path.endswith(".csv")}
    faults = [f"{path!r} is not described, or not there" for path in sorted(tables ^ resources.keys())]
    for path in sorted(tables & resources.keys()):
        content, told = files[path], resources[path]
        columns = text_of(files, path).split("\n", 1)[0].split(",")
        right = (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}", columns)
        if (told["bytes"], told["hash"], [field["name"] for field in told["schema"]["fields"]]) != right:
            faults.append(f"{path!r} is not what is described")
    return faults


def inputs_faults(files: dict[str, bytes]) -> list[str]:
    """inputs/datapackage.json against the files it describes, as far as it states their size and checksum."""
    faults = []
    for told in json_of(files, "inputs/datapackage.json")["resources"]:
        content = files.get(f"inputs/{told['path']}")
        if content is None:
            continue
        right = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        if any(told.get(name, value) != value for name, value in right.items()):
            faults.append(f"{told['path']!r} is not what is described")
    return faults


NEVER = (
    "inputs/: that these are the figures the publishers printed. Compare the numbers' digest with one you trust",
    "kappa and mean of a share of few persons, and figures derived for merged municipalities: taken as they stand in inputs/",
    "pages, PDFs and notebooks: that they show the numbers of data/. `bosetting verify FOLDER` makes them again",
    "titles and words in data/datapackage.json",
)


def check(top: str) -> int:
    files, odd = read_folder(top)
    if "manifest.json" not in files:
        raise Unreadable("there is no manifest.json: name the folder of an edition")
    manifest = json_of(files, "manifest.json")
    report, digest = Report(), numbers_digest(files)
    report.item(
        "manifest.json", f"{len(files) - 1} files are what it lists", checksum_faults(files, odd, manifest)
    )
    told = manifest["numbers"]["sha256"]
    report.item("numbers' digest", digest, [] if told == digest else [f"{told!r}, must be {digest!r}"])
    report.item("data/datapackage.json", "describes the tables that are there", package_faults(files))
    report.item("inputs/datapackage.json", "describes the files that are there", inputs_faults(files))
    edition = Edition(files, manifest["edition"])
    expected = expected_tables(edition)
    unproven = []
    for path in sorted(path for path in files if re.fullmatch(r"data/[a-z_]+\.csv", path)):
        rows, must = rows_of(files, path), expected.get(path[5:-4], {})
        columns = set(next(iter(must.values()), {}))
        if must:
            told = ", ".join(column for column in rows[0] if column in columns) if rows else "no row"
            report.item(path, f"{len(rows)} rows, in every one {told}", table_faults(rows, must))
        left = [column for column in (rows[0] if rows else {}) if column not in columns]
        left = left[1:] if must else left  # the first column is the key, which is checked
        unproven += [f"{path}: {', '.join(left)}"] if left else []
    explained = rows_of(files, "data/explanation.csv") if "data/explanation.csv" in files else []
    report.item("steps", "those of everyone who is asked add up to the number", step_faults(explained))
    total, asked = sum(int(row["persons"]) for row in rows_of(files, "data/requests.csv")), len(edition.asked)
    right = [] if total == edition.requested else [f"the numbers sum to {total}, must be {edition.requested}"]
    report.item("sum", f"{total} persons in {asked} municipalities", right)
    for line in (*unproven, *NEVER):
        say(f"NOT PROVEN  {line}")
    print("Nothing is wrong." if not report.wrong else f"{report.wrong} faults.")
    return 1 if report.wrong else 0


def main(arguments: list[str]) -> int:
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        return check(arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__)))
    except Unreadable as error:
        say(f"CANNOT SAY  {error}.")
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        StopIteration,
        ZeroDivisionError,
    ) as error:
        say(f"CANNOT SAY  a file is not as an edition has it: {type(error).__name__} {error!s:.200}.")
    except (ArithmeticError, RecursionError, OSError) as error:
        say(f"CANNOT SAY  {type(error).__name__} {error!s:.200}.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
