
(function () {
  "use strict";
  var main = document.getElementById("page-content");
  var fitted = new WeakMap();
  var phone = window.matchMedia("(max-width: 40rem)");
  // A row of more pixels than this has its words squeezed into a column of one or two a line.
  var TALL = 150;
  // A table of numbers with more rows than this is there to compare them.
  var MANY = 12;
  // A longer text is no name; where one row in ten has one, the table is there to be read.
  var SENTENCE = 28;
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function fold(text) {
    return text.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
        .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/đ/g, "d").replace(/ŋ/g, "n").replace(/ŧ/g, "t").trim();
  }

  function element(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  function addSearch(block, rows, number) {
    var name = "page-search-" + number;
    var field = element("div", {});
    var input = element("input", { id: name, type: "search", autocomplete: "off", spellcheck: false });
    var count = element("p", {});
    var texts = rows.map(function (row) { return fold(row.textContent); });
    count.setAttribute("role", "status");
    field.append(element("label", { htmlFor: name, textContent: main.dataset.search }), input);
    function filter() {
      var wanted = fold(input.value);
      var shown = 0;
      rows.forEach(function (row, place) {
        row.hidden = !texts[place].includes(wanted);
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = main.dataset.shown.replace("{shown}", shown).replace("{total}", rows.length);
    }
    input.addEventListener("input", filter);
    filter();
    var tools = element("div", { className: "tools" });
    tools.append(field, count);
    block.prepend(tools);
    block.querySelector(".scroll").classList.add("searching");
  }

  function compare(first, second) {
    var one = first.dataset.value, two = second.dataset.value;
    if (one === undefined || two === undefined) {
      return collator.compare(first.textContent, second.textContent);
    }
    return isNaN(one) || isNaN(two) ? collator.compare(one, two) : one - two;
  }

  function addSorting(block, rows) {
    var heads = Array.from(block.querySelectorAll("thead th"));
    var body = block.querySelector("tbody");
    heads.forEach(function (head, place) {
      var button = element("button", { type: "button", textContent: head.textContent, title: main.dataset.sort });
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        rows.slice().sort(function (a, b) {
          var one = a.cells[place], two = b.cells[place];
          // What is unknown comes last whichever way the rest is sorted.
          var blank = (one.dataset.value === "") - (two.dataset.value === "");
          return blank || (up ? compare(one, two) : compare(two, one));
        }).forEach(function (row) { body.append(row); });
      });
      head.replaceChildren(button);
    });
  }

  // Each cell says which column it is of, and what is no longer laid out as a table is still told as one.
  function nameCells(table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    var roles = { thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell",
        "thead th": "columnheader", "tbody th": "rowheader" };
    Object.keys(roles).forEach(function (tag) {
      table.querySelectorAll(tag).forEach(function (part) { part.setAttribute("role", roles[tag]); });
    });
    table.querySelectorAll("td").forEach(function (cell) {
      cell.dataset.label = heads[cell.cellIndex].textContent;
      cell.classList.toggle("short", cell.textContent.length <= SENTENCE && cell.childElementCount < 2);
    });
  }

  // On a phone, a table with no room for its columns is set tighter, and if that is not enough, read row by row. What
  // is searched, and a long table of numbers, keeps its columns: there one looks up a row, or compares many.
  function fit(region) {
    var block = region.closest(".table:not([data-searchable])");
    var width = region.clientWidth;
    // A phone's browser tells of a new height at every scroll; only another width changes anything.
    if (!block || !width || fitted.get(region) === width) { return; }
    fitted.set(region, width);
    var rows = Array.from(block.querySelectorAll("tr"));
    function squeezed() {
      return region.scrollWidth > region.clientWidth || rows.some(function (row) { return row.offsetHeight > TALL; });
    }
    block.classList.remove("tight", "stacked");
    if (!phone.matches || !squeezed()) { return; }
    block.classList.add("tight");
    var sentences = Array.from(block.querySelectorAll("tbody th, td.text")).filter(function (cell) {
      return cell.textContent.length > SENTENCE;
    });
    if (squeezed() && (rows.length <= MANY || 10 * sentences.length > rows.length)) {
      nameCells(block.querySelector("table"));
      block.classList.replace("tight", "stacked");
    }
  }

  // A region is a stop for the keyboard only while there is something to scroll.
  function markScrolling() {
    document.querySelectorAll(".scroll").forEach(function (region) {
      fit(region);
      var scrolls = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight;
      region.tabIndex = scrolls ? 0 : -1;
    });
  }

  document.querySelectorAll("[data-searchable]").forEach(function (block, number) {
    var rows = Array.from(block.querySelectorAll("tbody tr"));
    addSearch(block, rows, number + 1);
    addSorting(block, rows);
  });
  document.querySelectorAll(".contents.narrow a").forEach(function (link) {
    link.addEventListener("click", function () { link.closest("details").open = false; });
  });
  document.addEventListener("toggle", markScrolling, true);
  window.addEventListener("resize", markScrolling);
  markScrolling();
})();
