
(function () {
  "use strict";
  var section = document.querySelector(".find");
  if (!section) { return; }
  // Without script there is no field that does nothing.
  var template = section.querySelector("template");
  template.replaceWith(template.content);
  var form = section.querySelector("form");
  var field = document.getElementById("find-field");
  var told = document.getElementById("find-told");
  var hits = document.getElementById("find-hits");
  var MOST = 8;

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
        .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/đ/g, "d").replace(/ŋ/g, "n").replace(/ŧ/g, "t")
        .replace(/\bkommun[ea]\b/g, " ").replace(/[^a-z0-9]+/g, " ").trim();
  }

  // As names were spelt before: Aalesund, Christiansand, Throndhjem.
  function old(text) {
    return fold(text).replace(/aa/g, "a").replace(/ch/g, "k").replace(/th/g, "t").replace(/c/g, "k")
        .replace(/w/g, "v").replace(/z/g, "s").replace(/hj/g, "h").replace(/(.)\1/g, "$1");
  }

  // Letters added, left out, changed or swapped.
  function distance(one, two) {
    var before = [], last = [], now, i, j;
    for (j = 0; j <= two.length; j += 1) { last[j] = j; }
    for (i = 1; i <= one.length; i += 1) {
      now = [i];
      for (j = 1; j <= two.length; j += 1) {
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) {
          now[j] = Math.min(now[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = now;
    }
    return last[two.length];
  }

  // A name in several languages is found by each of them.
  var places = Array.from(section.querySelectorAll("li[data-number]")).map(function (item) {
    var parts = item.querySelector("a").textContent.replace(/\(.*\)/, "").split(/ [-–] /);
    return { item: item, number: item.dataset.number, names: parts.map(fold), older: parts.map(old) };
  });

  function named(wanted) {
    var first = places.filter(function (place) {
      return place.number.startsWith(wanted) || place.names.some(function (name) { return name.startsWith(wanted); });
    });
    var rest = places.filter(function (place) {
      return !first.includes(place) && place.names.some(function (name) { return name.includes(wanted); });
    });
    first.sort(function (one, two) { return two.names.includes(wanted) - one.names.includes(wanted); });
    return first.concat(rest);
  }

  function near(wanted) {
    var most = Math.max(1, Math.floor(wanted.length / 3));
    return places.map(function (place) {
      return { place: place, far: Math.min.apply(null, place.older.map(function (name) {
        return Math.min(distance(wanted, name), distance(wanted, name.slice(0, wanted.length)) + 0.5);
      })) };
    }).filter(function (one) { return one.far <= most; })
      .sort(function (one, two) { return one.far - two.far; })
      .slice(0, 3).map(function (one) { return one.place; });
  }

  function show() {
    var wanted = fold(field.value);
    var found = wanted ? named(wanted) : [];
    var close = wanted && !found.length ? near(old(field.value)) : [];
    told.textContent = !wanted ? "" : found.length ? section.dataset.hits.replace("{n}", found.length)
        : close.length ? section.dataset.meant : section.dataset.none;
    hits.replaceChildren.apply(hits, (found.length ? found.slice(0, MOST) : close).map(function (place) {
      return place.item.cloneNode(true);
    }));
  }

  field.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    var first = hits.querySelector("a");
    var wanted = fold(field.value);
    var same = places.filter(function (place) { return place.names.includes(wanted); });
    event.preventDefault();
    // Of several with one name the reader chooses.
    if (first && same.length > 1) { first.focus(); } else if (first) { first.click(); }
  });
  show();
})();
