"""Sentences of invented pages that are kept though they look like other lines, and lines that look like sentences."""

from __future__ import annotations

import pytest
from test_page_lines import FIRST, H1, SECOND, TEXT, page
from test_pages import by_kind

from claimwire.ingest.recipes import recipe_named

QUESTION = "What did you see when the ferry went down?"
THIRD = "The mayor of Selme sent nine boats and forty men to the place."


def article(*parts: str) -> bytes:
    return page(f"<article>{H1}{''.join(parts)}</article>")


def p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("tag", ["p", "li", "blockquote", "div"])
def test_what_the_text_says_twice_is_kept_twice(tag: str) -> None:
    """The second question of an interview was taken for a repeated lead."""
    asked = f"<{tag}>{QUESTION}</{tag}>"
    found = by_kind(article(p(FIRST), asked, p(SECOND), asked, p(THIRD), asked))
    assert found["body"] == [FIRST, QUESTION, SECOND, QUESTION, THIRD, QUESTION]
    assert QUESTION not in found["duplicate"]


def test_a_refrain_that_stands_twice_in_a_row_is_kept() -> None:
    assert by_kind(article(p(FIRST, THIRD, THIRD, SECOND)))["body"] == [FIRST, THIRD, THIRD, SECOND]


def test_a_lead_that_the_text_repeats_is_still_a_duplicate() -> None:
    found = by_kind(article(f"<p class='lead'>{THIRD}</p>", p(THIRD, FIRST, SECOND)))
    assert (found["lead"], found["body"]) == ([THIRD], [FIRST, SECOND])
    assert THIRD in found["duplicate"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine of the sailors were taken to hospital, the mayor said.",
        "“We saw the list of the dead on Monday.”",
        "The ministry has published the names.",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_paragraph_that_is_a_sentence_and_a_link_is_kept(sentence: str, place: int) -> None:
    parts = [FIRST, SECOND]
    parts.insert(place, f"<a href='/x'>{sentence}</a>")
    assert by_kind(article(p(*parts)))["body"] == [sentence if "<a" in part else part for part in parts]


@pytest.mark.parametrize(
    "link",
    [
        "<ul><li><a href='/x'>The harbour of Selme was closed on Monday.</a></li></ul>",
        "<p><a href='/x'>The harbour of Selme is closed</a></p>",
        "<p><a href='/x'>Who closed the harbour of Selme?</a></p>",
        "<aside><p><a href='/x'>The harbour of Selme was closed on Monday.</a></p></aside>",
        "<p><a href='/x'>Read the full story here.</a></p>",
        "<h3>Related</h3><p><a href='/x'>The harbour of Selme was closed on Monday.</a></p>",
    ],
)
def test_other_links_are_left_out(link: str) -> None:
    assert by_kind(article(TEXT, link))["body"] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow us, the rebels told the villagers, or you will die.",
        "Follow us into the hills or die.",
        "Join us on Telegram, the rebels wrote to the young men of Selme.",
        "Contact us by email, the kidnappers told the family.",
        "Subscribe to our newsletter, the sect told its members.",
        "Share this story with your children, the widow begged.",
        "Source: that is what the police call the informer.",
        "Sources: the police have many of them in the harbour.",
        "Credit: the bank gave none.",
        "Tags: that is what the soldiers call the plates.",
        "Image: that was all that counted for the party.",
        "Topics: the talks had only two of them.",
        "Sources: forty were killed, the police of Orlan told reporters.",
        "Watch: forty people were killed here, the mayor said.",
        "More on the dead: all forty were miners from Port Selme.",
        "We ate cookies and rain water for nine days, twelve survivors told the doctor.",
        "Join us or die, the rebels told three hundred villagers in a Telegram post.",
        "Photo: forty coffins stood at the quay on Tuesday.",
    ],
)
def test_a_sentence_with_the_first_words_of_furniture_is_kept(sentence: str) -> None:
    assert by_kind(article(p(FIRST, sentence, SECOND)))["body"] == [FIRST, sentence, SECOND]
    assert by_kind(article(p(FIRST, SECOND, sentence)))["body"] == [FIRST, SECOND, sentence]


@pytest.mark.parametrize(
    "line",
    [
        "Follow us", "Follow us now!", "Follow us for more news.", "Follow us on Facebook and Telegram.",
        "Source: Meridian Wire.", "Sources: Coast Guard of Rovia; Orlan Post", "Credit: Ada Lorn",
        "Tags: ferry, harbour",
        "Image: A boat leaves the harbour of Selme at dawn.", "Home > News > World", "Text size A A A",
    ],
)  # fmt: skip
def test_furniture_is_still_left_out(line: str) -> None:
    assert by_kind(article(p(FIRST, line, SECOND)))["body"] == [FIRST, SECOND]


CLOSING = [
    ("Jon Vale is a reporter at the Orlan Post. Follow him on Twitter @vale.",
     "Jon Vale is a reporter at the Orlan Post who was held in Selme."),
    ("Ada Lorn covers ships for the Orlan Post. She can be reached at lorn@orlan.example.",
     "Ada Lorn covers the walls of her house with maps."),
    ("About the author: Jon Vale writes about the sea.", "About the author: nobody knows who he was."),
    ("The writer is a professor of law at Orlan University.", "The writer is a hero of the city."),
    ("The author is a fellow at the Selme Institute.", "The author is a fellow of many moods, he said."),
    ("By Jon Vale", "By noon the pier was empty."), ("BY JON VALE", "By Monday, Jon Vale had left."),
    ("Jon Vale | Orlan", "Jon Vale left Orlan."),
    ("(With inputs from agencies)", "With inputs so dear, bread costs more."),
    ("With inputs from AFP", "With files from the archive, the court began."),
    ("Photo by Jon Vale/Orlan Press", "Photo by photo, the court saw how it sank."),
    ("This material may not be published, broadcast, rewritten or redistributed.",
     "This material may not be flammable, the maker said."),
    ("This article was originally published on Orlan Daily.", "This article of the law was never used."),
    ("Republished with permission.", "Published with his last letter was a map of the pier."),
    ("Read the original article here.", "Read the original, he told the court."),
    ("The views expressed are the author's own.", "The views are of the harbour."),
    ("Report a typo", "Report a crime and you are in danger, he says."),
    ("Contact the reporter at vale@orlan.example", "Contact with the ship was lost at noon."),
    ("Become a member", "Become a sailor and you see the world, he said."),
    ("Log in to comment", "Log in the water broke the hull, police said."),
    ("Your email address will not be published.", "Your email was read by the police, she told him."),
    ("Let us know in the comments below.", "Let us know where they are, the mothers said."),
    ("Our work is free for all. Please donate.", "He was asked to donate blood."),
]  # fmt: skip


@pytest.mark.parametrize("line", [line for line, _ in CLOSING])
def test_a_line_that_closes_a_text_is_left_out(line: str) -> None:
    found = by_kind(article(p(FIRST, SECOND, THIRD, line)))
    assert found["body"] == [FIRST, SECOND, THIRD]
    assert line in found["boilerplate"]


@pytest.mark.parametrize("line", [line for _, line in CLOSING])
def test_a_sentence_that_begins_like_one_that_closes_a_text_is_kept(line: str) -> None:
    assert by_kind(article(p(FIRST, SECOND, THIRD, line)))["body"] == [FIRST, SECOND, THIRD, line]


def test_what_closes_a_text_is_kept_where_the_text_goes_on() -> None:
    line = "The writer is a professor of law at Orlan University."
    assert line in by_kind(article(p(FIRST, line, SECOND, THIRD, FIRST[:-1] + " again.", SECOND, THIRD)))["body"]


def test_several_lines_may_close_a_text() -> None:
    closing = [line for line, _ in CLOSING]
    assert by_kind(article(p(FIRST, SECOND, THIRD, *closing)))["body"] == [FIRST, SECOND, THIRD]


EDIT = "<span class='mw-editsection'>[<a href='/e'>edit</a>]</span>"


@pytest.mark.parametrize(
    "heading",
    [
        f"<h2><span class='mw-headline'>Sources</span>{EDIT}</h2>",
        f"<div class='mw-heading'><h2>Sources</h2>{EDIT}</div>",
        "<h2>Sources [edit]</h2>", "<h2>Sources[edit]</h2>", "<h2>Source list</h2>", "<h2>List of sources</h2>",
        "<h3>Sources and further reading</h3>", "<h3>Notes, references and sources</h3>", "<h3>References & notes</h3>",
    ],
)  # fmt: skip
def test_a_list_of_sources_of_a_wiki_is_left_out(heading: str) -> None:
    items = "<ul><li>Jon Vale. “Nine drown” — Orlan Post, March 3, 2031.</li><li>Coast guard, March 4.</li></ul>"
    found = by_kind(article(TEXT, p(THIRD), heading, items))
    assert (found["body"], found["section_heading"]) == ([FIRST, SECOND, THIRD], [])


@pytest.mark.parametrize("heading", ["Sources of the river", "Sources of income and hope", "Notes of a sailor"])
def test_a_heading_that_begins_like_one_of_sources_is_kept(heading: str) -> None:
    found = by_kind(article(TEXT, f"<h2>{heading}{EDIT}</h2>", p(THIRD)))
    assert (found["body"], found["section_heading"]) == ([FIRST, SECOND, THIRD], [heading])


def test_the_line_below_the_name_of_a_wiki_is_no_lead() -> None:
    found = by_kind(
        page(f"{H1}<div id='siteSub'>From Orlanpedia, the free source that all write</div><div>{TEXT}</div>")
    )
    assert (found["lead"], found["body"]) == ([], [FIRST, SECOND])


@pytest.mark.parametrize("heading", ["More from Orlan", "More stories", "You may also like", "Related", "Read next"])
def test_teasers_without_a_link_are_left_out_and_told(heading: str) -> None:
    content = article(TEXT, f"<h3>{heading}</h3>", p("The mayor of Selme has quit.", "A whale was seen."))
    assert by_kind(content)["body"] == [FIRST, SECOND]
    (note,) = recipe_named("html").extract(content, None)[1].notes
    assert note.startswith("2 sentences below a heading of other pages were left out, among them “The mayor")


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        ("Related", [THIRD, *[f"Boat {n} left the harbour." for n in range(4)]]),
        ("Related", [" ".join([THIRD] * 3)]),
        ("Relatives wait", [THIRD]),
        ("More from the court than a sentence", [THIRD, THIRD, THIRD]),
    ],
)
def test_text_below_a_heading_that_could_be_one_of_other_pages_is_kept(heading: str, below: list[str]) -> None:
    assert by_kind(article(TEXT, f"<h3>{heading}</h3>", p(*below)))["body"] == [FIRST, SECOND, *below]


@pytest.mark.parametrize("mark", ["factbox", "fact-box", "infobox", "c-explainer-box", "articleFactBox"])
def test_a_fact_box_is_left_out(mark: str) -> None:
    box = f"<div class='{mark}'><p>The Stella was built in 1999.</p></div>"
    found = by_kind(article(p(FIRST), box, p(SECOND)))
    assert (found["body"], found["boilerplate"]) == ([FIRST, SECOND], ["The Stella was built in 1999."])


@pytest.mark.parametrize("mark", ["factory", "in-the-box", "facts-of-the-case"])
def test_a_class_that_only_begins_like_that_of_a_fact_box_is_none(mark: str) -> None:
    box = f"<div class='{mark}'><p>The Stella was built in 1999.</p></div>"
    assert by_kind(article(p(FIRST), box, p(SECOND)))["body"] == [FIRST, "The Stella was built in 1999.", SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by ORLAN PRESS STAFF IN PORT SELME AND ELVERY HARBOUR, 24 June)",
        "(Editing by " + "And " * 60 + "24)",
    ],
)
def test_a_list_of_names_is_read_in_one_way(line: str) -> None:
    """Regression: the names of such a line were parted in every way, which took twice as long for each letter."""
    raw, reading = recipe_named("html").extract(
        article(p("The ferry sank off Selme at dawn.", line, "It was raised.")), None
    )
    assert any(raw[piece.start : piece.end].startswith(line[:12]) for piece in reading.pieces)
