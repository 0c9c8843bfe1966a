"""Lines of invented pages: where a lead may stand, what is no part of an article, and what only begins like that."""

from __future__ import annotations

import pytest
from test_pages import by_kind

from claimwire.errors import RecipeError
from claimwire.ingest.recipes import recipe_named

TITLE = "Ferry sinks off Port Orlan"
H1 = f"<h1>{TITLE}</h1>"
FIRST = "The ferry Stella went down at dawn, the coast guard of Rovia said on Monday, and boats left at once."
SECOND = "In 1999 another ferry sank on the same line, and more than a hundred people lost their lives there."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"
BODY = f"<div class='content'>{TEXT}</div>"
LEAD = "At least 40 people are missing"


def page(body: str, head: str = "", title: str = TITLE) -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def described(text: str) -> str:
    return f'<meta property="og:description" content="{text}">'


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{H1}<p class='standfirst'>{LEAD}</p></div>{BODY}",
        f"<div><p class='standfirst'>{LEAD}</p>{H1}</div>{BODY}",
        f"{H1}<h2>{LEAD}</h2>{BODY}",
        f"{H1}<h2>{LEAD}</h2>{TEXT}",
        f"<article>{H1}<h2>{LEAD}</h2>{TEXT}</article>",
        f"<article><header>{H1}<h3>{LEAD}</h3></header>{TEXT}</article>",
        f"<article><header>{H1}<p>{LEAD}</p><p>Ada Lorn</p><p>3 March 2031</p></header>{TEXT}</article>",
        f"<hgroup>{H1}<p>{LEAD}</p></hgroup>{BODY}",
        f"<article>{H1}<p class='lead'>{LEAD}</p>{TEXT}</article>",
        f"<article>{H1}<div itemprop='description'>{LEAD}</div><div itemprop='articleBody'>{TEXT}</div></article>",
        f"<div class='a'>{H1}<div class='article__summary'>{LEAD}</div><div class='article__text'>{TEXT}</div></div>",
        f"<div class='hero'>{H1}<div class='hero__x'>{LEAD}</div></div>{BODY}",
        f"<div>{H1}<div class='articleSubtitle'>{LEAD}</div><div>3 Mar 2031 | 09:05 | Ada Lorn</div></div>{BODY}",
        f"<article>{H1}<figure><figcaption>Boats.</figcaption></figure><p class='deck'>{LEAD}</p>{BODY}</article>",
        f"<article>{H1}<p class='lead mobile'>{LEAD}</p><p class='lead desktop'>{LEAD}</p>{TEXT}</article>",
        f"<div>{H1}<div class='widget-post-excerpt'><div class='widget-container'>{LEAD}</div></div>{BODY}</div>",
        f"<div>{H1}<div class='field--name-field-teaser'><div class='field__item'>{LEAD}</div></div>{BODY}</div>",
        f"<table><tr><td>{H1}</td></tr><tr><td class='excerpt'>{LEAD}</td></tr><tr><td>{TEXT}</td></tr></table>",
    ],
)
def test_a_lead_is_found_where_it_stands(body: str) -> None:
    """It was lost without a word where it stood outside the body."""
    found = by_kind(page(body))
    assert found["headline"] == [TITLE]
    assert found["lead"] == [LEAD]
    assert found["body"] == [FIRST, SECOND]


@pytest.mark.parametrize("lead", ["Toll at 43", "Forty are missing", "43 dead, 9 hurt"])
def test_a_short_lead_is_one_too(lead: str) -> None:
    assert by_kind(page(f"<div class='top'>{H1}<div class='x'>{lead}</div></div>{BODY}"))["lead"] == [lead]
    assert by_kind(page(f"{H1}<h2>{lead}</h2>{BODY}"))["lead"] == [lead]


@pytest.mark.parametrize(
    "name", ["Ada Lorn", "Ada Lorn, Selme", "By Ada Lorn", "3 March 2031, 09:05", "5 min read", "Share"]
)
def test_other_lines_under_the_headline_are_no_lead(name: str) -> None:
    found = by_kind(page(f"<div class='top'>{H1}<div class='x'>{name}</div></div>{BODY}"))
    assert (found["lead"], found["body"]) == ([], [FIRST, SECOND])


@pytest.mark.parametrize(
    "around", ["<aside>{}</aside>", "<div class='promo'>{}</div>", "<div class='share-line'>{}</div>"]
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_line_with_the_words_of_the_description_is_a_lead_wherever_it_stands(around: str, place: str) -> None:
    line = around.format("Doctors count 31 deaths in the capital")
    body = f"{H1}{line}{BODY}" if place == "before" else f"{H1}{BODY}{line}"
    content = page(body, described("Doctors count 31 deaths in the capital"))
    assert by_kind(content)["lead"] == ["Doctors count 31 deaths in the capital"]
    assert recipe_named("html").extract(content, None)[1].notes == ()


@pytest.mark.parametrize(
    ("description", "lacks"),
    [
        (FIRST, None),
        (FIRST[:53] + "...", None),
        (FIRST[:53] + "…", None),
        (f"{TITLE}. {SECOND}", None),
        ("A ferry sank; 31 are dead", "31, dead"),
        ("A ferry sank; 31 are de…", "31"),
        ("A ferry sank; 31 are dead. …", "31, dead"),
        ("A ferry sank; 7", "7"),
    ],
)
def test_words_that_only_the_description_has_are_told(description: str, lacks: str | None) -> None:
    _, reading = recipe_named("html").extract(page(H1 + BODY, described(description)), None)
    assert len(reading.notes) == (lacks is not None)
    if lacks is not None:
        assert f"has words that the text lacks: {lacks}; it says" in reading.notes[0]


FURNITURE = [
    "Share this article:", "Facebook | Twitter | WhatsApp", "If you like this story, share it with a friend!", "Share",
    "Think your friends would be interested? Share this story!", "You can share this story on social media:",
    "Share 12 Tweet 3", "Also on orlan.example Selme closes its harbours", "Also on: Selme closes its harbours",
    "Also on <a href='x'>Selme closes its harbours</a>", "READ MORE: Selme closes its harbours", "Read more »",
    "<a href='x'>Selme closes its harbours for the winter</a>", "<a href='x'>Why did it sink?</a>",
    "See also: the bridge of Kemrash",
    "Related stories", "You may also like", "Follow us on Telegram and never miss a story.", "Follow @orlanpost",
    "Subscribe to our newsletter for the news of the day.", "Sign up for our daily briefing", "Download our app",
    "FOR IMMEDIATE RELEASE", "Read the full story here.", "Jon Vale can be reached at jon@orlan.example",
    "A version of this article appears in print on March 4, 2031.",
    "Join our WhatsApp channel", "Already a subscriber? Log in", "Photo: Ada Lorn / Meridian Wire",
    "Photo by Ada Lorn.",
    "FILE PHOTO: Boats in the harbour", "© 2031 Orlan Post", "Copyright 2031 The Orlan Post. All rights reserved.",
    "(Reporting by Jon Vale in Selme; editing by Ada Lorn)", "Reporting by Jon Vale, writing by Ada Lorn",
    "Tags: ferry",
    "Source: Meridian Wire", "Sources: Meridian Wire, coast guard of Rovia", "We use cookies to make this site better.",
    "This website uses cookies. By clicking you agree.", "Advertisement", "Story continues below advertisement",
    "* * *",
    "Leave a comment", "12 comments", "3 min read", "Listen to this article 4:31", "Click here for more news", "09:05",
    "The views expressed in this column are solely those of the author and do not represent Orlan Post.",
]  # fmt: skip
SENTENCES = [
    "Also on board were three soldiers, the ministry said.", "Also on Monday, nine people were buried in Selme.",
    "Share prices fell by seven percent on Monday.", "Read more than forty pages, he told us.",
    "Follow-up talks are to begin in Selme on Friday.", "Photo evidence was shown to the court on Tuesday.",
    "Copyright law was changed by the parliament on Monday.", "Related talks broke down in Selme last week.",
    "Sources in the ministry said that nine people had died.", "Source of the fire was a stove, police said.",
    "Watch officers on the bridge had been drinking, the court heard.", "Sign language was used by the minister.",
    "Like many officials, Lorn wrote on Facebook that boats left.", "Comments by the minister angered the families.",
    "Like the others, he would share the boat with them.", "Tweets by the minister were deleted within an hour.",
    "Written by the ministry, the report says 40 died.", "Subscribers of the line lost their money.",
    "More on Monday, the minister said, when the count is done.", "MORE than 40 people were hurt, he said.",
    "Recommended doses were exceeded in nine hospitals.", "By Monday evening, 52 people had been saved.",
    "Image by image, the film shows how the ship sank.", "Video by the ministry shows boats leaving.",
    "“Share this grief with us,” the mayor asked.", "Cookies were sold at the pier for the families.",
    "The captain can be reached by radio only, the coast guard said.",
    "Latest figures show 43 dead.", "Tags were found on nine bodies.",
    "See also the harbour, which was closed, he said.",
    "Facebook said it would share data with the police.", "Forty died at sea. Share your grief, the mayor asked.",
    "On 3 March 2031 nine people died.", "He wept.", "Updated figures of 3 March 2031 show that nine died.",
    "The image was sold to a newspaper by Getty Images in 2031, the court found on Friday.", "Nobody was told.",
    "Ada Lorn is a correspondent who was held in Selme.", "Join the search, the mayor of Selme told young people.",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_that_is_no_part_of_an_article_is_left_out_and_recorded(line: str) -> None:
    found = by_kind(page(f"<article>{H1}<p>{FIRST}</p><p>{line}</p><p>{SECOND}</p></article>"))
    assert found["body"] == [FIRST, SECOND]
    assert len(found["boilerplate"] + found["metadata"]) == 1


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_that_begins_like_one_is_kept(line: str) -> None:
    found = by_kind(page(f"<article>{H1}<p>{FIRST}</p><p>{line}</p><p>{SECOND}</p></article>"))
    assert found["body"] == [FIRST, line, SECOND]
    found = by_kind(page(f"<article>{H1}<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p></article>"))
    assert found["body"] == [FIRST, SECOND, line]


@pytest.mark.parametrize("heading", ["<h3>{}</h3>", "<p><strong>{}</strong></p>", "<p>{}</p>"])
@pytest.mark.parametrize("name", ["Sources", "Sources:", "References"])
@pytest.mark.parametrize("items", ["<ol><li>{}</li><li>{}</li></ol>", "<p>{}</p><p>{}</p>"])
def test_a_list_of_sources_is_left_out(heading: str, name: str, items: str) -> None:
    listed = items.format("Coast guard of Rovia, statement of 3 March 2031.", "Orlan Post, 4 March.")
    found = by_kind(page(f"<article>{H1}{TEXT}{heading.format(name)}{listed}</article>"))
    assert found["body"] == [FIRST, SECOND]
    assert len(found["boilerplate"]) == 3


def test_text_after_a_list_of_other_pages_is_kept() -> None:
    links = "<h3>Related stories</h3><ul><li><a href='a'>Selme closes</a></li><li>Bridge opens</li></ul>"
    found = by_kind(page(f"<article>{H1}<p>{FIRST}</p>{links}<p>{SECOND}</p></article>"))
    assert found["body"] == [FIRST, SECOND]


def test_teasers_in_a_column_beside_the_text_are_left_out() -> None:
    teasers = "<h3><a href='x'>Selme closes</a></h3><p>The harbour of Selme closes for the winter after the storms.</p>"
    found = by_kind(page(f"<div><div class='col8'>{H1}<div>{TEXT}</div></div><div class='col4'>{teasers}</div></div>"))
    assert found["body"] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"<div>{H1}{FIRST}<br>{SECOND}<br/><br/>He wept.<br>She left.</div>",
         [FIRST, SECOND, "He wept.", "She left."]),
        (f"<article>{H1}{FIRST}<p>{SECOND}</p>He wept on the pier.</article>", [FIRST, SECOND, "He wept on the pier."]),
        (f"<div>{H1}<p>{FIRST}<p>{SECOND}<div><p>He wept for <b>her</div>", [FIRST, SECOND, "He wept for her"]),
        (f"<article>{H1}<ul><li>nine dead</li></ul><p>{FIRST}</p></article>", ["nine dead", FIRST]),
        (f"<article>{H1}<p>{FIRST}</p><blockquote>We wait.<cite>Ada Lorn</cite></blockquote></article>",
         [FIRST, "We wait.", "Ada Lorn"]),
        (f"<article>{H1}{FIRST}<p>Caf&eacute; &amp; 40&nbsp;000&thinsp;so&shy;lemn&#8203;ly &lt;b&gt;.</p></article>",
         [FIRST, "Café & 40 000 solemnly <b>."]),
        (f"<article>{H1}<p>{FIRST}</p><p>He said <q>no</q>.</p></article>", [FIRST, "He said “no”."]),
        (f"<div>{H1}<div><p>{FIRST}</p></div><div class='ad'>Buy soap</div><div><p>{SECOND}</p></div></div>",
         [FIRST, SECOND]),
        (f"<form id='aspnet'>{H1}{TEXT}</form>", [FIRST, SECOND]),
        (f"{H1}<p>A ferry sank.</p>", ["A ferry sank."]),
    ],
)  # fmt: skip
def test_paragraphs_of_many_forms_are_kept(body: str, found: list[str]) -> None:
    assert by_kind(page(body))["body"] == found


@pytest.mark.parametrize(
    ("head", "body", "date", "found"),
    [
        ('<meta property="article:published_time" content="2031-03-03T09:05:00Z">', "", "2031-03-03", "metadata"),
        ('<meta name="date" content="03 Mar 2031">', "", "2031-03-03", "metadata"),
        (linked('{"@type":"NewsArticle","datePublished":"2031-03-03"}'), "", "2031-03-03", "metadata"),
        (linked('//<![CDATA[\n{"@graph":[{"@type":["BlogPosting"],"datePublished":"March 3, 2031"}]};\n//]]>'), "",
         "2031-03-03", "metadata"),
        ("", "<meta itemprop='datePublished' content='2031-03-03'>", "2031-03-03", "metadata"),
        ("", "<time datetime='2031-03-03T09:05'>Monday</time>", "2031-03-03", "metadata"),
        ("", "<div>Published: March 3, 2031 9:05 am EST</div>", "2031-03-03", "timestamp"),
        ("", "<div>3rd of March 2031</div>", "2031-03-03", "timestamp"),
        ("", "<div class='date'>13/03/2031</div>", "2031-03-13", "timestamp"),
        ('<link rel="canonical" href="https://a.example/2031/03/03/ferry">', "", "2031-03-03", "url"),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', "", None, "unknown"),
        ('<meta property="article:published_time" content="2031-02-30">', "", None, "unknown"),
        ("", "<div class='date'>03/04/2031</div>", None, "unknown"),
        ("", "<div>Updated: March 3, 2031</div>", None, "unknown"),
    ],
)  # fmt: skip
def test_the_date_of_a_page_and_how_it_was_found(head: str, body: str, date: str | None, found: str) -> None:
    _, reading = recipe_named("html").extract(page(f"<article>{H1}{body}{TEXT}</article>", head), None)
    assert (reading.publication.date, reading.publication.found.value) == (date, found)


@pytest.mark.parametrize(
    ("published", "shown", "told"),
    [
        ("2031-03-03T23:30:00Z", "2031-03-04T01:30:00+02:00", False),
        ("2031-03-03T23:30:00Z", "2031-03-05T01:30:00+02:00", True),
        ("2031-03-03", "2031-03-04", True),
        ("2031-03-03", "2031-03-03", False),
    ],
)
def test_two_days_of_publication_are_told_unless_they_are_one_moment(published: str, shown: str, told: bool) -> None:
    head = f'<meta property="article:published_time" content="{published}">'
    content = page(f"<article>{H1}<time datetime='{shown}'>x</time>{TEXT}</article>", head)
    _, reading = recipe_named("html").extract(content, None)
    assert reading.publication.date == "2031-03-03"
    assert len(reading.notes) == told


def test_a_date_of_change_is_no_date_of_publication() -> None:
    head = '<meta property="article:modified_time" content="2031-03-03T00:00:00Z">'
    _, reading = recipe_named("html").extract(page(f"<article>{H1}<p>{FIRST}</p></article>", head), None)
    assert (reading.publication.date, reading.publication.found.value) == (None, "unknown")
    assert reading.notes == (
        "the page gives only when it was last changed, 2031-03-03; that is not a date of publication",
    )


TEASERS = "".join(
    f"<article><h2><a href='/{n}'>Ferry {n} sinks off Orlan</a></h2><p>The ferry number {n} sank at dawn.</p></article>"
    for n in range(5)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            page(f"<main>{TEASERS}</main>", title="Orlan Post: the news of today"),
            "the page shows 5 articles with links",
        ),
        (
            page(f"{H1}<p class='lead'>{LEAD}</p>"),
            "it has the headline 'Ferry sinks off Port Orlan', but no text below it",
        ),
        (page(f"{H1}<div class='paywall'><p>Already a subscriber? Log in</p></div>"), "but no text below it"),
        (page("<div id='root'></div><noscript>Enable JavaScript.</noscript>"), "but no text below it"),
        (page("", title=""), "no article was found in the page"),
        (page(TEXT, title=""), "it has no headline"),
        (b"<html><frameset cols='2'><frame src='a'></frameset></html>", "the page is a set of frames"),
    ],
)
def test_a_page_that_does_not_show_one_article_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(RecipeError) as raised:
        recipe_named("html").extract(content, None)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("body", "title", "headline"),
    [
        (f"<h1><a href='/'>Orlan Post</a></h1><h2>{TITLE}</h2>{TEXT}", f"{TITLE} | Orlan Post", TITLE),
        (f"<header><h1>Orlan Post News Service</h1></header><article>{H1}{TEXT}</article>", "Orlan Post", TITLE),
        (f"<div>{TEXT}</div>", f"{TITLE} | Orlan Post", TITLE),
        (f"<h1>{TITLE}: 40 missing</h1>{TEXT}", f"{TITLE}…", f"{TITLE}: 40 missing"),
        (f"<p><b>{TITLE}</b></p>{TEXT}", f"Orlan Post: {TITLE}", TITLE),
    ],
)
def test_the_headline_is_the_one_that_the_page_shows(body: str, title: str, headline: str) -> None:
    found = by_kind(page(body, title=title))
    assert found["headline"] == [headline]
    assert found["body"] == [FIRST, SECOND]


def test_text_that_only_linked_data_has_is_taken_and_told() -> None:
    json = f'{{"@type":"NewsArticle","headline":"{TITLE}","articleBody":"<p>{FIRST}</p><p>{SECOND}</p>"}}'
    content = page(f"<article>{H1}<p>{FIRST[:40]}.</p></article>", linked(json.replace('"<p>', '"&lt;p>')))
    _, reading = recipe_named("html").extract(content, None)
    assert by_kind(content)["body"][-2:] == [FIRST, SECOND]
    assert any("the text is that of its articleBody" in note for note in reading.notes)


def test_a_heading_between_paragraphs_in_elements_of_their_own_is_kept() -> None:
    block = "<div class='block'>{}</div>"
    body = block.format(TEXT) + block.format("<h2>A ship of 1988</h2>") + block.format(f"<p>{FIRST[:-1]} again.</p>")
    found = by_kind(page(f"<main><article>{block.format(H1)}{body}</article></main>"))
    assert found["section_heading"] == ["A ship of 1988"]
    assert found["body"] == [FIRST, SECOND, f"{FIRST[:-1]} again."]
