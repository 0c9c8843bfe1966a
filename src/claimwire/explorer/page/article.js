"use strict";
/* An article: its text with nested and overlapping spans, or where they are; who tells it; what each annotator said. */

(() => {
  const {h, load, words, className, count, day, view, address, claimAddress, sources} = claimwire;
  const LANE = 4;

  const pieces = (claim) => claim.spans.map((span) => [span.start, span.end]);
  const length = (claim) => claim.spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const where = (claim) => claim.spans.map((span) => `${span.start}–${span.end}`).join(" + ");

  /* Return the lane of each claim: no two that overlap share one, and the inner of two is nearer to the words. */
  function lanesOf(claims) {
    const lanes = new Map();
    const overlap = (one, other) => pieces(one).some(([start, end]) =>
      pieces(other).some(([begin, stop]) => start < stop && begin < end));
    for (const claim of [...claims].sort((one, other) => length(one) - length(other))) {
      const taken = new Set([...lanes].filter(([other]) => overlap(claim, other)).map(([, lane]) => lane));
      let lane = 0;
      while (taken.has(lane)) lane += 1;
      lanes.set(claim, lane);
    }
    return lanes;
  }

  /* The passages of an article with marks under them; one claim is active at a time, by mouse, touch or keyboard. */
  class Marked {
    constructor(article, claims, fields, onActive) {
      this.claims = claims;
      this.onActive = onActive;
      this.lanes = lanesOf(claims);
      this.depth = Math.max(0, ...this.lanes.values()) + 1;
      this.parts = fields.parts;
      this.segments = [];
      this.active = this.pinned = null;
      this.root = article.text === null ? this.map(article) : this.text(article);
      this.root.addEventListener("keydown", (event) => this.key(event));
      this.root.addEventListener("mouseleave", () => this.show(this.pinned));
    }

    text(article) {
      const letters = Array.from(article.text);
      const edges = new Set([0, letters.length]);
      for (const [, start, end] of article.pieces) edges.add(start).add(end);
      for (const claim of this.claims) {
        for (const field of ["spans", ...this.parts]) {
          for (const span of claim[field] || []) edges.add(span.start).add(span.end);
        }
      }
      const places = [...edges].filter((place) => place <= letters.length).sort((one, other) => one - other);
      const root = h("div.text", {tabindex: 0, role: "group", "aria-label": "Text with its claims", "aria-describedby": "keys"});
      root.style.setProperty("--depth", `${this.depth * LANE}px`);
      places.slice(0, -1).forEach((start, place) => {
        const end = places[place + 1];
        const kind = (article.pieces.find(([, first, last]) => first <= start && start < last) || [""])[0];
        root.append(this.segment(letters.slice(start, end).join(""), start, end, kind));
      });
      return root;
    }

    segment(text, start, end, kind) {
      const inside = (span) => span.start <= start && end <= span.end;
      const own = this.claims.filter((claim) => claim.spans.some(inside));
      const element = h("span", {class: `seg ${kind || (/^\s*\n\s*$/.test(text) ? "gap" : "")}`.trim()}, text);
      const parts = new Map();
      for (const claim of this.claims) {
        for (const field of this.parts) if ((claim[field] || []).some(inside)) parts.set(claim, [...(parts.get(claim) || []), field]);
      }
      if (own.length) {
        own.sort((one, other) => length(one) - length(other));
        element.classList.add("marked");
        const image = (claim) => `linear-gradient(var(--${className(claim.label)}), var(--${className(claim.label)}))`;
        element.style.backgroundImage = own.map(image).join(", ");
        element.style.backgroundPosition = own.map((claim) => `0 calc(100% - ${(this.depth - 1 - this.lanes.get(claim)) * LANE}px)`).join(", ");
        element.style.backgroundSize = own.map(() => "100% 2px").join(", ");
        element.addEventListener("mouseenter", () => this.show(own[0]));
        element.addEventListener("click", () => this.pin(own[0]));
      }
      this.segments.push({element, own, parts});
      return element;
    }

    /* Draw where the claims are in a text that is not here: a bar each, on the lanes of nested ones. */
    map(article) {
      const root = h("div.map", {tabindex: 0, role: "group", "aria-label": "Where the claims are in the text", "aria-describedby": "keys"});
      root.style.height = `${this.depth * 14 + 22}px`;
      const share = (offset) => `${(100 * offset / Math.max(1, article.text_length)).toFixed(3)}%`;
      const bar = (kind, start, end, bottom) => {
        const element = h(`span.${kind}`, {});
        Object.assign(element.style, {left: share(start), width: share(end - start), bottom: `${bottom}px`});
        root.append(element);
        return element;
      };
      for (const [start, end] of article.sentences) bar("sentence", start, end, 4);
      for (const claim of this.claims) {
        for (const [start, end] of pieces(claim)) {
          const element = bar("bar", start, end, 16 + this.lanes.get(claim) * 14);
          element.classList.add(className(claim.label));
          element.addEventListener("mouseenter", () => this.show(claim));
          element.addEventListener("click", () => this.pin(claim));
          this.segments.push({element, own: [claim], parts: new Map()});
        }
      }
      return root;
    }

    key(event) {
      const at = this.claims.indexOf(this.pinned);
      const to = {ArrowRight: at + 1, ArrowLeft: at < 0 ? this.claims.length - 1 : at - 1, Home: 0, End: this.claims.length - 1}[event.key];
      if (event.key === "Escape") this.pin(null);
      else if (event.key === "Enter" && this.pinned && this.pinned.address) location.hash = this.pinned.address;
      else if (to !== undefined && this.claims.length) this.pin(this.claims[(to + this.claims.length) % this.claims.length], true);
      else return;
      event.preventDefault();
    }

    pin(claim, scroll) {
      this.pinned = claim;
      this.show(claim);
      const first = this.segments.find(({own}) => own.includes(claim));
      if (scroll && first) first.element.scrollIntoView({block: "nearest"});
    }

    show(claim) {
      if (claim === this.active) return;
      this.active = claim;
      for (const {element, own, parts} of this.segments) {
        const part = (claim && parts.get(claim)) || [];
        element.classList.toggle("active", Boolean(claim) && own.includes(claim));
        element.classList.toggle("part", part.length > 0);
        element.style.setProperty("--c", claim ? `var(--${className(claim.label)})` : "");
        element.style.setProperty("--p", part.length ? `var(--${className(part[part.length - 1])})` : "");
      }
      this.onActive(claim);
    }
  }

  /* Return the slots of a claim as a list of names and values. `text` gives the words of spans, if it is there. */
  function slotList(claim, fields, text, names) {
    const rows = [];
    const known = fields.labels[claim.label] || {slots: []};
    for (const name of known.slots) {
      const value = claim[name];
      if (value === undefined || (Array.isArray(value) && !value.length)) continue;
      const field = fields.fields[name];
      const isSpans = field.shape === "spans";
      if (isSpans && !text) continue;
      const shown = isSpans
        ? value.map((span, place) => [place ? " … " : "", h(`q.swatch.${className(name)}`, {}, text.slice(span.start, span.end).join(""))])
        : [].concat(value).map((one, place) => [place ? ", " : "", valueOf(name, one, field, names)]);
      rows.push(h("dt", {title: field.about}, isSpans ? `${field.title} words` : field.title), h("dd", {}, shown));
    }
    return h("dl.slots", {}, rows);
  }

  function valueOf(name, value, field, names) {
    if (name === "voice_id" || name === "part_of_id") return h("a", {href: claimAddress(value)}, names[value] || value);
    if (name === "event_id") return h("a", {href: `#/event/${value}`}, names[value] || value);
    if (name.endsWith("_id") || name.endsWith("_ids")) {
      return names[`who:${value}`] ? h("a", {href: `#/who/${value}`}, names[`who:${value}`]) : value;
    }
    const about = field.values && field.values[value];
    if (typeof value === "boolean") return value ? "yes" : "no";
    return about ? h("span", {title: about}, words(value)) : typeof value === "number" ? value.toLocaleString("en") : value;
  }

  /* Return what other claims, events and entities are called where a claim names them, by their ids. */
  function namesOf(index, claims, entities) {
    const whos = Object.entries(entities).map(([id, entity]) => [`who:${id}`, entity.name]);
    const said = claims.map((claim) => [claim.claim_id, claim.statement]);
    return {...index.events, ...Object.fromEntries(whos), ...Object.fromEntries(said)};
  }

  /* Return who says a claim, in a line. */
  function saidBy(claim) {
    if (claim.said_by && claim.said_by.length) return h("span", {}, "said by ", sources(claim.said_by));
    const is_said = claim.label === "attributed_statement" || claim.voice_id;
    return h("span", {}, is_said ? "said by a source that has no name here" : "told by the outlet itself");
  }

  /* Return what is told of one claim beside the text. */
  function panelOf(claim, fields, text, names) {
    if (!claim) {
      return [h("p.muted", {}, "Point at a marked passage, or tap it. With the keyboard, Tab to the text: → and ← walk through " +
        "the claims, Enter opens the page of one, Esc lets go.")];
    }
    const title = (fields.labels[claim.label] || {title: claim.label}).title;
    return [
      h("button.close", {type: "button", "data-close": true, "aria-label": "Close"}, "×"),
      h("p", {}, h(`span.label.${className(claim.label)}`, {}, title), h("span.muted.offsets", {}, ` ${where(claim)}`)),
      h("p.says", {}, claim.statement || ""),
      claim.said_by ? h("p.meta", {}, saidBy(claim)) : "",
      claim.address ? h("p", {}, h("a", {href: claim.address}, "Page of this claim")) : became(claim),
      slotList(claim, fields, text, names),
    ];
  }

  /* Tell what adjudication did to a claim of a layer. */
  function became(claim) {
    const to = claim.reference_claim_id;
    return h("p", {}, h("strong", {}, words(claim.decision || "not decided")), claim.rule ? `, by the rule ${claim.rule}` : "",
      ". ", claim.reason || "", " ", to ? h("a", {href: claimAddress(to)}, to) : "");
  }

  /* Return the claims of an article in order, each with its place, statements within another one moved in. */
  function claimList(claims, marked) {
    const depth = (claim, seen) => {
      const voice = claims.find((other) => other.claim_id === claim.voice_id);
      return voice && seen < 6 ? 1 + depth(voice, seen + 1) : 0;
    };
    return h("ol.list.plain", {}, claims.map((claim) => {
      const item = h(`li.item.${className(claim.label)}`, {},
        h("button.statement", {type: "button", onclick: () => marked.pin(claim, true)}, claim.statement || claim.claim_id),
        h("p.meta", {}, h("span.label", {}, words(claim.label)), h("span.offsets", {}, where(claim)),
          claim.said_by ? sources(claim.said_by) : "",
          claim.address ? h("a", {href: claim.address}, claim.claim_id) : h("span", {}, claim.claim_id)));
      item.style.marginInlineStart = `${depth(claim, 0) * 1.2}rem`;
      return item;
    }));
  }

  /* Return the sourcing label: who tells the article, in the words of its card. */
  function sourcingOf(told) {
    if (!told) return "";
    const bar = h("div.bar-of-body", {"aria-hidden": "true"}, told.parts.map((part) => {
      const element = h("span", {class: part.told ? `told ${part.naming || "unknown"}` : "own"});
      element.style.flexGrow = part.length;
      return element;
    }));
    const legend = h("ul.legend", {}, told.parts.map((part) => h("li", {},
      h("span", {class: part.told ? `key told ${part.naming || "unknown"}` : "key own", "aria-hidden": "true"}), ` ${part.words}: ${part.share}`)));
    return h("section", {"aria-labelledby": "sourcing"}, h("h2", {id: "sourcing"}, "Who tells it"),
      h("p.big", {}, told.share), bar, legend,
      h("div.columns", {},
        h("div", {}, h("h3", {}, told.sources), told.namings ? h("p.muted", {}, told.namings) : "",
          told.kinds.length ? h("table.rows.small.keep", {}, h("thead", {}, h("tr", {}, ["kind", "sources", "of body"].map((x) => h("th", {scope: "col"}, x)))),
            h("tbody", {}, told.kinds.map((row) => h("tr", {}, h("td", {}, row[0]), h("td.number", {"data-name": "sources"}, row[1]), h("td.number", {"data-name": "of body"}, row[2]))))) : ""),
        h("div", {}, h("h3", {}, "Named as parties"),
          told.sides.length ? h("table.rows.small.keep", {}, h("thead", {}, h("tr", {}, ["party", "named as", "do they speak?"].map((x) => h("th", {scope: "col"}, x)))),
            h("tbody", {}, told.sides.map((row) => h("tr", {}, h("td", {}, row[0]), h("td", {"data-name": "named as"}, row[1]), h("td", {"data-name": "do they speak?"}, row[2]))))) : h("p.muted", {}, "nobody")),
        h("div", {}, told.facts.map(([name, value]) => [h("h3", {}, name), h("p", {}, value)]))),
      h("p.muted", {}, told.basis));
  }

  /* Return a table with a row for each adjudicated claim, or one that was rejected, and what each annotator had. */
  function decisionsOf(article, fields) {
    if (!article.layers.length) return "";
    const byLayer = article.layers.map((layer) => new Map(layer.claims.map((claim) => [claim.reference_claim_id || claim.claim_id, claim])));
    const rejected = article.layers.flatMap((layer) => layer.claims.filter((claim) => !claim.reference_claim_id));
    const cell = (claim, reference) => h("td", {}, claim ? [h("span", {}, claim.statement || where(claim)), differing(claim, reference, fields)] : h("span.muted", {}, "–"));
    const row = (claim, cells) => h("tr", {class: className(claim.label)},
      h("td.ruled", {"data-name": "reference"}, claim.address ? h("a", {href: claim.address}, claim.statement || claim.claim_id) : h("span.muted", {}, "rejected")),
      h("td", {"data-name": "decision"}, h("strong", {}, words(claim.decision || "")), claim.rule ? ` (${claim.rule})` : "", claim.reason ? `: ${claim.reason}` : ""), cells);
    const name = (cell, layer) => { cell.setAttribute("data-name", layer.annotator_id); return cell; };
    return h("section", {"aria-labelledby": "layers"}, h("h2", {id: "layers"}, "What each annotator said, and what was decided"),
      h("div.scroll", {tabindex: 0, role: "group", "aria-labelledby": "layers"}, h("table.rows.small.keep.decisions", {},
        h("thead", {}, h("tr", {}, ["reference", "decision", ...article.layers.map((layer) => `${layer.annotator_id} (${layer.annotator_kind})`)].map((x) => h("th", {scope: "col"}, x)))),
        h("tbody", {},
          article.claims.map((claim) => row(claim, article.layers.map((layer, place) => name(cell(byLayer[place].get(claim.claim_id), claim), layer)))),
          rejected.map((claim) => row(claim, article.layers.map((layer) => name(cell(layer.claims.includes(claim) ? claim : null), layer))))))));
  }

  /* Name the slots of a layer's claim that differ from those of the reference. */
  function differing(claim, reference, fields) {
    if (!reference) return "";
    const names = Object.keys(fields.fields).filter((name) => fields.fields[name].judged &&
      JSON.stringify(claim[name]) !== JSON.stringify(reference[name]));
    return names.length ? h("p.meta", {}, `differs in ${names.map(words).join(", ")}`) : "";
  }

  /* Return whether the headline is the first piece of the text, where claims in it are marked. */
  const hasHeadline = (article) => article.text !== null && article.pieces.length > 0 && article.pieces[0][0] === "headline";

  function headOf(article, event) {
    const original = article.link ? h("a", {href: article.link, rel: "noreferrer"}, "Original") : article.address ? h("span.address", {}, article.address) : "";
    return h("header.head", {}, h("p.meta", {}, h("span", {}, article.outlet_name), h("span", {}, day(article.publication_date)),
      article.as_of ? h("span", {}, `told by ${day(article.as_of)} UTC`) : "",
      article.episode_id ? h("a", {href: `#/event/${article.episode_id}`}, event || "Event") : "", original),
    h(hasHeadline(article) ? "h1.hidden" : "h1", {}, article.headline));
  }

  view(/^\/article\/([a-z0-9_]+)$/, "", async (index, query, id) => {
    if (index.articleNumber(id) === undefined) throw new claimwire.Missing(`this release has no article ${id}`);
    const [article, fields, entities] = await Promise.all([load(`articles/${id}`), load("fields"), load("entities")]);
    for (const claim of article.claims) claim.address = claimAddress(claim.claim_id);
    const layer = article.layers.find((own) => own.annotation_id === query.get("layer"));
    const claims = layer ? layer.claims : article.claims;
    const text = article.text === null ? null : Array.from(article.text);
    const names = namesOf(index, claims, entities);
    const panel = h("div.panel", {"aria-live": "polite"});
    const marked = new Marked(article, claims, fields, (claim) => {
      panel.classList.toggle("open", Boolean(claim));
      panel.replaceChildren(...[panelOf(claim, fields, text, names)].flat().filter(Boolean));
    });
    panel.addEventListener("click", (event) => event.target.closest("[data-close]") && marked.pin(null));
    panel.replaceChildren(...panelOf(null, fields, text, names));
    const tab = (own, name) => h("a", {href: address(`/article/${id}`, {layer: own && own.annotation_id}),
      "aria-current": own === layer ? "true" : null}, name);
    const tabs = h("nav.tabs", {"aria-label": "Layers"}, tab(undefined, `Reference (${article.claims.length})`),
      article.layers.map((own) => tab(own, `${own.annotator_id} (${own.claims.length})`)));
    const wanted = claims.find((claim) => claim.claim_id === query.get("claim"));
    if (wanted) queueMicrotask(() => marked.pin(wanted));
    const credit = article.text === null
      ? `The text is not here (${article.text_licence}). The bars show where its ${count(claims.length, "claim")} are; the statements are in our own words.`
      : [`${article.text_credit || `Text: ${article.outlet_name}`}; licence of the text: `,
        article.licence_at ? h("a", {href: article.licence_at, rel: "license noreferrer"}, article.text_licence) : article.text_licence, "."];
    return h("article.page.article", {}, headOf(article, index.events[article.episode_id]), tabs, h("p.hidden", {id: "keys"},
      "Right and left arrow walk through the claims, Enter opens the page of a claim, Escape lets go."),
    h("div.reading", {}, h("div", {}, marked.root, h("p.muted.credit", {}, credit), text ? "" : claimList(claims, marked)),
      h("aside", {"aria-label": "The claim pointed at"}, panel)),
    text ? h("details.fold", {}, h("summary", {}, h("h2", {}, "All claims, in the order of the text")), claimList(claims, marked)) : "",
    sourcingOf(article.sourcing), decisionsOf(article, fields));
  });

  Object.assign(claimwire, {slotList, where, differing, namesOf, saidBy});
})();
