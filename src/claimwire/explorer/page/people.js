"use strict";
/* Persons in a public role, and bodies: what they are quoted with, over outlets and dates. */

(() => {
  const {h, load, words, count, day, view, address, claimItem, pager, PAGE_SIZE} = claimwire;

  /* Return the numbers of the claims that somebody says, by the id of their page. */
  function saidBy(index, id) {
    const place = index.source.values.findIndex(([, page]) => page === id);
    if (place < 0) return [];
    const test = index.source.has(place);
    return Array.from({length: index.size}, (_, claim) => claim).filter(test);
  }

  /* Return what others say on somebody's behalf: a spokesman for a ministry. */
  function onBehalf(index, id) {
    const place = index.behalf.values.indexOf(id);
    if (place < 0) return "";
    const test = index.behalf.has(place);
    const numbers = Array.from({length: index.size}, (_, claim) => claim).filter(test);
    return h("section", {"aria-labelledby": "behalf"}, h("h2", {id: "behalf"}, `Said on its behalf: ${count(numbers.length, "claim")}`),
      h("ol.list", {}, numbers.map(claimItem)));
  }

  /* Return a row for each outlet with a dot for each day on which it quotes them. */
  function strip(index, numbers) {
    const dated = numbers.map((claim) => index.articleOf[claim]).map((article) => [index.outlet.at(article)[0][0], index.articles.date[article].slice(0, 10)])
      .filter(([, date]) => /^\d{4}-\d\d-\d\d$/.test(date));
    const moments = dated.map(([, date]) => Date.parse(date));
    if (!moments.length) return "";
    const first = Math.min(...moments);
    const span = Math.max(...moments) - first;
    const outlets = [...new Set(dated.map(([outlet]) => outlet))];
    const dots = (outlet) => {
      const days = new Map();
      for (const [own, date] of dated) if (own === outlet) days.set(date, (days.get(date) || 0) + 1);
      return [...days].map(([date, times]) => {
        const dot = h("span.dot", {title: `${day(date)}: ${times}`});
        dot.style.left = `${span ? 100 * (Date.parse(date) - first) / span : 50}%`;
        dot.style.setProperty("--size", `${8 + 4 * Math.min(4, Math.sqrt(times))}px`);
        return dot;
      });
    };
    const iso = (moment) => new Date(moment).toISOString().slice(0, 10);
    return h("figure.strip", {}, outlets.map((outlet) => [h("span.name", {}, outlet), h("span.track", {"aria-hidden": "true"}, dots(outlet)),
      h("span.times", {}, dated.filter(([own]) => own === outlet).length)]),
    h("figcaption", {}, span ? `${day(iso(first))} to ${day(iso(first + span))}; a larger dot is more claims` : day(iso(first))));
  }

  view(/^\/people$/, "People and bodies", async (index) => {
    const entities = await load("entities");
    const times = new Map();
    for (let claim = 0; claim < index.size; claim += 1) for (const [, page] of index.source.at(claim)) if (page) times.set(page, (times.get(page) || 0) + 1);
    const ids = Object.keys(entities).sort((one, other) => (times.get(other) || 0) - (times.get(one) || 0));
    const row = (id) => h("tr", {}, h("td", {}, h("a", {href: `#/who/${id}`}, entities[id].name)),
      h("td", {"data-name": "who"}, entities[id].public_role || words(entities[id].entity_kind)), h("td", {"data-name": "country"}, entities[id].country || ""),
      h("td.number", {"data-name": "claims"}, times.get(id) || 0));
    return h("section.page.broad", {}, h("h1", {}, "People and bodies"),
      h("p.muted", {}, "Persons who act in a public role, and bodies, as far as names were resolved. Private persons have no page."),
      ids.length ? h("table.rows", {}, h("thead", {}, h("tr", {}, ["name", "who", "country", "claims"].map((name) => h("th", {scope: "col"}, name)))), h("tbody", {}, ids.map(row)))
        : h("p", {}, "This release has none."));
  });

  view(/^\/who\/([a-z0-9_]+)$/, "", async (index, query, id) => {
    const entities = await load("entities");
    const entity = Object.hasOwn(entities, id) ? entities[id] : null;
    if (!entity) throw new claimwire.Missing("nobody of that id has a page");
    const numbers = saidBy(index, id);
    const page = Math.max(1, Number(query.get("page")) || 1);
    const facts = [entity.public_role || words(entity.entity_kind), entity.country, entity.aliases ? `also ${entity.aliases.join(", ")}` : ""];
    return h("article.page", {}, h("header.head", {}, h("p.meta", {}, facts.filter(Boolean).map((fact) => h("span", {}, fact))), h("h1", {}, entity.name),
      entity.description ? h("p", {}, entity.description) : ""),
    h("section", {"aria-labelledby": "over"}, h("h2", {id: "over"}, `Quoted with ${count(numbers.length, "claim")}`), strip(index, numbers),
      h("ol.list", {}, numbers.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(claimItem)),
      pager(page, numbers.length, (number) => address(`/who/${id}`, {page: number}))), onBehalf(index, id));
  });
})();
