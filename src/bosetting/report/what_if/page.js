
/* The page around bosetting.allocate: reads the form and the address, shows who gains and who loses. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var words = data.words;
  // Browsers that do not know a form of Norwegian write numbers and lists as in the other.
  var languages = [document.documentElement.lang, "nb", "no"];
  var number = new Intl.NumberFormat(languages, { maximumFractionDigits: 9 });
  var names = new Intl.ListFormat(languages, { type: "conjunction" });
  var form = document.getElementById("try");
  var byCode = {}, countyNames = {}, before = {}, waiting = 0;
  var NAMED = 40;
  data.municipalities.forEach(function (m) { byCode[m.code] = m; before[m.code] = m.persons; });
  data.counties.forEach(function (c) { countyNames[c.number] = c.name; });

  function find(id) { return document.getElementById(id); }

  function element(tag, text, name) {
    return Object.assign(document.createElement(tag), { textContent: text, className: name || "" });
  }

  function said(text, values) {
    return text.replace(/\{([a-z_]+)\}/g, function (_, name) {
      var value = values[name];
      return typeof value === "number" ? number.format(value) : value;
    });
  }

  function signed(change) {
    return change > 0 ? "+" + number.format(change) : number.format(change).replace("-", "\u2212");
  }

  // What the form says. A weight is shown in per cent and set as a part of 1, all others as they are.

  function fields() { return Array.from(form.elements).filter(function (e) { return e.name; }); }

  function isWeight(name) { return name.indexOf("weight.") === 0; }

  /* A fraction as a decimal with at most twelve digits after the point. */
  function decimal(value) {
    for (var places = 0, scale = 1n; places <= 12; places += 1, scale *= 10n) {
      if (value.n * scale % value.d === 0n) {
        var digits = (value.n * scale / value.d).toString().padStart(places + 1, "0");
        return places ? digits.slice(0, -places) + "." + digits.slice(-places) : digits;
      }
    }
    return String(Number(value.n) / Number(value.d));
  }

  function times(text, n, d) {
    var value = bosetting.fraction(text);
    return decimal({ n: value.n * n, d: value.d * d });
  }

  function ofForm(field) {
    return field.tagName === "SELECT" ? field.value : times(field.value, 1n, isWeight(field.name) ? 100n : 1n);
  }

  function toForm(name, text) { return isWeight(name) ? times(text, 100n, 1n) : text; }

  /* The edition's values by the names of the form, as they are set. */
  var own = (function () {
    var s = data.settings, found = {};
    data.criteria.forEach(function (c) { found["weight." + c.name] = times(s.weights[c.name], 1n, 1n); });
    found["exponent." + data.size] = times(s.exponent, 1n, 1n);
    ["number_asked", "threshold", "floor", "requested"].forEach(function (name) { found[name] = String(s[name]); });
    found.county_split = s.division === "one_stage" ? "one_stage" : s.county_split;
    return found;
  }());

  function moved() {
    var found = {};
    fields().forEach(function (field) {
      var text = ofForm(field);
      if (text !== own[field.name]) { found[field.name] = text; }
    });
    return found;
  }

  /* What the engine needs; null where the weights leave nothing for the size. */
  function settings(changed) {
    var now = Object.assign({}, own, changed), weights = {};
    data.criteria.forEach(function (c) { weights[c.name] = now["weight." + c.name]; });
    var rest = bosetting.sizeWeight(Object.values(weights));
    if (rest === null) { return null; }
    weights[data.size] = rest;
    var one = now.county_split === "one_stage";
    return {
      weights: weights,
      exponent: now["exponent." + data.size],
      number_asked: Number(now.number_asked),
      threshold: data.settings.threshold === null ? null : Number(now.threshold),
      floor: Number(now.floor),
      requested: Number(now.requested),
      county_split: one ? data.settings.county_split : now.county_split,
      division: one ? "one_stage" : "county_first"
    };
  }

  /* The names and values as they stand in the address and in a terminal. */
  function written(changed) {
    var found = [];
    Object.keys(changed).forEach(function (name) {
      if (name !== "county_split") { found.push([name, changed[name]]); return; }
      if (changed[name] === "one_stage") { found.push(["division", "one_stage"]); return; }
      if (own.county_split === "one_stage") { found.push(["division", "county_first"]); }
      found.push([name, changed[name]]);
    });
    return found;
  }

  // The address.

  function fill(changed) {
    fields().forEach(function (field) { field.value = toForm(field.name, changed[field.name] || own[field.name]); });
    slide();
  }

  function plain(field, text) {
    if (field.tagName === "SELECT") {
      return Array.from(field.options).some(function (o) { return o.value === text; });
    }
    return /^[0-9]{1,9}(\.[0-9]{1,9})?$/.test(text);
  }

  /* What the address sets, in one form of each number; what it does not know is told and left out. */
  function ofAddress() {
    var changed = {}, unknown = [];
    new URLSearchParams(location.hash.slice(1)).forEach(function (text, name) {
      if (name === "division") {
        if (text === "one_stage") { changed.county_split = text; return; }
        if (text === "county_first") { return; }
      }
      var field = fields().find(function (f) { return f.name === name; });
      if (!field || !plain(field, text)) { unknown.push(name + "=" + text); return; }
      changed[name] = field.tagName === "SELECT" ? text : times(text, 1n, 1n);
    });
    return { changed: changed, unknown: unknown };
  }

  function keepAddress(changed) {
    var hash = new URLSearchParams(written(changed)).toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }

  function slide() {
    form.querySelectorAll("[data-of]").forEach(function (range) { range.value = find(range.dataset.of).value; });
  }

  // What is told.

  function shown(name, text) {
    if (name === "county_split") { return words.choices[text]; }
    return isWeight(name) ? said(words.percent, { number: Number(times(text, 100n, 1n)) }) : number.format(Number(text));
  }

  function labelOf(field) { return form.querySelector("label[for='" + field.id + "']").textContent; }

  function changesTold(changed) {
    var told = fields().filter(function (f) { return f.name in changed; }).map(function (f) {
      return labelOf(f) + ": " + shown(f.name, own[f.name]) + "\u00a0\u2192 " + shown(f.name, changed[f.name]);
    });
    return told.length ? words.changed + " " + told.join("; ") + "." : "";
  }

  function invalidTold() {
    var wrong = fields().find(function (field) { return !field.checkValidity() || !plain(field, field.value); });
    if (!wrong) { return ""; }
    return said(words.invalid, { name: labelOf(wrong), least: Number(wrong.min), most: Number(wrong.max) });
  }

  function tell(sentences) {
    find("told").replaceChildren.apply(find("told"), sentences.filter(Boolean).map(function (text) {
      return element("p", text);
    }));
  }

  function refusalTold(refusal) {
    var where = refusal.county || (refusal.rest ? words.others : words.country);
    return said(words["refused_" + refusal.kind], Object.assign({}, refusal, { where: where }));
  }

  function refuse(refusals) {
    var list = element("ul", ""), help = [];
    refusals.forEach(function (refusal) {
      list.append(element("li", refusalTold(refusal)));
      var may = words["help_" + refusal.kind];
      if (may && help.indexOf(may) < 0) { help.push(may); }
    });
    find("refused").replaceChildren(element("p", words.refused), list);
    if (help.length) { find("refused").append(element("p", words.help + " " + help.join("; ") + ".")); }
  }

  // What is shown.

  function compared(persons) {
    return data.municipalities.map(function (m) {
      var after = persons[m.code] || 0;
      return { code: m.code, before: m.persons, after: after, change: after - m.persons };
    });
  }

  function count(rows, test) { return rows.filter(test).length; }

  function isNew(row) { return row.after > 0 && !row.before; }

  function isGone(row) { return row.before > 0 && !row.after; }

  function total(rows, name) { return rows.reduce(function (sum, row) { return sum + row[name]; }, 0); }

  function movedPersons(rows) {
    var more = rows.filter(function (r) { return r.change > 0; });
    var fewer = rows.filter(function (r) { return r.change < 0; });
    return Math.min(total(more, "change"), total(fewer, "change") * -1) + 0;
  }

  function countsShown(rows) {
    var counts = [
      [words.count_moved, movedPersons(rows)],
      [words.count_new, count(rows, isNew)],
      [words.count_gone, count(rows, isGone)],
      [words.count_more, count(rows, function (r) { return r.change > 0; })],
      [words.count_fewer, count(rows, function (r) { return r.change < 0; })]
    ];
    find("counts").replaceChildren.apply(find("counts"), counts.map(function (one) {
      var pair = element("div", "");
      pair.append(element("dt", one[0]), element("dd", number.format(one[1])));
      return pair;
    }));
  }

  function named(rows, text) {
    if (!rows.length) { return null; }
    var first = rows.slice(0, NAMED).map(function (r) { return byCode[r.code].name; });
    if (rows.length > NAMED) { first.push(said(words.and_more, { number: rows.length - NAMED })); }
    return element("p", said(text, { names: names.format(first) }));
  }

  function statusesShown(rows) {
    var found = [named(rows.filter(isNew), words.newly), named(rows.filter(isGone), words.no_longer)];
    find("statuses").replaceChildren.apply(find("statuses"), found.filter(Boolean));
  }

  function row(name, status, one) {
    var line = element("tr", ""), head = element("th", name);
    head.scope = "row";
    if (status) { head.append(element("span", status, "status")); }
    line.append(head);
    [number.format(one.before), number.format(one.after), one.change ? signed(one.change) : "0"].forEach(function (text) {
      line.append(element("td", text, "number"));
    });
    return line;
  }

  function statusOf(one) { return isNew(one) ? words.status_new : isGone(one) ? words.status_gone : ""; }

  function fold(text) {
    return text.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
        .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/đ/g, "d").replace(/ŋ/g, "n").replace(/ŧ/g, "t").trim();
  }

  function tableShown(rows) {
    var wanted = fold(find("search").value), all = find("everybody").checked || wanted;
    var chosen = rows.filter(function (r) {
      return (all || r.change) && fold(byCode[r.code].name + " " + r.code).includes(wanted);
    }).sort(function (a, b) { return b.change - a.change || (a.code < b.code ? -1 : 1); });
    var body = find("municipalities").tBodies[0];
    body.replaceChildren.apply(body, chosen.map(function (r) { return row(byCode[r.code].name, statusOf(r), r); }));
    // A caption and headings over nothing say nothing.
    body.closest(".block").hidden = !chosen.length;
    find("shown").textContent = said(words.rows_shown, { shown: chosen.length, total: rows.length });
  }

  function countiesShown(rows) {
    var body = find("counties").tBodies[0];
    var numbers = Object.keys(countyNames).sort();
    body.replaceChildren.apply(body, numbers.map(function (county) {
      var own = rows.filter(function (r) { return byCode[r.code].county === county; });
      return row(countyNames[county], "", {
        before: total(own, "before"), after: total(own, "after"), change: total(own, "change")
      });
    }));
  }

  // The map: a point for each municipality, filled where it gets more, a ring where it gets fewer.

  var SVG = "http://www.w3.org/2000/svg", points = {};

  function drawn(tag, attributes) {
    var made = document.createElementNS(SVG, tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    return made;
  }

  function drawMap() {
    var high = Math.max.apply(null, data.municipalities.map(function (m) { return m.y; }));
    var wide = Math.max.apply(null, data.municipalities.map(function (m) { return m.x; }));
    var map = find("map");
    map.setAttribute("viewBox", "-12 -12 " + (wide + 24) + " " + (high + 24));
    data.outline.forEach(function (ring) {
      map.append(drawn("polygon", { points: ring, "class": "outline" }));
    });
    data.municipalities.forEach(function (m) {
      var point = drawn("circle", { cx: m.x, cy: m.y, r: 1, "class": "same" });
      point.append(drawn("title", {}));
      points[m.code] = point;
    });
  }

  function mapShown(rows) {
    var largest = Math.max(1, Math.max.apply(null, rows.map(function (r) { return Math.abs(r.change); })));
    var order = rows.slice().sort(function (a, b) { return Math.abs(b.change) - Math.abs(a.change); });
    order.forEach(function (r) {
      var point = points[r.code], size = r.change ? 1.8 + 9 * Math.sqrt(Math.abs(r.change) / largest) : 1;
      point.setAttribute("r", size.toFixed(2));
      point.setAttribute("class", r.change > 0 ? "more" : r.change < 0 ? "fewer" : "same");
      point.firstChild.textContent = byCode[r.code].name + ": " + number.format(r.before) + " \u2192 " + number.format(r.after);
      find("map").append(point);
    });
    find("map-told").textContent = said(words.map_told, {
      more: count(rows, function (r) { return r.change > 0; }),
      fewer: count(rows, function (r) { return r.change < 0; })
    });
  }

  // All of it.

  var latest = [];

  function show(rows) {
    latest = rows;
    countsShown(rows);
    statusesShown(rows);
    mapShown(rows);
    tableShown(rows);
    countiesShown(rows);
  }

  function summary(rows) {
    if (!rows.some(function (r) { return r.change; })) { return words.same; }
    return said(words.summary, { moved: movedPersons(rows), after: total(rows, "after"), before: total(rows, "before") });
  }

  function commandOf(changed) {
    var sets = written(changed).map(function (pair) { return " --set " + pair[0] + "=" + pair[1]; });
    return "bosetting allocate " + data.year + " --edition " + data.edition + sets.join("");
  }

  function mark(changed) {
    fields().forEach(function (field) {
      field.closest(".setting").classList.toggle("moved", field.name in changed);
    });
  }

  function tryThem(unknown) {
    var invalid = invalidTold(), changed = invalid ? {} : moved();
    var all = invalid ? null : settings(changed);
    var stopped = invalid || (all === null ? words.too_heavy : "");
    var result = stopped ? null : bosetting.allocate(data, all);
    var refused = result && result.refused;
    find("result").hidden = Boolean(stopped || refused);
    find("refused").hidden = !refused;
    if (!invalid) { mark(changed); keepAddress(changed); }
    if (find("size-weight")) {
      find("size-weight").textContent = all === null ? "\u2013" : percentOf(all.weights[data.size]);
    }
    if (refused) { refuse(result.refused); }
    var rows = result && !refused ? compared(result.persons) : null;
    if (rows) {
      show(rows);
      find("command").textContent = commandOf(changed);
      find("command-line").hidden = !Object.keys(changed).length;
    }
    tell([unknown, stopped, stopped ? "" : changesTold(changed), rows ? summary(rows) : "", refused ? words.refused_short : ""]);
  }

  function percentOf(share) { return said(words.percent, { number: Number(times(share, 100n, 1n)) }); }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(function () { tryThem(""); }, 120);
  }

  function fromAddress() {
    var found = ofAddress();
    fill(found.changed);
    tryThem(found.unknown.length ? said(words.unknown, { names: found.unknown.join(", ") }) : "");
  }

  form.addEventListener("input", function (event) {
    var of = event.target.dataset.of;
    if (of) { find(of).value = event.target.value; } else { slide(); }
    soon();
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function (event) {
    event.preventDefault();
    fill({});
    tryThem("");
  });
  find("search").addEventListener("input", function () { tableShown(latest); });
  find("everybody").addEventListener("change", function () { tableShown(latest); });
  window.addEventListener("hashchange", fromAddress);
  document.querySelectorAll("[data-was]").forEach(function (place) {
    var name = place.dataset.was;
    place.textContent = name === "size" ? percentOf(data.settings.weights[data.size]) : shown(name, own[name]);
  });
  find("what-if").hidden = false;
  drawMap();
  fromAddress();
}());
