"use strict";
/* The page of a claim: what it says, where it stands, what it is linked with, how it was decided on, how it is cited. */

(() => {
  const {h, load, words, className, day, view, claimAddress, claimItem, slotList, where, differing, namesOf, saidBy} = claimwire;
  const AROUND = 160;

  /* Return the words of a claim with what is around them, cut at sentences where those are near. */
  function quoteOf(article, claim, text) {
    const first = claim.spans[0].start;
    const last = claim.spans[claim.spans.length - 1].end;
    const begins = article.sentences.map(([start]) => start).filter((start) => start <= first && first - start < 3 * AROUND);
    const ends = article.sentences.map(([, end]) => end).filter((end) => end >= last && end - last < 3 * AROUND);
    const start = begins.length ? Math.max(...begins) : Math.max(0, first - AROUND);
    const end = ends.length ? Math.min(...ends) : Math.min(text.length, last + AROUND);
    const parts = [];
    let at = start;
    for (const span of claim.spans) {
      parts.push(text.slice(at, span.start).join(""), h(`mark.${className(claim.label)}`, {}, text.slice(span.start, span.end).join("")));
      at = span.end;
    }
    return h("blockquote.quote", {}, parts, text.slice(at, end).join(""));
  }

  function citation(index, article, claim, copy) {
    const place = `${article.outlet_name}, ${day(article.publication_date)}`;
    const address = location.protocol === "file:" ? "" : ` ${location.href.split("#")[0]}${claimAddress(claim.claim_id)}`;
    const text = `${index.citation} Claim ${claim.claim_id}: “${claim.statement || ""}” (${place}).${address}`;
    const button = h("button", {type: "button", onclick: async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    }}, "Copy");
    return h("section", {"aria-labelledby": "how"}, h("h2", {id: "how"}, "Cite this claim"), h("p.cite", {}, text), copy ? h("p", {}, button) : "");
  }

  /* Return what each annotator had of the claim, and in which slots it differs. */
  function opinions(article, claim, fields) {
    const own = article.layers.flatMap((layer) => layer.claims.filter((other) => other.reference_claim_id === claim.claim_id).map((other) => [layer, other]));
    return h("ul.plain", {}, own.map(([layer, other]) => h("li", {}, h("strong", {}, layer.annotator_id), ` (${layer.annotator_kind}): `,
      other.statement || where(other), differing(other, claim, fields))));
  }

  function decision(article, claim, fields) {
    return h("section", {"aria-labelledby": "decided"}, h("h2", {id: "decided"}, "How it was decided"),
      h("p", {}, h("strong", {}, words(claim.decision || "not recorded")), claim.rule ? ` by the rule ${claim.rule}` : claim.adjudicator_id ? ` by ${claim.adjudicator_id} (${claim.adjudicator_kind})` : "",
        claim.reason ? `: ${claim.reason}` : "", claim.decision_note ? ` ${claim.decision_note}` : ""),
      claim.ruling_ids ? h("p.muted", {}, `Rulings of the codebook: ${claim.ruling_ids.join(", ")}`) : "",
      claim.other_readings ? h("div", {}, h("h3", {}, "Other readings"), h("ul.plain", {}, claim.other_readings.map((one) => h("li", {}, one)))) : "",
      opinions(article, claim, fields));
  }

  /* Return the other claims that a claim is linked with, and those that it contradicts. */
  function related(index, claim) {
    const links = (claim.links || []).map((link) => h("div", {}, h("h3", {}, words(link.kind)), link.note ? h("p.muted", {}, link.note) : "",
      h("ol.list", {}, link.claims.map((id) => index.number(id)).filter((number) => number !== undefined).map(claimItem))));
    const conflicts = claim.against
      ? h("div", {}, h("h3", {}, "In conflict with"), h("ol.list", {}, claim.against.map((id) => claimItem(index.number(id))))) : "";
    return links.length || conflicts ? h("section", {"aria-labelledby": "related"}, h("h2", {id: "related"}, "Told elsewhere"), conflicts, links) : "";
  }

  view(/^\/claim\/([a-z0-9_]+)$/, "", async (index, query, id) => {
    const number = index.number(id);
    if (number === undefined) throw new claimwire.Missing(`this release has no claim ${id}; it may be of another version, or have been withdrawn`);
    const articleId = index.articles.id[index.articleOf[number]];
    const [article, fields, entities] = await Promise.all([load(`articles/${articleId}`), load("fields"), load("entities")]);
    const claim = article.claims.find((own) => own.claim_id === id);
    const text = article.text === null ? null : Array.from(article.text);
    const [event] = index.event.at(number);
    return h("article.page.claim", {}, h("header.head", {},
      h("p.meta", {}, h(`span.label.${className(claim.label)}`, {}, fields.labels[claim.label].title), h("span.offsets", {}, id)),
      h("h1", {}, claim.statement || id),
      h("p.meta", {}, saidBy(claim),
        h("a", {href: `#/article/${articleId}?claim=${id}`}, `${article.outlet_name}, ${day(article.publication_date)}: ${article.headline}`),
        event ? h("a", {href: `#/event/${event}`}, index.events[event] || event) : "",
        claim.original ? h("a", {href: claim.original, rel: "noreferrer"}, text ? "Original, at these words" : "Original") : "")),
    text ? quoteOf(article, claim, text) : h("p.muted", {}, `The text is not here (${article.text_licence}); the claim is at ${where(claim)} of its ${article.text_length} code points.`),
    h("section", {"aria-labelledby": "slots"}, h("h2", {id: "slots"}, "Slots"), slotList(claim, fields, text, namesOf(index, article.claims, entities))),
    related(index, claim), decision(article, claim, fields), citation(index, article, claim, Boolean(navigator.clipboard)));
  });
})();
