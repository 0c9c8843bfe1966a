"use strict";
/* Searching and filtering claims, and the list of articles. */

(() => {
  const {h, words, count, view, address, pager, claimItem, day, PAGE_SIZE} = claimwire;
  const DELAY = 150;
  let form = null;

  /* Return the numbers of the claims that a query of the address asks for, in the order of the index. */
  function found(index, query) {
    const tests = [];
    const values = (name) => query.getAll(name).filter(Boolean);
    for (const label of values("label")) tests.push(index.label.has(index.label.values.indexOf(label)));
    for (const event of values("event")) tests.push(index.event.has(index.event.values.indexOf(event)));
    for (const outlet of values("outlet")) {
      const test = index.outlet.has(index.outlet.values.findIndex(([, id]) => id === outlet));
      tests.push((claim) => test(index.articleOf[claim]));
    }
    for (const source of values("source")) {
      const asked = source.toLowerCase();
      const alike = index.source.values.flatMap(([name], place) => name.toLowerCase().includes(asked) ? [place] : []);
      const each = alike.map((place) => index.source.has(place));
      tests.push((claim) => each.some((test) => test(claim)));
    }
    for (const slot of values("slot")) {
      const [name, value] = slot.split(":");
      const column = Object.hasOwn(index.slots, name) ? index.slots[name] : null;
      tests.push(column ? column.has(column.values.indexOf(value)) : () => false);
    }
    for (const word of (query.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean)) {
      tests.push((claim) => index.text(claim).includes(word));
    }
    const numbers = [];
    for (let claim = 0; claim < index.size; claim += 1) {
      if (tests.every((test) => test(claim))) numbers.push(claim);
    }
    return numbers;
  }

  /* The form and the list under one roof: the form stays when the address changes, so that nobody loses their place. */
  class Search {
    constructor(index) {
      this.index = index;
      this.results = h("div.results", {});
      this.slots = h("ul.chips", {"aria-label": "Filters by slot"});
      this.fields = {
        q: h("input", {type: "search", id: "q", placeholder: "words, a name, an id", autocomplete: "off"}),
        label: this.select("label", "any label", index.label.values.map((value) => [value, words(value)])),
        outlet: this.select("outlet", "any outlet", index.outlet.values.map(([name, id]) => [id, name])),
        event: this.select("event", "any event", index.event.values.map((id) => [id, index.events[id] || id])),
        source: h("input", {id: "source", list: "sources", autocomplete: "off", placeholder: "any source"}),
      };
      this.slot = h("select", {id: "slot"}, h("option", {value: ""}, "add a slot …"),
        Object.entries(index.slots).map(([name, column]) => h("optgroup", {label: words(name)},
          [...column.values].sort().map((value) => h("option", {value: `${name}:${value}`}, words(value))))));
      const field = (id, title, control) => h("p.field", {}, h("label", {for: id}, title), control);
      this.form = h("form.filters", {"aria-label": "Search and filter"},
        h("p.field.wide", {}, h("label", {for: "q"}, "Search"), this.fields.q),
        field("label", "Label", this.fields.label), field("outlet", "Outlet", this.fields.outlet),
        field("event", "Event", this.fields.event),
        field("source", "Source", [this.fields.source, this.names()]),
        field("slot", "Slot", this.slot), this.slots);
      this.root = h("div.search", {}, h("h1.quiet", {}, "Claims"), this.form, this.results);
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", () => this.go());
      this.form.addEventListener("input", (event) => {
        if (event.target.tagName !== "INPUT") return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.go(true), DELAY);
      });
    }

    select(id, none, pairs) {
      const sorted = [...pairs].sort((one, other) => one[1].localeCompare(other[1]));
      return h("select", {id}, h("option", {value: ""}, none), sorted.map(([value, text]) => h("option", {value}, text)));
    }

    names() {
      const names = [...new Set(this.index.source.values.map(([name]) => name))].sort();
      return h("datalist", {id: "sources"}, names.slice(0, 2000).map((name) => h("option", {value: name})));
    }

    /* Go to the address of what the form says; what is typed takes the place of the address before it. */
    go(typed) {
      clearTimeout(this.timer);
      const query = new URLSearchParams();
      for (const [name, control] of Object.entries(this.fields)) {
        if (control.value.trim()) query.append(name, control.value.trim());
      }
      for (const slot of this.chosen) query.append("slot", slot);
      if (this.slot.value && !this.chosen.includes(this.slot.value)) query.append("slot", this.slot.value);
      this.slot.value = "";
      const to = `#/${String(query) ? `?${query}` : ""}`;
      if (to === (location.hash || "#/")) return;
      if (typed) {
        history.replaceState(null, "", to);
        claimwire.route();
      } else location.hash = to;
    }

    update(query) {
      for (const [name, control] of Object.entries(this.fields)) {
        const value = query.get(name) || "";
        if (control !== document.activeElement || control.tagName !== "INPUT") control.value = value;
      }
      this.chosen = query.getAll("slot");
      this.slots.replaceChildren(...this.chosen.map((slot) => h("li", {}, h("button", {type: "button", onclick: () => {
        this.chosen = this.chosen.filter((other) => other !== slot);
        this.go();
      }}, `${words(slot.replace(":", ": "))} `, h("span", {"aria-hidden": "true"}, "×"),
      h("span.hidden", {}, ", take away")))));
      this.slots.hidden = !this.chosen.length;
      const numbers = found(this.index, query);
      const page = Math.max(1, Number(query.get("page")) || 1);
      const to = (number) => {
        const other = new URLSearchParams(query);
        other.set("page", number);
        return `#/?${other}`;
      };
      const shown = numbers.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
      const articles = new Set(numbers.map((claim) => this.index.articleOf[claim])).size;
      this.results.replaceChildren(
        h("p.count", {role: "status"}, `${count(numbers.length, "claim")} in ${count(articles, "article")}`),
        shown.length ? h("ol.list", {}, shown.map(claimItem)) : h("p", {}, "No claim is like that. Take a filter away."),
        pager(page, numbers.length, to));
    }
  }

  view(/^\/$/, "Claims", (index, query) => {
    form ||= new Search(index);
    form.update(query);
    return form.root;
  });

  view(/^\/articles$/, "Articles", (index, query) => {
    const page = Math.max(1, Number(query.get("page")) || 1);
    const {articles} = index;
    const first = (page - 1) * PAGE_SIZE;
    const rows = articles.id.slice(first, first + PAGE_SIZE).map((id, place) => {
      const number = first + place;
      const told = articles.told[number];
      return h("tr", {},
        h("td", {}, h("a", {href: `#/article/${id}`}, articles.headline[number])),
        h("td", {"data-name": "outlet"}, index.outlet.at(number)[0][0]),
        h("td.nowrap", {"data-name": "published"}, day(articles.date[number])),
        h("td.number", {"data-name": "claims"}, articles.claims[number]),
        h("td.number", {"data-name": "told by others"}, told < 0 ? "–" : `${told} %`),
        h("td", {"data-name": "text"}, articles.text[number] === "1" ? "here" : "not here"));
    });
    return h("section.page.broad", {}, h("h1", {}, "Articles"),
      h("p.muted", {}, `${count(articles.id.length, "article")}, the newest first. “Told by others” is the share of the ` +
        "body that sources tell."),
      h("table.rows", {}, h("thead", {}, h("tr", {}, ["headline", "outlet", "published", "claims", "told by others", "text"]
        .map((name) => h("th", {scope: "col"}, name)))), h("tbody", {}, rows)),
      pager(page, articles.id.length, (number) => address("/articles", {page: number})));
  });

  view(/^\/about$/, "About", (index) => h("section.page", {}, h("h1", {}, `${index.release.name} ${index.release.version}`),
    h("p", {}, `A release of ${day(index.release.date)}: ${count(index.size, "claim")} in ` +
      `${count(index.articles.id.length, "article")}. A claim says that an outlet told something, never that it is so.`),
    h("h2", {}, "Addresses"),
    h("p", {}, "Each view has an address. The address of a claim stays: ids are never reused, and a later release shows " +
      "the claim of an id as it then is. Cite the version with it."),
    h("h2", {}, "How to cite"), h("p.cite", {}, index.citation),
    h("h2", {}, "Who is here"),
    h("p", {}, "Persons have a page if they act in a public role, and bodies. Private persons have none. Whoever finds " +
      "themselves in the data can ask to be taken out; the card of the release says how."),
    h("h2", {}, "Texts"),
    h("p", {}, "An article whose text may not be given is shown by offsets and by statements in our own words. ",
      index.leftOut ? `${count(index.leftOut, "text")} at hand may not be passed on and were left out.` : "")));
})();
