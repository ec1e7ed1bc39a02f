/* The year's request under other rules, with the same steps as the package's allocation, in whole numbers.
 *
 * bosetting.allocate(data, settings) gives {persons, counties} by code, or {refused} with what collides.
 * Every number that decides is a BigInt: residents and persons as they are, indices, sizes and weights in
 * millionths. A fraction is {n, d}; what is rounded is rounded half-even to millionths before it is used.
 */
var bosetting = (function () {
  "use strict";
  var MICRO = 1000000n;
  var LARGEST_ROOT = 100n;

  // Fractions and roots.

  function divisor(a, b) {
    while (b) { var rest = a % b; a = b; b = rest; }
    return a;
  }

  function multiple(a, b) { return a / divisor(a, b) * b; }

  /* "7/10", "0.7" or "3" as a fraction in lowest terms. */
  function fraction(text) {
    var parts = String(text).split("/");
    var digits = parts[0].split(".");
    var decimals = digits[1] || "";
    var n = BigInt(digits[0] + decimals);
    var d = 10n ** BigInt(decimals.length) * BigInt(parts[1] || 1);
    var common = divisor(n, d) || 1n;
    return { n: n / common, d: d / common };
  }

  function plus(a, b) { return { n: a.n * b.d + b.n * a.d, d: a.d * b.d }; }

  function minus(a, b) { return { n: a.n * b.d - b.n * a.d, d: a.d * b.d }; }

  function rounded(n, d) {
    var whole = n / d, twice = 2n * (n % d);
    return twice > d || (twice === d && whole % 2n === 1n) ? whole + 1n : whole;
  }

  /* The largest whole number whose q-th power is at most n, by Newton's method from above. */
  function root(n, q) {
    if (n < 2n || q === 1n) { return n; }
    var x = 1n << (BigInt(n.toString(16).length) * 4n / q + 1n);
    for (;;) {
      var y = ((q - 1n) * x + n / x ** (q - 1n)) / q;
      if (y >= x) { return x; }
      x = y;
    }
  }

  /* The q-th root of n/d, rounded half-even. */
  function roundedRoot(n, d, q) {
    if (q === 1n) { return rounded(n, d); }
    var all = n * 2n ** q, twice = root(all / d, q), below = twice / 2n;
    if (twice % 2n === 0n) { return below; }
    var half = twice ** q * d === all;
    return half && below % 2n === 0n ? below : below + 1n;
  }

  // The criteria.

  function sizeOf(residents, exponent) {
    return roundedRoot(residents ** exponent.n * MICRO ** exponent.d, 1n, exponent.d);
  }

  function sum(numbers) { return numbers.reduce(function (a, b) { return a + b; }, 0n); }

  /* The indices of one municipality; only those that are a share of the country follow its size. */
  function indicesOf(municipality, size, country) {
    return municipality.indices.map(function (index, place) {
      var share = municipality.shares[place];
      if (share === null) { return BigInt(index); }
      var part = fraction(share);
      return size ? rounded(MICRO * part.n * country, part.d * size) : MICRO;
    });
  }

  function additive(size, indices, weights) {
    var total = { n: weights[0].n * size, d: weights[0].d };
    indices.forEach(function (index, place) {
      var weight = weights[place + 1];
      total = plus(total, { n: weight.n * size * index, d: weight.d * MICRO });
    });
    return rounded(total.n, total.d);
  }

  function standardised(size, indices, weights, sums) {
    var total = { n: weights[0].n * size, d: weights[0].d };
    indices.forEach(function (index, place) {
      var weight = weights[place + 1], everyone = sums.indices[place];
      if (everyone) { total = plus(total, { n: weight.n * index * sums.size, d: weight.d * everyone }); }
    });
    return rounded(total.n, total.d);
  }

  function multiplicative(size, indices, weights) {
    var q = weights.slice(1).reduce(function (common, w) { return multiple(common, w.d); }, 1n);
    if (q > LARGEST_ROOT) { throw { refused: [{ kind: "too_fine" }] }; }
    var n = size ** q, d = 1n;
    indices.forEach(function (index, place) {
      var power = weights[place + 1].n * (q / weights[place + 1].d);
      n *= index ** power;
      d *= MICRO ** power;
    });
    return roundedRoot(n, d, q);
  }

  var FORMS = { additive: additive, standardised: standardised, multiplicative: multiplicative };

  function claimOf(residents, indices, exponents) {
    var common = exponents.reduce(function (all, e) { return multiple(all, e.d); }, 1n);
    return exponents.reduce(function (claim, exponent, place) {
      return claim * indices[place] ** (exponent.n * (common / exponent.d));
    }, residents ** common);
  }

  /* Each municipality with its weight, its claim and its step. */
  function measured(data, settings) {
    var gamma = fraction(settings.exponent);
    var weights = [settings.weights[data.size]].concat(data.criteria.map(function (c) {
      return settings.weights[c.name];
    })).map(fraction);
    var exponents = data.criteria.map(function (c) { return fraction(c.exponent); });
    var sizes = data.municipalities.map(function (m) { return sizeOf(BigInt(m.residents), gamma); });
    var country = sum(sizes);
    var indices = data.municipalities.map(function (m, i) { return indicesOf(m, sizes[i], country); });
    var sums = { size: country, indices: data.criteria.map(function (_, place) {
      return sum(indices.map(function (own) { return own[place]; }));
    }) };
    return data.municipalities.map(function (m, i) {
      return Object.assign({}, m, {
        weight: FORMS[data.rules.weight_form](sizes[i], indices[i], weights, sums),
        claim: claimOf(BigInt(m.residents), indices[i], exponents),
        step: stepOf(m, data.rules, settings)
      });
    });
  }

  // Who is asked.

  function stepOf(municipality, rules, settings) {
    var found = rules.selection.findIndex(function (step) {
      if (step === "continuity") { return municipality.again; }
      return step !== "threshold" || municipality.residents >= (settings.threshold || 0);
    });
    return found < 0 ? rules.selection.length : found;
  }

  function byCode(a, b) { return a.code < b.code ? -1 : 1; }

  function inOrder(a, b) {
    if (a.step !== b.step) { return a.step - b.step; }
    if (a.claim !== b.claim) { return a.claim > b.claim ? -1 : 1; }
    return b.residents - a.residents || byCode(a, b);
  }

  function select(all, rules, settings) {
    var forced = all.filter(function (m) { return m.asked === true; });
    var free = all.filter(function (m) { return m.asked === null; }).sort(inOrder);
    var everybody = rules.selection[0] === "all";
    var places = everybody ? free.length : settings.number_asked - forced.length;
    if (places < 0) {
      throw { refused: [{ kind: "asked_too_few", number: settings.number_asked, bound: forced.length }] };
    }
    if (places > free.length) {
      var can = forced.length + free.length;
      throw { refused: [{ kind: "asked_too_many", number: settings.number_asked, bound: can }] };
    }
    return forced.concat(free.slice(0, places)).sort(function (a, b) {
      return b.residents - a.residents || byCode(a, b);
    });
  }

  /* The lower and upper bound of a number, in units; a decision goes before the rule. */
  function bounds(municipality, rules, settings) {
    var cap = rules.cap === null ? Math.max(settings.requested, settings.floor) + rules.unit : rules.cap;
    var least = municipality.least === null ? settings.floor : Math.max(settings.floor, municipality.least);
    var most = municipality.most === null ? cap : Math.min(cap, municipality.most);
    if (municipality.least !== null) { most = Math.max(most, municipality.least); }
    if (municipality.most !== null) { least = Math.min(least, most); }
    return { low: Math.ceil(least / rules.unit), up: Math.floor(most / rules.unit) };
  }

  // What collides, before anything is divided.

  function total(numbers) { return numbers.reduce(function (a, b) { return a + b; }, 0); }

  function outside(county, persons, members, unit) {
    var least = unit * total(members.map(function (m) { return m.low; }));
    var most = unit * total(members.map(function (m) { return m.up; }));
    var told = { county: county, number: persons, municipalities: members.length };
    if (persons < least) { return [Object.assign(told, { kind: "too_few", bound: least })]; }
    if (persons <= most) { return []; }
    return [Object.assign(told, { kind: members.length ? "too_many" : "nobody", bound: most })];
  }

  function collisions(plan, rules, settings) {
    var found = [];
    function multiples(county, persons) {
      if (persons % rules.unit) {
        found.push({ kind: "no_multiple", county: county, number: persons, bound: rules.unit });
      }
    }
    multiples(null, settings.requested);
    plan.given.forEach(function (c) { multiples(c.name, c.given); });
    if (plan.asked.some(function (m) { return m.low > m.up; })) {
      found.push({ kind: "bounds_cross", number: settings.floor, bound: rules.cap });
    }
    plan.given.forEach(function (c) {
      found = found.concat(outside(c.name, c.given, plan.members(c), rules.unit));
    });
    var placed = total(plan.given.map(function (c) { return c.given; }));
    var left = settings.requested - placed;
    var rest = plan.asked.filter(function (m) {
      return !plan.given.some(function (c) { return c.number === m.county; });
    });
    if (rest.length && plan.first && settings.county_split === "published") {
      found.push({ kind: "no_total", number: rest.length });
    }
    if (left < 0) {
      found.push({ kind: "given_too_many", number: placed, bound: settings.requested });
    } else if (rest.length) {
      found = found.concat(outside(null, left, rest, rules.unit).map(function (told) {
        return Object.assign(told, { rest: plan.given.length > 0 });
      }));
    } else if (left) {
      found.push({ kind: "left_over", number: left });
    }
    return found;
  }

  // The divisor method with standard rounding, within bounds.

  function startingDivisor(weights, places, low, up) {
    var numbers = weights.map(Number), positive = numbers.filter(function (w) { return w > 0; });
    if (!positive.length) { return [1n, 1n]; }
    var small = Math.min.apply(null, positive) / (2 * places + 2), large = 2 * Math.max.apply(null, positive) + 1;
    for (var turn = 0; turn < 100; turn += 1) {
      var middle = Math.sqrt(small) * Math.sqrt(large);
      var given = total(numbers.map(function (w, i) {
        return Math.min(up[i], Math.max(low[i], Math.floor(w / middle + 0.5)));
      }));
      if (given > places) { small = middle; } else { large = middle; }
    }
    var exact = BigInt(Math.round(large * 1024));
    return [exact > 0n ? exact : 1n, 1024n];
  }

  /* Above 0 where the claim of v with x places is larger than that of w with y: 2v/(2x+1), or held 2v/(2x-1). */
  function claims(v, x, w, y, held) {
    var step = held ? -1 : 1;
    return v * BigInt(2 * y + step) - w * BigInt(2 * x + step);
  }

  function divide(weights, places, low, up) {
    up = up.map(function (most) { return Math.min(most, places); });
    var start = startingDivisor(weights, places, low, up), p = start[0], q = start[1];
    var shares = weights.map(function (w, i) {
      var quotient = (2n * w * q + p) / (2n * p);
      return quotient > BigInt(up[i]) ? up[i] : Math.max(low[i], Number(quotient));
    });
    var missing = places - total(shares);
    for (; missing > 0; missing -= 1) { shares[nextOf(weights, shares, up)] += 1; }
    for (; missing < 0; missing += 1) { shares[lastOf(weights, shares, low)] -= 1; }
    return shares;
  }

  /* Who takes the next place: the largest claim, the earlier of two alike. */
  function nextOf(weights, shares, up) {
    return shares.reduce(function (best, x, i) {
      if (x >= up[i]) { return best; }
      return best < 0 || claims(weights[i], x, weights[best], shares[best], false) > 0n ? i : best;
    }, -1);
  }

  /* Who gives up a place: the smallest claim, the later of two alike. */
  function lastOf(weights, shares, low) {
    return shares.reduce(function (worst, x, i) {
      if (x <= low[i]) { return worst; }
      return worst < 0 || claims(weights[i], x, weights[worst], shares[worst], true) <= 0n ? i : worst;
    }, -1);
  }

  function pick(items, name) { return items.map(function (item) { return item[name]; }); }

  function divideAmong(members, places) {
    return divide(pick(members, "weight"), places, pick(members, "low"), pick(members, "up"));
  }

  /* What each county with someone asked gets, in units; given totals stand. */
  function countyPlaces(plan, rules, settings) {
    var places = {}, left = settings.requested / rules.unit;
    plan.given.forEach(function (c) {
      places[c.number] = c.given / rules.unit;
      left -= places[c.number];
    });
    var others = plan.counties.filter(function (c) { return c.given === null && plan.members(c).length; });
    var weights = others.map(function (c) {
      return settings.county_split === "previous_request"
        ? BigInt(c.previous) : sum(pick(plan.members(c), "weight"));
    });
    if (others.length) {
      divide(weights, left,
        others.map(function (c) { return total(pick(plan.members(c), "low")); }),
        others.map(function (c) { return total(pick(plan.members(c), "up")); })
      ).forEach(function (share, i) { places[others[i].number] = share; });
    }
    return places;
  }

  function personsOf(plan, rules, settings) {
    var persons = {};
    function give(members, places) {
      divideAmong(members, places).forEach(function (share, i) { persons[members[i].code] = share * rules.unit; });
    }
    if (!plan.first) {
      give(plan.asked, settings.requested / rules.unit);
      return persons;
    }
    var places = countyPlaces(plan, rules, settings);
    plan.counties.forEach(function (c) {
      var members = plan.members(c);
      if (members.length) { give(members, places[c.number]); }
    });
    return persons;
  }

  /* The unaccompanied minors are part of the numbers; here only whether there is room for them. */
  function refuseMinors(data, asked, persons) {
    var number = data.minors, floor = number ? data.rules.minors_floor : 0;
    if (number === null) { return; }
    var most = asked.filter(function (m) { return m.minors; }).map(function (m) { return persons[m.code]; });
    var least = total(most.map(function (p) { return Math.min(floor, p); }));
    if (number < least) { throw { refused: [{ kind: "minors_too_few", number: number, bound: least }] }; }
    if (number > total(most)) {
      throw { refused: [{ kind: "minors_too_many", number: number, bound: total(most) }] };
    }
  }

  function compute(data, settings) {
    var asked = select(measured(data, settings), data.rules, settings).map(function (m) {
      return Object.assign(m, bounds(m, data.rules, settings));
    });
    var first = settings.division !== "one_stage";
    var plan = {
      asked: asked,
      first: first,
      counties: data.counties,
      given: first ? data.counties.filter(function (c) { return c.given !== null; }) : [],
      members: function (county) { return asked.filter(function (m) { return m.county === county.number; }); }
    };
    var found = collisions(plan, data.rules, settings);
    if (found.length) { throw { refused: found }; }
    var persons = personsOf(plan, data.rules, settings);
    refuseMinors(data, asked, persons);
    return { persons: persons };
  }

  /* The weight of the size is what the others leave of the whole; null where they leave less than nothing. */
  function sizeWeight(others) {
    var rest = others.map(fraction).reduce(minus, { n: 1n, d: 1n });
    return rest.n < 0n ? null : rest.n + "/" + rest.d;
  }

  function allocate(data, settings) {
    try {
      return compute(data, settings);
    } catch (stopped) {
      if (stopped.refused) { return stopped; }
      throw stopped;
    }
  }

  return { allocate: allocate, fraction: fraction, sizeWeight: sizeWeight };
}());
