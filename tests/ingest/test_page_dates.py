"""Days that a page prints: which is that of publication, and which are of changes, visits or events."""

from __future__ import annotations

import pytest
from test_page_lines import H1, TEXT, page

from claimwire.ingest.recipes import recipe_named


def published(line: str) -> str | None:
    return recipe_named("html").extract(page(f"<article>{H1}{line}{TEXT}</article>"), None)[1].publication.date


@pytest.mark.parametrize(
    "words",
    [
        "Updated", "Updated:", "Last updated:", "UPDATED ON", "Modified on", "Last modified:", "Revised:", "Edited",
        "Reviewed", "Medically reviewed", "Corrected", "Changed", "Amended", "Accessed", "Retrieved", "Event date:",
        "Last change:", "Aktualisiert am", "Mis à jour le", "Обновлено:",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "element", ["<p class='date'>{}</p>", "<div>{}</div>", "<div class='meta'><span>{}</span></div>"]
)
@pytest.mark.parametrize("day", ["5 June 2031", "June 5, 2031", "2031-06-05"])
def test_a_day_that_its_words_say_is_another_is_not_taken(words: str, element: str, day: str) -> None:
    assert published(element.format(f"{words} {day}")) is None


@pytest.mark.parametrize(
    "line",
    [
        "<time class='updated' itemprop='dateModified' datetime='2031-06-05T10:00Z'>June 5, 2031</time>",
        "<time itemprop='dateModified' datetime='2031-06-05'>5 June</time>",
        "<p><span class='modified'>June 5, 2031</span></p>",
        "<p>Updated <time datetime='2031-06-05'>June 5</time></p>",
        "<p class='date'>June 5, 2031 (updated)</p>",
    ],
)
def test_an_element_of_a_change_is_none_of_publication(line: str) -> None:
    assert published(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Updated June 5, 2031 | First published June 3, 2031", "Published June 3, 2031 · Updated June 5, 2031",
        "Changed 5 June 2031, originally published 3 June 2031", "3 June 2031 (Updated: 5 June 2031)",
        "First published 3 June 2031; last updated 5 June 2031", "June 3, 2031, updated June 5, 2031",
        "Updated: <time datetime='2031-06-05'>June 5</time> Published: <time datetime='2031-06-03'>June 3</time>",
        "<time datetime='2031-06-03'>June 3, 2031</time> <span class='updated'>June 5, 2031</span>",
        "<time class='published updated' datetime='2031-06-03'>June 3, 2031</time>", "Posted on June 3, 2031",
        "Date: June 3, 2031", "Veröffentlicht am 2031-06-03, aktualisiert am 2031-06-05", "June 3, 2031",
    ],
)  # fmt: skip
def test_the_day_of_publication_is_taken_beside_one_of_a_change(line: str) -> None:
    assert published(f"<p class='date'>{line}</p>") == "2031-06-03"


@pytest.mark.parametrize("word", ["Updates", "Edition of", "Reviewers"])
def test_a_word_that_only_begins_like_one_of_change_says_nothing(word: str) -> None:
    assert published(f"<p class='date'>{word} June 3, 2031</p>") == "2031-06-03"
