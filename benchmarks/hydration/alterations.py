"""Altered copies of a text of which it is known where every character came from: to measure relocation with.

Each alteration takes a `Copy` and a random generator and returns the altered copy; the same seed gives the same copy.
They are what happens to articles between one copy and another: typography, page furniture, repeated headlines,
editing. The sentences that they insert are invented.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimwire.hydration.words import is_blank
from claimwire.schema import Span

BREAK = "\n\n"
FURNITURE = (
    "Share this article",
    "Advertisement",
    "Read more: Port authority of Ostrelle names a new harbour master",
    "Follow us for the latest news and updates",
    "4 min read",
    "Photo: archive",
    "Sign up for our newsletter",
    "Related stories",
)
ADDED = (
    "The weather service of Ostrelle had warned of fog since the early morning.",
    "No further details were given at the time of writing.",
    "A spokeswoman for the harbour master declined to comment.",
    "“We are looking into it,” said Mirel Anders, who runs the ferry office.",
    "It was the third such incident within a year, according to the ministry.",
    "Officials said on Wednesday that talks would go on.",
)
"""Sentences of ours that edited copies have and the original has not."""

OTHER_WORDS = ("other", "such", "many", "harbour", "Anders")


@dataclass(frozen=True)
class Copy:
    """A text and, for each of its characters, its number in the original; None for characters that are new."""

    text: str
    origins: tuple[int | None, ...]

    @classmethod
    def of(cls, text: str) -> Copy:
        """Return the unaltered copy."""
        return cls(text, tuple(range(len(text))))

    def piece(self, start: int, end: int) -> Copy:
        """Return a part of it."""
        return Copy(self.text[start:end], self.origins[start:end])

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """Offsets in the copy of each visible character of the original, by its number."""
        offsets: dict[int, list[int]] = {}
        for offset, origin in enumerate(self.origins):
            if origin is not None and not is_blank(self.text[offset]):
                offsets.setdefault(origin, []).append(offset)
        return offsets

    def anew(self) -> Copy:
        """Return the same characters as new ones: a repetition, which is not where the original went."""
        return new(self.text)


def new(text: str) -> Copy:
    """Return characters that come from nowhere in the original."""
    return Copy(text, (None,) * len(text))


def joined(parts: Iterable[Copy]) -> Copy:
    """Return the parts as one copy."""
    pieces = list(parts)
    return Copy("".join(p.text for p in pieces), tuple(origin for p in pieces for origin in p.origins))


def true_place(copy: Copy, text: str, span: Span) -> Span | None:
    """Return where a span of the original is in the copy; None unless all of it is there, with nothing added.

    White space within it and at its edges is ignored.
    """
    wanted = {n for n in range(span.start, span.end) if not is_blank(text[n])}
    if not wanted or not wanted <= copy.places.keys():
        return None
    offsets = sorted(offset for n in wanted for offset in copy.places[n])
    start, end = offsets[0], offsets[-1] + 1
    visible = [offset for offset in range(start, end) if not is_blank(copy.text[offset])]
    origins = [copy.origins[offset] or 0 for offset in offsets]
    return Span(start=start, end=end) if visible == offsets and origins == sorted(origins) else None


def _replaced(copy: Copy, pattern: str, replacement: Callable[[re.Match[str]], str]) -> Copy:
    """Return the copy with every match replaced; the new characters come from where the match's first one did."""
    parts, place = [], 0
    for match in re.finditer(pattern, copy.text):
        content = replacement(match)
        parts.append(copy.piece(place, match.start()))
        parts.append(Copy(content, (copy.origins[match.start()],) * len(content)))
        place = match.end()
    return joined([*parts, copy.piece(place, len(copy.text))])


def _split(copy: Copy, pattern: str) -> list[Copy]:
    """Return the pieces between the matches."""
    places = [0, *(n for match in re.finditer(pattern, copy.text) for n in match.span()), len(copy.text)]
    return [copy.piece(a, b) for a, b in zip(places[::2], places[1::2], strict=True)]


def _paragraphs(copy: Copy) -> list[Copy]:
    return _split(copy, r"\n\s*")


def _sentences(copy: Copy) -> list[Copy]:
    return _split(copy, r"(?<=[.!?”\"])[ \u00a0](?=[A-Z“\"])")


def _whole(paragraphs: Iterable[Copy], between: str = BREAK) -> Copy:
    parts: list[Copy] = []
    for paragraph in paragraphs:
        parts += [new(between)] * bool(parts) + [paragraph]
    return joined(parts)


def white_space(copy: Copy, rng: random.Random) -> Copy:
    """Give the text other white space, also wrapped lines and no-break spaces."""
    return _replaced(copy, r"\s+", lambda _: rng.choice([" ", "  ", "\n", "\u00a0", " \n ", "\u2009", "\r\n"]))


def quotes_straight(copy: Copy, _: random.Random) -> Copy:
    """Straighten quotation marks and apostrophes."""
    return _replaced(_replaced(copy, r"[“”„«»]", lambda _: '"'), r"[‘’]", lambda _: "'")


def quotes_curly(copy: Copy, _: random.Random) -> Copy:
    """Curl quotation marks and apostrophes."""
    opened = _replaced(copy, r"(?:(?<=\s)|^)\"", lambda _: "“")
    return _replaced(_replaced(opened, '"', lambda _: "”"), "'", lambda _: "’")


def dashes(copy: Copy, rng: random.Random) -> Copy:
    """Take other dashes, with and without spaces around them."""
    around = _replaced(copy, r"\s+(?=[—–])|(?<=[—–])\s+", lambda _: "")
    return _replaced(around, r"[—–]", lambda _: rng.choice(["—", " – ", " - ", " -- "]))


def decomposed(copy: Copy, _: random.Random) -> Copy:
    """Take letters and accents apart (NFD)."""
    return _replaced(copy, r"[^\x00-\x7f]", lambda match: unicodedata.normalize("NFD", match[0]))


def soft_hyphens(copy: Copy, rng: random.Random) -> Copy:
    """Put soft hyphens into long words."""
    parts = []
    for place in range(len(copy.text)):
        inside = copy.text[max(0, place - 3) : place + 3]
        if len(inside) == 6 and inside.isalpha() and rng.random() < 0.2:
            parts.append(new("\u00ad"))
        parts.append(copy.piece(place, place + 1))
    return joined(parts)


def capitals(copy: Copy, _: random.Random) -> Copy:
    """Set the headline in capitals."""
    headline, *rest = _paragraphs(copy)
    raised = Copy(headline.text.upper(), headline.origins)
    return _whole([raised if len(raised.text) == len(headline.text) else headline, *rest])


def paragraphs_glued(copy: Copy, rng: random.Random) -> Copy:
    """Glue the paragraphs together, with a space between them or without."""
    parts: list[Copy] = []
    for paragraph in _paragraphs(copy):
        glued = bool(parts) and parts[-1].text[-1:] in tuple('.!?”"')
        parts += [new("" if glued and rng.random() < 0.5 else " ")] * bool(parts) + [paragraph]
    return joined(parts)


def paragraphs_split(copy: Copy, _: random.Random) -> Copy:
    """Make a paragraph of each sentence."""
    return _whole(sentence for paragraph in _paragraphs(copy) for sentence in _sentences(paragraph))


def furniture(copy: Copy, rng: random.Random) -> Copy:
    """Put page furniture above, below and between the paragraphs."""
    parts = [new(rng.choice(FURNITURE)) for _ in range(rng.randint(0, 4))]
    for paragraph in _paragraphs(copy):
        parts.append(paragraph)
        parts += [new(rng.choice(FURNITURE)) for _ in range(rng.choice([0, 0, 1, 2]))]
    return _whole(parts)


def sentences_inserted(copy: Copy, rng: random.Random) -> Copy:
    """Put a new sentence after half of the sentences."""
    parts = []
    for paragraph in _paragraphs(copy):
        kept: list[Copy] = []
        for sentence in _sentences(paragraph):
            kept += [sentence, new(rng.choice(ADDED))] if rng.random() < 0.5 else [sentence]
        parts.append(_whole(kept, " "))
    return _whole(parts)


def sentences_removed(copy: Copy, rng: random.Random) -> Copy:
    """Remove a fourth of the sentences, of those that are in the text once.

    Of two equal sentences nobody can tell which one was taken out.
    """
    paragraphs = [_sentences(paragraph) for paragraph in _paragraphs(copy)]
    counts = Counter(sentence.text for paragraph in paragraphs for sentence in paragraph)
    kept = [[s for s in paragraph if counts[s.text] > 1 or rng.random() < 0.75] for paragraph in paragraphs]
    return _whole(_whole(sentences, " ") for sentences in kept if sentences)


def headline_repeated(copy: Copy, rng: random.Random) -> Copy:
    """Repeat the headline, or headline and lead, once or twice, anywhere.

    Right after itself is the same as right before: nobody can tell which one is new, and the later counts as old.
    """
    parts = _paragraphs(copy)
    again = [part.anew() for part in parts[: rng.choice([1, 1, 2])]]
    for _ in range(rng.choice([1, 1, 2])):
        number = rng.choice([0, 1, 2, rng.randrange(len(parts) + 1), len(parts)])
        follows = [part.text for part in parts[max(0, number - len(again)) : number]] == [part.text for part in again]
        number -= len(again) if follows else 0
        parts[number:number] = again
    return _whole(parts)


def sentence_pulled(copy: Copy, rng: random.Random) -> Copy:
    """Repeat a sentence between other paragraphs than its own, as pull quotes are.

    Not right beside its own: of two equal sentences in a row nobody can tell which one is new.
    """
    parts = _paragraphs(copy)
    source = rng.randrange(len(parts))
    places = [number for number in range(len(parts) + 1) if number not in (source, source + 1)]
    if places:
        parts.insert(rng.choice(places), rng.choice(_sentences(parts[source])).anew())
    return _whole(parts)


def printed_twice(copy: Copy, rng: random.Random) -> Copy:
    """Repeat the whole text, with furniture in between."""
    return _whole([copy, new(rng.choice(FURNITURE)), copy.anew()])


def _words_changed(copy: Copy, rng: random.Random, share: float, *, keep_count: bool) -> Copy:
    parts, place = [], 0
    for match in re.finditer(r"[^\W_]+", copy.text):
        if rng.random() < share:
            change = "replace" if keep_count else rng.choice(["replace", "drop", "double"])
            parts.append(copy.piece(place, match.start()))
            if change == "replace":
                parts.append(new(rng.choice([word for word in OTHER_WORDS if word.lower() != match[0].lower()])))
            elif change == "double":
                parts += [new("very "), copy.piece(*match.span())]
            place = match.end()
    return joined([*parts, copy.piece(place, len(copy.text))])


def words_replaced_few(copy: Copy, rng: random.Random) -> Copy:
    """Replace one word in a hundred."""
    return _words_changed(copy, rng, 0.01, keep_count=True)


def words_replaced_many(copy: Copy, rng: random.Random) -> Copy:
    """Replace one word in twenty."""
    return _words_changed(copy, rng, 0.05, keep_count=True)


def words_edited(copy: Copy, rng: random.Random) -> Copy:
    """Replace or drop one word in fifty, or put another before it."""
    return _words_changed(copy, rng, 0.02, keep_count=False)


def paragraphs_reordered(copy: Copy, rng: random.Random) -> Copy:
    """Move a paragraph or two of the body."""
    head, body = _paragraphs(copy)[:2], _paragraphs(copy)[2:]
    for _ in range(rng.choice([1, 2]) if body else 0):
        moved = body.pop(rng.randrange(len(body)))
        body.insert(rng.randrange(len(body) + 1), moved)
    return _whole([*head, *body])


def half(copy: Copy, rng: random.Random) -> Copy:
    """Keep one half of the text."""
    parts = _paragraphs(copy)
    return _whole(parts[: len(parts) // 2] if rng.random() < 0.5 else parts[len(parts) // 2 :])


def without_headline(copy: Copy, _: random.Random) -> Copy:
    """Take headline and lead off."""
    return _whole(_paragraphs(copy)[2:])


def among(others: Sequence[str]) -> Callable[[Copy, random.Random], Copy]:
    """Return an alteration that puts paragraphs of other articles between and around those of this one."""

    def with_other_articles(copy: Copy, rng: random.Random) -> Copy:
        """Put paragraphs of other articles between and around its own."""
        strange = [paragraph.anew() for text in others for paragraph in _paragraphs(Copy.of(text))]
        parts = _paragraphs(copy)
        for paragraph in rng.sample(strange, min(6, len(strange))):
            parts.insert(rng.randrange(len(parts) + 1), paragraph)
        return _whole(parts)

    return with_other_articles


EDITING: tuple[Callable[[Copy, random.Random], Copy], ...] = (
    sentences_inserted,
    sentences_removed,
    words_replaced_few,
    words_replaced_many,
    words_edited,
    paragraphs_reordered,
    half,
    without_headline,
)
PAGE: tuple[Callable[[Copy, random.Random], Copy], ...] = (
    furniture,
    headline_repeated,
    sentence_pulled,
    printed_twice,
)
TYPESETTING: tuple[Callable[[Copy, random.Random], Copy], ...] = (
    white_space,
    quotes_straight,
    quotes_curly,
    dashes,
    decomposed,
    soft_hyphens,
    capitals,
    paragraphs_glued,
    paragraphs_split,
)
"""The alterations in the order in which they happen to a text: it is edited, put on a page, and typeset."""
