"use strict";
/* Events: who said how many and when, tolls that grow, and where sources contradict each other, side by side. */

(() => {
  const {h, load, drawing, words, count, day, view, claimAddress, claimItem} = claimwire;
  const SHOWN = 60;

  /* Return a table of figures: a row for each day, a column for each outlet. */
  function byDay(group) {
    const outlets = [...new Set(group.rows.map((row) => row.outlet_name))];
    const days = [...new Set(group.rows.map((row) => (row.published || "").slice(0, 10)))];
    const cell = (when, outlet) => h("td", {"data-name": outlet}, group.rows
      .filter((row) => row.outlet_name === outlet && (row.published || "").startsWith(when))
      .map((row) => h("p", {}, h("a", {href: claimAddress(row.claim_id)}, row.stated), row.source_name ? h("span.muted", {}, ` ${row.source_name.join(", ")}`) : "")));
    return h("div.scroll", {tabindex: 0, role: "group", "aria-label": `Figures: ${words(group.harm)}`}, h("table.rows.small", {},
      h("thead", {}, h("tr", {}, ["day", ...outlets].map((name) => h("th", {scope: "col"}, name)))),
      h("tbody", {}, days.map((when) => h("tr", {}, h("th", {scope: "row"}, day(when)), outlets.map((outlet) => cell(when, outlet)))))));
  }

  function figures(groups) {
    if (!groups.length) return "";
    return h("section", {"aria-labelledby": "figures"}, h("h2", {id: "figures"}, "Who said how many"),
      h("p.muted", {}, "What each outlet told, by day of publication. Figures count the same people in part: never add them up."),
      groups.map((group) => h("div.group", {}, h("h3", {}, `People ${words(group.harm)}`),
        group.drawing ? [drawing(group.drawing), h("ul.legend", {}, group.series.map((name, place) =>
          h("li", {}, h(`span.key.shape${place % 3}.s${place % 10}`, {"aria-hidden": "true"}), ` ${name}`)))] : "", byDay(group))));
  }

  function tolls(lines) {
    if (!lines.length) return "";
    return h("section", {"aria-labelledby": "tolls"}, h("h2", {id: "tolls"}, "Tolls, as they grew"),
      h("p.muted", {}, "A later figure is a later figure, and not the truth."),
      lines.map((toll) => h("div.group", {}, h("h3", {}, toll.title), toll.drawing ? drawing(toll.drawing) : "",
        h("table.rows.small", {}, h("thead", {}, h("tr", {}, ["hour", "as of (UTC)", "told", "in"].map((name) => h("th", {scope: "col"}, name)))),
          h("tbody", {}, toll.rows.map((row) => h("tr", {}, h("td.number", {"data-name": "hour"}, row.hour === undefined ? "?" : row.hour.toFixed(1)),
            h("td", {"data-name": "as of"}, day(row.as_of)), h("td", {"data-name": "told"}, h("a", {href: claimAddress(row.claim_id)}, row.people)),
            h("td", {"data-name": "in"}, h("a", {href: `#/article/${row.article_id}`}, row.headline)))))))));
  }

  /* Return the range of a figure as a bar on the scale of its dispute. */
  function rangeOf(row, highest) {
    if (row.lower === undefined && row.upper === undefined) return "";
    const bar = h("span.range-bar", {"aria-hidden": "true"}, h("span", {}));
    const low = 100 * (row.lower || 0) / highest;
    const high = row.upper === undefined ? 100 : 100 * row.upper / highest;
    Object.assign(bar.firstChild.style, {left: `${low}%`, width: `max(4px, ${high - low}%)`});
    if (row.upper === undefined) bar.firstChild.classList.add("open");
    return bar;
  }

  /* Return a dispute: its claims side by side, those in conflict marked. */
  function dispute(item) {
    const highest = Math.max(1, ...item.rows.map((row) => Math.max(row.lower || 0, row.upper || 0))) * 1.05;
    return h("div.group", {}, h("h3", {}, item.title), h("p.muted", {}, `${item.kind}: ${item.summary}`),
      item.notes.map((note) => h("p.muted", {}, note)),
      h("ul.sides", {}, item.rows.map((row) => h("li", {class: row.in_conflict ? "side conflict" : "side"},
        h("p.meta", {}, h("span", {}, row.outlet), h("span", {}, day(row.since))),
        row.source ? h("p.meta", {}, row.source) : "",
        h("p.says", {}, row.says), rangeOf(row, highest),
        h("p", {}, h("a", {href: claimAddress(row.claim_id)}, row.statement))))),
      item.reasons.length ? h("ul.plain.muted", {}, item.reasons.map((reason) => h("li", {}, reason))) : "");
  }

  function conflicts(items) {
    if (!items.length) return "";
    return h("section", {"aria-labelledby": "conflicts"}, h("h2", {id: "conflicts"}, "Side by side"),
      h("p.muted", {}, "Claims about the same thing that differ. Those in conflict have a bar at their side; the others agree, or the count went on."),
      items.map(dispute));
  }

  /* Return the articles that report an event, the newest first. */
  function articles(index, id) {
    const numbers = index.articles.id.map((_, number) => number).filter((number) => index.episode.at(number).includes(id));
    if (!numbers.length) return "";
    return h("section", {"aria-labelledby": "articles"}, h("h2", {id: "articles"}, count(numbers.length, "article reports it", "articles report it")),
      h("ul.cards", {}, numbers.map((number) => h("li", {}, h("a", {href: `#/article/${index.articles.id[number]}`}, index.articles.headline[number]),
        h("p.meta", {}, h("span", {}, index.outlet.at(number)[0][0]), h("span", {}, day(index.articles.date[number])), h("span", {}, count(index.articles.claims[number], "claim")))))));
  }

  view(/^\/events$/, "Events", (index) => {
    const claims = new Map();
    for (let claim = 0; claim < index.size; claim += 1) for (const id of index.event.at(claim)) claims.set(id, (claims.get(id) || 0) + 1);
    const reports = new Map();
    index.articles.id.forEach((_, number) => index.episode.at(number).forEach((id) => reports.set(id, (reports.get(id) || 0) + 1)));
    const weight = (id) => [index.disputed[id] || 0, claims.get(id) || 0, reports.get(id) || 0];
    const more = (one, other) => weight(other).map((number, place) => number - weight(one)[place]).find(Boolean) || 0;
    const ids = Object.keys(index.events).sort(more);
    return h("section.page.broad", {}, h("h1", {}, "Events"),
      h("p.muted", {}, "Those that sources contradict each other on come first. ",
        h("a", {href: "#/disputes"}, "What is told differently about no registered event")),
      ids.length ? h("table.rows", {}, h("thead", {}, h("tr", {}, ["event", "articles", "claims", "conflicts"].map((name) => h("th", {scope: "col"}, name)))),
        h("tbody", {}, ids.map((id) => h("tr", {}, h("td", {}, h("a", {href: `#/event/${id}`}, index.events[id])),
          h("td.number", {"data-name": "articles"}, reports.get(id) || ""),
          h("td.number", {"data-name": "claims"}, claims.get(id) || ""), h("td.number", {"data-name": "conflicts"}, index.disputed[id] || ""))))) : h("p", {}, "This release has no events."));
  });

  view(/^\/disputes$/, "Side by side", async () => {
    const items = await load("disputes");
    return h("section.page.broad", {}, h("h1", {}, "Told differently, about no registered event"),
      items.length ? conflicts(items) : h("p", {}, "There is nothing of that kind."));
  });

  view(/^\/event\/([a-z0-9_]+)$/, "", async (index, query, id) => {
    if (!Object.hasOwn(index.events, id)) throw new claimwire.Missing(`this release has no event ${id}`);
    const event = await load(`events/${id}`);
    const numbers = event.claims.map((claim) => index.number(claim)).filter((number) => number !== undefined);
    const link = (other) => h("a", {href: `#/event/${other}`}, index.events[other] || other);
    const listed = (links) => links.map((one, place) => [place ? ", " : "", one]);
    return h("article.page.broad", {}, h("header.head", {}, h("p.meta", {}, h("span", {}, words(event.event_type)), numbers.length ? h("span", {}, count(numbers.length, "claim")) : "",
      event.times && event.times.length ? h("span", {}, `dated ${event.times.join(", ")}`) : "", event.time_conflict ? h("strong", {}, "the dates contradict each other") : ""),
    h("h1", {}, event.name), h("p", {}, event.description || ""),
    event.part_of_id ? h("p.meta", {}, h("span", {}, "part of ", link(event.part_of_id))) : "",
    event.parts.length ? h("p.meta", {}, h("span", {}, "its parts: ", listed(event.parts.map(link)))) : "",
    event.same_as.length ? h("p.meta", {}, h("span", {}, "the same event: ", listed(event.same_as.map((same) => h("a", {href: same.address, rel: "noreferrer"}, same.name))))) : "",
    event.same_events.length ? h("p.meta", {}, h("span", {}, "registered a second time as ", listed(event.same_events.map(link)))) : ""),
    figures(event.figures), tolls(event.tolls), conflicts(event.conflicts), articles(index, id),
    numbers.length ? h("section", {"aria-labelledby": "all"}, h("h2", {id: "all"}, "Claims about it"), h("ol.list", {}, numbers.slice(0, SHOWN).map(claimItem)),
      h("p", {}, h("a", {href: claimwire.address("/", {event: id})}, "Search them"))) : "");
  });
})();
