"use strict";
/* What all views share: data that is loaded when it is needed, addresses, elements, the index of claims. */

const claimwire = (() => {
  const PAGE_SIZE = 50;
  const waiting = new Map();
  const promises = new Map();
  const views = [];
  let turn = 0;
  let index = null;

  /* Take the data that a script of `data/` hands over. */
  function put(name, data) {
    waiting.get(name)(data);
  }

  /* Return a promise of the data of that name; its script is added to the page the first time. */
  function load(name) {
    if (!promises.has(name)) {
      promises.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `data/${name}.js`;
        script.onerror = () => {
          promises.delete(name);
          reject(new Error(`data/${name}.js is missing; get the whole folder`));
        };
        document.head.append(script);
      }));
    }
    return promises.get(name);
  }

  /* Return an element: `h("a.name", {href: "#/"}, "text", child)`. Text is never read as HTML. */
  function h(tag, attributes, ...children) {
    const [name, ...classes] = tag.split(".");
    const element = document.createElement(name || "div");
    if (classes.length) element.classList.add(...classes);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  /* Return a drawing that came with the data, which claimwire made itself. */
  function drawing(svg) {
    const parsed = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
    const name = parsed.querySelector("title").textContent;
    return h("div.drawing", {tabindex: 0, role: "group", "aria-label": name}, document.importNode(parsed, true));
  }

  const words = (name) => String(name).replaceAll("_", " ");
  const className = (field) => field.replaceAll("_", "-");
  const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many || `${one}s`}`;

  /* Return a date of publication as people write it; what is no plain day stays as it is. */
  function day(edtf) {
    const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(edtf || "");
    if (!found) return edtf || "no date";
    const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[found[2] - 1];
    return `${Number(found[3])} ${month} ${found[1]}${found[4] ? `, ${found[4]}` : ""}`;
  }

  /* Return the number of the set that a character of a packed column stands for; -1 for none. */
  const setNumber = (code) => code === 32 ? -1 : code - 48 - (code > 0x5c ? 1 : 0) - (code > 0xdfff ? 2048 : 0);

  /* A column of sets of values, one character a row. */
  class Column {
    constructor(packed) {
      this.values = packed.values;
      this.sets = packed.sets;
      this.codes = packed.codes;
    }

    at(row) {
      const number = setNumber(this.codes.charCodeAt(row));
      return number < 0 ? [] : this.sets[number].map((value) => this.values[value]);
    }

    /* Return a test of rows: whether the value of that number is among those of the row. */
    has(value) {
      const with_it = new Set(this.sets.flatMap((set, number) => set.includes(value) ? [number] : []));
      return (row) => with_it.has(setNumber(this.codes.charCodeAt(row)));
    }
  }

  /* The claims of the release, by their numbers: in the order of the newest articles first. */
  class Index {
    constructor(data) {
      Object.assign(this, {release: data.release, citation: data.citation, closed: data.closed});
      Object.assign(this, {leftOut: data.left_out, events: data.events, disputed: data.disputed});
      this.articles = data.articles;
      this.claims = data.claims;
      this.slots = Object.fromEntries(Object.entries(data.slots).map(([name, packed]) => [name, new Column(packed)]));
      this.label = new Column(data.claims.label);
      this.event = new Column(data.claims.event);
      this.source = new Column(data.claims.source);
      this.behalf = new Column(data.claims.behalf);
      this.outlet = new Column(data.articles.outlet);
      this.corpus = new Column(data.articles.corpus);
      this.episode = new Column(data.articles.event);
      this.size = data.claims.id.length;
      this.articleOf = new Uint32Array(this.size);
      this.firstOf = new Uint32Array(data.articles.id.length);
      let at = 0;
      data.articles.claims.forEach((number, article) => {
        this.firstOf[article] = at;
        this.articleOf.fill(article, at, at + number);
        at += number;
      });
    }

    id(claim) {
      const own = this.claims.id[claim];
      return own.startsWith("=") ? own.slice(1) : `${this.articles.id[this.articleOf[claim]]}_${own}`;
    }

    /* Return the number of a claim by its id; undefined if the release has none of that id. */
    number(id) {
      this.numbers ||= new Map(Array.from({length: this.size}, (_, claim) => [this.id(claim), claim]));
      return this.numbers.get(id);
    }

    articleNumber(id) {
      this.articleNumbers ||= new Map(this.articles.id.map((own, number) => [own, number]));
      return this.articleNumbers.get(id);
    }

    /* Return what a search looks into, in small letters. */
    text(claim) {
      this.texts ||= new Array(this.size);
      return this.texts[claim] ||= [
        this.claims.statement[claim], this.claims.words[claim], this.articles.headline[this.articleOf[claim]],
        this.source.at(claim).map(([name]) => name).join(" "), this.id(claim),
      ].join("\n").toLowerCase();
    }
  }

  /* Return the address of a view. */
  function address(path, query) {
    const search = new URLSearchParams(Object.entries(query || {}).filter(([, value]) => value)).toString();
    return `#${path}${search ? `?${search}` : ""}`;
  }

  const claimAddress = (id) => `#/claim/${id}`;

  /* What an address leads to and the release does not have. */
  class Missing extends Error {}

  /* A view draws itself into `main` when the path of the address matches. */
  function view(pattern, title, draw) {
    views.push({pattern, title, draw});
  }

  async function route() {
    const own = ++turn;
    const main = document.getElementById("main");
    const [path, search] = location.hash.replace(/^#/, "").split("?");
    try {
      index ||= new Index(await load("index"));
      const found = views.map((one) => [one, one.pattern.exec(path || "/")]).find(([, match]) => match);
      if (!found) throw new Missing("there is no page of that address");
      const [one, match] = found;
      const drawn = await one.draw(index, new URLSearchParams(search || ""), ...match.slice(1));
      if (own !== turn) return;
      if (drawn !== main.firstElementChild) main.replaceChildren(drawn);
      const heading = main.querySelector("h1");
      document.title = `${heading && one.title === "" ? heading.textContent : one.title} · ${index.release.name}`;
    } catch (error) {
      if (own !== turn) return;
      if (!(error instanceof Missing)) console.error(error);
      const title = error instanceof Missing ? "Not found" : "This page cannot be shown";
      main.replaceChildren(h("section.page", {}, h("h1", {}, title), h("p", {}, error.message)));
    }
    frame(path || "/");
    document.documentElement.dataset.shown = location.hash || "#/";
    performance.mark("claimwire-shown");
  }

  /* Show where we are in the head of the page, and how it is cited at its foot. */
  function frame(path) {
    for (const link of document.querySelectorAll("nav[aria-label=Pages] a")) {
      const own = link.getAttribute("href").slice(1);
      if (own === "/" ? path === "/" : path.startsWith(own)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (index) document.getElementById("cite").textContent = index.citation;
  }

  /* Return a list of pages to go to; nothing if there is one only. */
  function pager(page, total, to) {
    const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
    if (last === 1) return "";
    const link = (number, text) => number < 1 || number > last
      ? h("span.off", {}, text)
      : h("a", {href: to(number), rel: text === "Next" ? "next" : "prev"}, text);
    return h("nav.pager", {"aria-label": "Pages of the list"},
      link(page - 1, "Previous"), h("span", {}, `${page} of ${last.toLocaleString("en")}`), link(page + 1, "Next"));
  }

  /* Return a claim as an item of a list. */
  function claimItem(number) {
    const article = index.articleOf[number];
    const [label] = index.label.at(number);
    const [event] = index.event.at(number);
    const [[outlet]] = index.outlet.at(article);
    return h(`li.item.${className(label)}`, {},
      h("a.statement", {href: claimAddress(index.id(number))}, index.claims.statement[number] || index.id(number)),
      index.claims.words[number] ? h("p.words", {}, index.claims.words[number]) : "",
      h("p.meta", {}, h("span.label", {}, words(label)), sources(index.source.at(number)),
        h("a", {href: `#/article/${index.articles.id[article]}`}, `${outlet}, ${day(index.articles.date[article])}`),
        event ? h("a", {href: `#/event/${event}`}, index.events[event] || event) : ""));
  }

  /* Return who says something; those who have a page with a link to it. */
  function sources(pairs) {
    if (!pairs.length) return "";
    return h("span", {}, pairs.map(([name, page], place) =>
      [place ? ", " : "", page ? h("a", {href: `#/who/${page}`}, name) : name]));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest(".skip")) {
      event.preventDefault();
      document.getElementById("main").focus();
    }
  });
  addEventListener("hashchange", async (event) => {
    const path = (url) => new URL(url).hash.split("?")[0];
    await route();
    if (path(event.oldURL) !== path(event.newURL)) {
      scrollTo(0, 0);
      document.getElementById("main").focus({preventScroll: true});
    }
  });
  addEventListener("DOMContentLoaded", route);

  return {PAGE_SIZE, Missing, put, load, h, drawing, words, className, count, day, view, route, address, claimAddress, pager,
    claimItem, sources};
})();
