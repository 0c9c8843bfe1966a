"""An invented raw document for every recipe, with the traps of real ones, and what has to be read in it.

`EXAMPLES` holds at least one a recipe; `test_recipes` insists on it. `RAW_TEXTS` draws documents that a recipe accepts.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

from hypothesis import strategies as st
from strategies import TEXT, WORDS

from claimwire.ingest.day_pages import place_of


@dataclass(frozen=True)
class Example:
    """A document and what a recipe has to find in it."""

    name: str
    recipe: str
    content: bytes
    pieces: tuple[tuple[str, str], ...]
    """Kind and words of every piece that is no separator, in order."""
    published: str | None
    found: str
    url: str | None = None
    record: str | None = None
    headline: str | None = None
    """What the record shows for the headline, if not the whole piece."""


ICONS = "icon bookmark-xicon cogicon doveicon chevron downicon eelicon v-foldicon ghicon inicon sign upicon zzicon fm"

RT = f"""{ICONS}
3 Mar, 2031 09:05

Ferry sinks off Port Orlan

At least 40 people are missing, the coast guard of Rovia has said
Ferry sinks off Port Orlan

The ‘Stella’ went down at dawn.\u00a0 \u00a0

Minister Ada Lorn\u00a0said: “We are searching.” She added that two boats had left.\u00a0

Podcasts
0:00
26:25
0:00
"""

RT_WITHOUT_LEAD = f"""{ICONS}
28 Feb, 2031 23:59
Ferry sinks off Port Orlan
Ferry sinks off Port Orlan
The ‘Stella’ went down at dawn.
"""

SPUTNIK = """ date 2031-03-03 https://orlan-globe.example/20310303/ferry-sinks-off-port-orlan---11.html

Ferry Sinks Off Port Orlan - Lorn

Ferry Sinks Off Port Orlan - Lorn

A ferry sank on Monday, Ada Lorn said.

2031-03-03T09:05+0000

2031-03-03T09:05+0000

2031-03-03T09:40+0000

A ferry sank on Monday, Ada Lorn said.Rovia sent "two boats." It also asked Selme for help. \
The U.S. navy was told.In 1999, a ferry sank there.“We remember,” she said.“It was cold.”Who would not?He wept. \
"The sea took them.""We wait," he said.
"""

TASS = """All news

Rovia concerned over ferry — Lorn

The minister noted that Reykjav·l is in touch with Selme

PORT ORLAN, March 3. /TASS/. Rovia is concerned, Minister Ada Lorn told reporters.

"We are searching everywhere," she said on the radio

History of the line

On May 17, ferries stopped at Reykjav·l. That is was cold is known.
"""

PLAIN = """Ferry sinks off Port Orlan

At least 40 people are missing.

PORT ORLAN, March 3 (Meridian Wire) — Two boats left at dawn.

What is known

The ‘Stella’ had 90 people on board, a spokesman said.
"""

JSONL = [
    {"article_id": "wn-1", "headline": "Ferry sinks", "text": "Monday, March 3, 2031 \n\nA ferry sank.\n\nBoats left.",
     "published": "2031-03-03", "url": "https://wn.example/ferry", "licence": "CC BY 4.0"},
    {"id": "wn-2", "headline": " Bridge\u2028closes ", "text": "The bridge of Orlan closed. It is old."},
]  # fmt: skip

HTML = """<!DOCTYPE html><html lang="en"><head><title>Ferry sinks off Port Orlan | Orlan Post</title>
<meta property="og:title" content="Ferry sinks off Port Orlan"/><meta property="og:site_name" content="Orlan Post"/>
<meta property="article:published_time" content="2031-03-03T09:05:00+00:00"/>
<link rel="canonical" href="https://orlan-post.example/ferry"/></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ferry sinks off Port Orlan</h1>
<p>The ferry Stella went down at dawn, the coast guard of Rovia said on Monday, and boats left the harbour at once.</p>
<p>“We are searching for everybody who was on board,” said Ada Lorn, the minister of roads, in a short statement.</p>
<p>In 1999 another ferry sank on the same line, and more than a hundred people lost their lives in the cold water.</p>
</article><footer><p>Copyright Orlan Post</p></footer></body></html>
"""

CSV = f"""url,date,title,text
https://wiki.example//wiki/Ferry_sinks%2C_ten_missing,2031-03-03,"Ferry sinks, ten missing","Monday, March 3, 2031{" "}


A ferry sank off ""Port Orlan"" at dawn.

The harbour on Monday. Image: Ada Lorn.

Boats left."
https://wiki.example/wiki/Bridge_closes,2031-03-04,Bridge closes,The bridge of Orlan closed.
"""

TSV = """eng\trov\r
Ferry sinks off Port Orlan\tO ferro
A ferry sank, the coast guard said.\tUn ferro
What is known\tO ke
#StayAshore\t#x
Ada Mirel contributed to this report.\tAda
\t
The harbour of Orlan at dawn.\tO porto
Photo by Ada Lorn, used with permission.\tFoto
Boats left in the night.\tBot
\t
The mayor [Image by Ada Lorn and used with permission]Omar Tresh, the mayor, resigned on Monday.\tO
It rained.\tPlu
"""

WIKI = "https://en.wikipedia.org/wiki"
SINKING = (
    f'The [ferry]({WIKI}/Ferry "Ferry") *Stella* sinks off [Port Orlan]({WIKI}/Port_Orlan), and '
    "\\*ten\\* of 90 on board are missing. [(*Orlan Post*)](https://orlan-post.example/ferry_(2031)) "
    'Boats leave "at once". [(Quay Radio)](https://quay.example/a "A") ([Tarn Wire](https://tarn.example/b))'
)
DAY_PAGE = f"""---
layout: post
title: 2031 March 03
date: 2031-03-03
published: true
---

#### Disasters and accidents

* [Storms of *2031*]({WIKI}/Storms_%282031%29 "Storms (2031)")
  * [Sinking of the *Stella*]({WIKI}/Stella "Stella"), [Rovia at sea]({WIKI}/Rovia_at_sea)
    * {SINKING}
* The bridge of Orlan closed. [(Quay Radio)](https://quay.example/bridge)

#### Law and crime

* A judge in [Tarn]({WIKI}/Tarn) resigns. [(Tarn Wire)](https://tarn.example/b)
* A judge in Orlan resigns, too. [(Tarn Wire)](https://tarn.example/b)
"""

CSV_FIELDS = """id;published;headline;text
q;2031-03-03;"Ferry; ten missing";"Monday, March 3, 2031
A ferry sank off ""Port Orlan"" at dawn.

Boats left."
r;;Bridge closes;The bridge closed.
"""

FRONT_MATTER = """---
headline: "Ferry sinks off Port Orlan"   # as the page had it
published: 2031-03-03
url: https://orlan-post.example/ferry
outlet: orlan_post
---

Ferry sinks off Port Orlan

PORT ORLAN, March 3 (Meridian Wire) — Two boats left at dawn.

---

Nobody knows why.
"""

EXAMPLES = (
    Example(
        "rt",
        "rt-text",
        RT.encode(),
        (
            ("boilerplate", ICONS),
            ("metadata", "3 Mar, 2031 09:05"),
            ("headline", "Ferry sinks off Port Orlan"),
            ("lead", "At least 40 people are missing, the coast guard of Rovia has said"),
            ("duplicate", "Ferry sinks off Port Orlan"),
            ("body", "The ‘Stella’ went down at dawn."),
            ("body", "Minister Ada Lorn\u00a0said: “We are searching.” She added that two boats had left."),
            ("boilerplate", "Podcasts\n0:00\n26:25\n0:00"),
        ),
        "2031-03-03T09:05:00",
        "timestamp",
    ),
    Example(
        "rt without sub-headline",
        "rt-text",
        RT_WITHOUT_LEAD.encode(),
        (
            ("boilerplate", ICONS),
            ("metadata", "28 Feb, 2031 23:59"),
            ("headline", "Ferry sinks off Port Orlan"),
            ("duplicate", "Ferry sinks off Port Orlan"),
            ("body", "The ‘Stella’ went down at dawn."),
        ),
        "2031-02-28T23:59:00",
        "timestamp",
    ),
    Example(
        "sputnik",
        "sputnik-text",
        SPUTNIK.encode(),
        (
            ("metadata", "date 2031-03-03 https://orlan-globe.example/20310303/ferry-sinks-off-port-orlan---11.html"),
            ("headline", "Ferry Sinks Off Port Orlan - Lorn"),
            ("duplicate", "Ferry Sinks Off Port Orlan - Lorn"),
            ("lead", "A ferry sank on Monday, Ada Lorn said."),
            ("metadata", "2031-03-03T09:05+0000"),
            ("metadata", "2031-03-03T09:05+0000"),
            ("metadata", "2031-03-03T09:40+0000"),
            ("duplicate", "A ferry sank on Monday, Ada Lorn said."),
            ("body", 'Rovia sent "two boats." It also asked Selme for help. The U.S. navy was told.'),
            ("body", "In 1999, a ferry sank there."),
            ("body", "“We remember,” she said."),
            ("body", "“It was cold.”"),
            ("body", "Who would not?"),
            ("body", 'He wept. "The sea took them."'),
            ("body", '"We wait," he said.'),
        ),
        "2031-03-03T09:40:00Z",
        "timestamp",
        url="https://orlan-globe.example/20310303/ferry-sinks-off-port-orlan---11.html",
    ),
    Example(
        "tass",
        "tass-text",
        TASS.encode(),
        (
            ("boilerplate", "All news"),
            ("headline", "Rovia concerned over ferry — Lorn"),
            ("lead", "The minister noted that Reykjav·l is in touch with Selme"),
            ("dateline", "PORT ORLAN, March 3. /TASS/. "),
            ("body", "Rovia is concerned, Minister Ada Lorn told reporters."),
            ("body", '"We are searching everywhere," she said on the radio'),
            ("section_heading", "History of the line"),
            ("body", "On May 17, ferries stopped at Reykjav·l. That is was cold is known."),
        ),
        "XXXX-03-03",
        "dateline_without_year",
    ),
    Example(
        "plain",
        "plain-text",
        PLAIN.encode(),
        (
            ("headline", "Ferry sinks off Port Orlan"),
            ("lead", "At least 40 people are missing."),
            ("dateline", "PORT ORLAN, March 3 (Meridian Wire) — "),
            ("body", "Two boats left at dawn."),
            ("section_heading", "What is known"),
            ("body", "The ‘Stella’ had 90 people on board, a spokesman said."),
        ),
        None,
        "unknown",
    ),
    Example(
        "jsonl, dated first line",
        "jsonl-field",
        "".join(json.dumps(row) + "\n" for row in JSONL).encode(),
        (
            ("headline", "Ferry sinks"),
            ("metadata", "Monday, March 3, 2031"),
            ("body", "A ferry sank."),
            ("body", "Boats left."),
        ),
        "2031-03-03",
        "metadata",
        url="https://wn.example/ferry",
        record="wn-1",
    ),
    Example(
        "jsonl, headline with a line separator",
        "jsonl-field",
        "".join(json.dumps(row) + "\n" for row in JSONL).encode(),
        (("headline", "Bridge\u2028closes"), ("body", "The bridge of Orlan closed. It is old.")),
        None,
        "unknown",
        record="wn-2",
    ),
    Example(
        "csv, dated first line and a caption",
        "wikinews-csv",
        CSV.encode(),
        (
            ("headline", "Ferry sinks, ten missing"),
            ("metadata", "Monday, March 3, 2031"),
            ("body", 'A ferry sank off "Port Orlan" at dawn.'),
            ("credit", "The harbour on Monday. Image: Ada Lorn."),
            ("body", "Boats left."),
        ),
        "2031-03-03",
        "metadata",
        url="https://wiki.example/wiki/Ferry_sinks%2C_ten_missing",
        record="Ferry_sinks,_ten_missing",
    ),
    Example(
        "csv with semicolons",
        "csv-field",
        CSV_FIELDS.encode(),
        (
            ("headline", "Ferry; ten missing"),
            ("metadata", "Monday, March 3, 2031"),
            ("body", 'A ferry sank off "Port Orlan" at dawn.'),
            ("body", "Boats left."),
        ),
        "2031-03-03",
        "metadata",
        record="q",
    ),
    Example(
        "front matter",
        "front-matter",
        FRONT_MATTER.encode(),
        (
            ("metadata", '---\nheadline: "'),
            ("headline", "Ferry sinks off Port Orlan"),
            ("metadata", FRONT_MATTER.partition("Orlan")[2].partition("\n\n")[0] + "\n"),
            ("duplicate", "Ferry sinks off Port Orlan"),
            ("dateline", "PORT ORLAN, March 3 (Meridian Wire) — "),
            ("body", "Two boats left at dawn."),
            ("body", "---"),
            ("body", "Nobody knows why."),
        ),
        "2031-03-03",
        "metadata",
        url="https://orlan-post.example/ferry",
    ),
    Example(
        "tsv",
        "parallel-tsv",
        TSV.encode(),
        (
            ("headline", "Ferry sinks off Port Orlan"),
            ("body", "A ferry sank, the coast guard said."),
            ("section_heading", "What is known"),
            ("share_line", "#StayAshore"),
            ("credit", "Ada Mirel contributed to this report."),
        ),
        None,
        "unknown",
        record="0",
    ),
    Example(
        "day page, nested headings and sources in the middle",
        "day-item",
        DAY_PAGE.encode(),
        (
            ("headline", "Sinking of the Stella, Rovia at sea"),
            ("body", "The ferry Stella sinks off Port Orlan, and *ten* of 90 on board are missing."),
            ("metadata", "(Orlan Post)"),
            ("body", 'Boats leave "at once".'),
            ("metadata", "(Quay Radio) (Tarn Wire)"),
        ),
        "2031-03-03",
        "metadata",
        record="927cb1dc",
        headline="Sinking of the Stella",
    ),
    Example(
        "html",
        "html",
        HTML.encode(),
        (
            ("headline", "Ferry sinks off Port Orlan"),
            ("duplicate", "Ferry sinks off Port Orlan"),
            (
                "body",
                "The ferry Stella went down at dawn, the coast guard of Rovia said on Monday, and boats left the "
                "harbour at once.",
            ),
            (
                "body",
                "“We are searching for everybody who was on board,” said Ada Lorn, the minister of roads, in a short "
                "statement.",
            ),
            (
                "body",
                "In 1999 another ferry sank on the same line, and more than a hundred people lost their lives in the "
                "cold water.",
            ),
        ),
        "2031-03-03",
        "metadata",
        url="https://orlan-post.example/ferry",
    ),
)

LINES = st.lists(TEXT, max_size=8).map("\n".join)
SENTENCES = st.sampled_from(["The ferry sank at dawn.", "“We search,” she said.", 'He said "no."', "Boats left"])
GLUED = st.lists(SENTENCES | WORDS, min_size=1, max_size=6).map("".join)


@st.composite
def _rt(draw: st.DrawFn) -> str:
    headline = draw(WORDS)
    parts = [draw(LINES), "9 Apr, 2031 10:00", headline, draw(WORDS), *draw(st.lists(st.just(headline), max_size=2))]
    return "\n".join([*parts, draw(LINES), draw(GLUED), *draw(st.lists(st.just("Podcasts"), max_size=1)), draw(LINES)])


@st.composite
def _sputnik(draw: st.DrawFn) -> str:
    headline, lead = draw(WORDS), draw(WORDS)
    stamps = draw(st.lists(st.just("2031-03-03T09:05+0000"), max_size=3))
    body = draw(st.sampled_from(["", lead])) + draw(GLUED)
    parts = [" date 2031-03-03 https://orlan.example/a", headline, headline, lead, *stamps, body, draw(LINES)]
    return draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(parts)


@st.composite
def _tass(draw: st.DrawFn) -> str:
    dateline = draw(
        st.sampled_from(
            ["PORT ORLAN, March 3. /TASS/. ", "ORLAN, May 17, 2031. /TASS/.", "ST. O'D-X, June 1. /TASS/.\n"]
        )
    )
    return "\n".join(
        [*draw(st.lists(st.just("All news"), max_size=1)), draw(LINES), dateline + draw(GLUED), draw(LINES)]
    )


@st.composite
def _plain(draw: st.DrawFn) -> str:
    dateline = draw(st.sampled_from(["", "ORLAN, 3 May – ", "PORT ORLAN, May 3 (Meridian Wire)—"]))
    return "\n".join([draw(WORDS), draw(WORDS), dateline + draw(GLUED), draw(LINES)])


@st.composite
def _jsonl(draw: st.DrawFn) -> str:
    return json.dumps({"id": "r", "headline": draw(WORDS), "text": draw(LINES), "published": "2031-03-03"})


@st.composite
def _csv_field(draw: st.DrawFn) -> str:
    rows = io.StringIO()
    ends, parted = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from([",", ";", "\t"]))
    writer = csv.writer(rows, lineterminator=ends, delimiter=parted)
    writer.writerow(["text", "id", "headline"])
    for name in ("q", "r"):
        writer.writerow([draw(LINES) + draw(GLUED), name, draw(WORDS)])
    return rows.getvalue()


@st.composite
def _front_matter(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["headline: A ferry sank", "published: 2031-03-03", "title: 'A \"b\"'\ndate: 2031"]))
    return "\n".join(["---", head, "---", draw(WORDS), draw(WORDS), draw(GLUED), draw(LINES)])


@st.composite
def _csv(draw: st.DrawFn) -> str:
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerow(["url", "date", "title", "text"])
    for name in ("q", "r"):
        text = draw(LINES) + draw(GLUED)
        writer.writerow([f"https://wiki.example//wiki/{name}", "2031-03-03", draw(WORDS), text])
    return rows.getvalue()


@st.composite
def _tsv(draw: st.DrawFn) -> str:
    lines = draw(st.lists(WORDS, min_size=1, max_size=6))
    return "eng\trov\n" + "".join(f"{line}\t{draw(WORDS)}\n" for line in lines) + "\n"


DRAWN_SOURCE = "https://quay.example/drawn"
DRAWN_PLACE = place_of(f"[(Quay Radio)]({DRAWN_SOURCE})")


@st.composite
def _day_page(draw: st.DrawFn) -> str:
    words = (
        WORDS | TEXT | st.sampled_from(["[Orlan](https://en.wikipedia.org/wiki/Orlan)", "*it*", "\\*", "[", "](", "<"])
    )
    shown = st.lists(words, min_size=1, max_size=5).map(lambda parts: " ".join(" ".join(parts).split()))
    heading = draw(st.sampled_from(["", f"* [Storm]({WIKI}/Storm)\n  "]))
    others = "".join(f"* {draw(shown)} [(Tarn Wire)](https://tarn.example/{number})\n" for number in range(2))
    item = f"{heading}* {draw(shown)} [(Quay Radio)]({DRAWN_SOURCE})\n"
    return f"---\ndate: 2031-03-03\n---\n\n#### {draw(WORDS)}\n\n" + draw(
        st.sampled_from([others + item, item + others])
    )


@st.composite
def _html(draw: st.DrawFn) -> str:
    long = "The ferry Stella went down at dawn, the coast guard of Rovia said on Monday, and boats left the harbour."
    paragraphs = draw(st.lists(SENTENCES, min_size=1, max_size=4).map(lambda parts: f"<p>{long} {' '.join(parts)}</p>"))
    title = draw(st.sampled_from(["Ferry sinks", "Ferry &amp; bridge", "Ferry\nsinks"]))
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


RAW_TEXTS: dict[str, tuple[st.SearchStrategy[str], str | None]] = {
    "rt-text": (_rt(), None),
    "sputnik-text": (_sputnik(), None),
    "tass-text": (_tass(), None),
    "plain-text": (_plain(), None),
    "jsonl-field": (_jsonl(), "r"),
    "html": (_html(), None),
    "csv-field": (_csv_field(), "r"),
    "front-matter": (_front_matter(), None),
    "wikinews-csv": (_csv(), "r"),
    "parallel-tsv": (_tsv(), "0"),
    "day-item": (_day_page(), DRAWN_PLACE),
}
"""Documents, most of which a recipe accepts, and the record to read in them."""
