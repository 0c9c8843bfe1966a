"""The format `spacy`: articles as spaCy's `Doc`s in one `DocBin`, with a span group for each label and slot of spans.

The spans of a group have the label or slot as their label and the short id of their claim as their id, so that several
with one id are the pieces of one claim. They are whole tokens, those of `claimwire.tokens`; the exact offsets, and all
else that claims say, are JSON in `Doc.user_data["claimwire"]`. Where somebody changed a group, the group counts.

spaCy is imported when a file is written or read: it is an optional dependency.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..corpus.jsontext import JsonFault, parse_json
from ..corpus.records import sha256_text
from ..errors import FormatError
from ..naming import alternatives
from ..schema import LABELS, SPAN_SLOTS, ClaimBase, claim_order
from ..tokens import tokens
from .contract import ArticleLayer, Aspect, Format, Material, NamedFile, ReadInto, ReadLayer
from .mark import SPANS
from .per_article import encoded
from .values import ID, claim_of_values, dangling, values_of_claim

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "claims.spacy"

KEY = "claimwire"
"""The key of a document's user data that has its claims."""

EXTRA = "spacy"

LABEL_GROUPS = tuple(declaration.label.value for declaration in LABELS)
GROUPS = (*LABEL_GROUPS, *(slot.field for slot in SPAN_SLOTS if slot.field != SPANS))

Pieces = dict[tuple[str, str], list[tuple[int, int]]]
"""By group and id of a claim, the tokens of its spans in order: the first, and the one behind the last."""


def _tokens_module() -> Any:
    """Return `spacy.tokens`; raises `FormatError` if spaCy is not installed."""
    try:
        import spacy.tokens
        import spacy.vocab
    except ImportError as error:
        raise FormatError(f"spaCy is not installed ({error}); pip install 'claimwire[{EXTRA}]'") from error
    return spacy


def _write(material: Material) -> Iterator[NamedFile]:
    spacy = _tokens_module()
    vocab, store = spacy.vocab.Vocab(), spacy.tokens.DocBin(store_user_data=True)
    for layer in material.layers:
        store.add(_doc(layer, spacy, vocab))
    yield NamedFile(NAME, store.to_bytes(), sum(len(layer.claims) for layer in material.layers))


def _doc(layer: ArticleLayer, spacy: Any, vocab: Any) -> Doc:
    encoded(layer.text, layer.article.article_id)
    words, spaces = _words(layer.text)
    doc: Doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
    values = [values_of_claim(claim, layer) for claim in layer.claims]
    shown = _shown(values, doc)
    for group in GROUPS:
        spans = [
            spacy.tokens.Span(doc, first, last, label=group, span_id=claim_id)
            for (kind, claim_id), pieces in shown.items()
            for first, last in pieces
            if kind == group
        ]
        doc.spans[group] = spacy.tokens.SpanGroup(doc, name=group, spans=spans)
    head = {"article_id": layer.article.article_id, "text_sha256": layer.article.text_sha256}
    doc.user_data[KEY] = json.dumps(head | {"claims": values}, ensure_ascii=False)
    return doc


def _words(text: str) -> tuple[list[str], list[bool]]:
    """Return the words of a text for a `Doc`, and after which of them a single space comes.

    White space that is more than that is a word of its own, so that the text of the `Doc` is the text.
    """
    words: list[str] = []
    spaces: list[bool] = []
    place = 0
    for start, end in [*((token.start, token.end) for token in tokens(text)), (len(text), len(text))]:
        between = text[place:start]
        if words and between.startswith(" "):
            spaces[-1] = True
            between = between[1:]
        new = [word for word in (between, text[start:end]) if word]
        words += new
        spaces += [False] * len(new)
        place = end
    return words, spaces


def _shown(values: Iterable[Mapping[str, Any]], doc: Doc) -> Pieces:
    """Return the tokens that span groups show of claims; a span without a token has none."""
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    shown: Pieces = {}
    for one in values:
        for group in GROUPS:
            for span in one.get(SPANS if group == one["label"] else group, ()):
                first, last = bisect_right(ends, span["start"]), bisect_left(starts, span["end"])
                if first < last:
                    shown.setdefault((group, str(one[ID])), []).append((first, last))
    return shown


def _read(files: Mapping[str, bytes], into: ReadInto) -> list[ReadLayer]:
    spacy = _tokens_module()
    layers: dict[str, ReadLayer] = {}
    for file, content in files.items():
        for number, doc in enumerate(_docs(content, file, spacy), start=1):
            layer = _read_doc(doc, f"{file}: document {number}", file, into)
            if layer.article_id in layers:
                raise FormatError(
                    f"{file}: document {number}: {layer.article_id} is in {layers[layer.article_id].file}, too"
                )
            layers[layer.article_id] = layer
    return list(layers.values())


def _docs(content: bytes, file: str, spacy: Any) -> list[Doc]:
    try:
        return list(spacy.tokens.DocBin(store_user_data=True).from_bytes(content).get_docs(spacy.vocab.Vocab()))
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FormatError(f"{file}: no DocBin that spaCy {spacy.__version__} reads: {error!r:.100}") from error


def _read_doc(doc: Doc, place: str, file: str, into: ReadInto) -> ReadLayer:
    told = _told(doc, place)
    article = into.articles.get(str(told.get("article_id")))
    if article is None:
        known = alternatives(str(told.get("article_id")), into.articles)
        raise FormatError(f"{place}: its article {told.get('article_id')!r:.40} is none of the corpus; {known}")
    if sha256_text(doc.text) != article.text_sha256:
        raise FormatError(f"{place}: its text is not that of {article.article_id}, whose SHA-256 is another")
    claims: dict[str, ClaimBase] = {}
    problems = []
    shown = _of_groups(doc)
    for number, values in enumerate(told["claims"], start=1):
        try:
            claim = claim_of_values(values, article, into)
            found = _with_groups(values, shown, doc)
            if found is not None:
                claims[f"{place}: claim {number}"] = claim if found == values else claim_of_values(found, article, into)
        except FormatError as error:
            problems.append(f"{place}: claim {number}: {error}")
    known_ids = {str(values.get(ID)) for values in told["claims"]}
    problems += [
        f"{place}: a span of {group} has the id {claim_id!r:.40}, which no claim of its user data has"
        for group, claim_id in shown
        if claim_id not in known_ids
    ]
    problems += [f"{where}: {what}" for where, what in dangling(claims)]
    in_order = tuple(sorted(claims.values(), key=claim_order))
    return ReadLayer(article.article_id, file, in_order, problems=tuple(problems))


def _told(doc: Doc, place: str) -> dict[str, Any]:
    """Return what the user data of a document says; raises `FormatError` if it is not what is written there."""
    content = doc.user_data.get(KEY)
    try:
        told = parse_json(content) if isinstance(content, str) else None
    except JsonFault as error:
        raise FormatError(f"{place}: its user data {KEY!r} is no JSON: {error}") from error
    claims = told.get("claims") if isinstance(told, dict) else None
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        raise FormatError(
            f"{place}: has no user data {KEY!r} with claims; spans alone do not say all that a claim needs"
        )
    assert isinstance(told, dict)
    return told


def _of_groups(doc: Doc) -> Pieces:
    """Return the tokens of the spans in the groups of labels and slots of a document."""
    found: Pieces = {}
    for group in GROUPS:
        for span in doc.spans.get(group, ()):
            found.setdefault((group, span.id_), []).append((span.start, span.end))
    return found


def _with_groups(values: Mapping[str, Any], shown: Pieces, doc: Doc) -> dict[str, Any] | None:
    """Return the values of a claim with the spans of the groups, where these are not those that it was written with.

    None if the claim was there and its spans are not any more: somebody removed it. Raises `FormatError` if a group
    has spans of a slot that the label does not have.
    """
    found = dict(values)
    label = values["label"]
    written = _shown([values], doc)
    for group in GROUPS:
        key = (group, str(values.get(ID)))
        if sorted(shown.get(key, [])) == sorted(written.get(key, [])):
            continue
        if group in LABEL_GROUPS and group != label:
            raise FormatError(f"a span of {group} has its id, and it is a claim {label}")
        pieces = sorted(shown.get(key, []))
        if not pieces and group == label:
            return None
        spans = [{"start": doc[a].idx, "end": doc[b - 1].idx + len(doc[b - 1])} for a, b in pieces]
        found[SPANS if group == label else group] = spans
    return found


SPACY = Format(
    format_id="spacy",
    title="spaCy's DocBin: a document for each article, span groups for labels and slots",
    use="training and looking at spans in spaCy; `spans` of a `spancat` are one label's group",
    files=("*.spacy",),
    write=_write,
    read=_read,
    extra=EXTRA,
    losses={Aspect.WITHOUT_TEXT: "refused: a document is its words"},
)
