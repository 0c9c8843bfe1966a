"""Ask a chat model for the claims of articles, with the codebook as its instruction; print predictions as JSON Lines.

Works with every server that answers `POST .../chat/completions` with JSON (`messages` in, `choices` out). Only the
standard library and claimwire are needed. The text of each article is sent to the server that you name.

    python examples/prompt_a_model.py --url http://127.0.0.1:8080/v1/chat/completions --model NAME article.txt
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claimwire.baselines.contract import ScoredClaim
from claimwire.baselines.models import as_line
from claimwire.baselines.parts import background_of, figure_of, statement_of
from claimwire.baselines.reading import ArticleReading, read_article
from claimwire.baselines.rules.passage import Draft, Passage, Range
from claimwire.baselines.scored import scored_claims
from claimwire.errors import ClaimwireError
from claimwire.ingest.unlisted import article_of_document, id_of
from claimwire.schema import Article
from claimwire.schema.vocab import Label

CODEBOOK = Path(__file__).resolve().parent.parent / "annotations" / "guidelines.md"
ASKED = """You annotate claims in news articles by the codebook below. Answer with one JSON object and nothing else:
{"claims": [{"label": "attributed_statement" | "historical_background" | "casualty_figure", "quote": "...",
"source": "...", "cue": "...", "quantity": "...", "score": 0.0 to 1.0}]}
Every quote is copied from the article, character by character, and lies within a sentence. `source` and `cue` belong to
statements, `quantity` to figures; leave out what there is none of. `score` is how sure you are that it is a claim.

"""


class AnswerError(ClaimwireError):
    """The server cannot be reached, or its answer has another form."""


def ask(url: str, model: str, codebook: str, text: str, key: str | None, seconds: float) -> str:
    """Return what a chat model answers to an article; raises `AnswerError`."""
    body = {
        "model": model,
        "temperature": 0,
        "messages": [{"role": "system", "content": ASKED + codebook}, {"role": "user", "content": text}],
    }
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(url, json.dumps(body).encode("utf-8"), headers)
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            answer = json.loads(response.read())
        return str(answer["choices"][0]["message"]["content"])
    except (urllib.error.URLError, OSError) as error:
        raise AnswerError(f"{url} does not answer: {error}; name the address that ends in /chat/completions") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise AnswerError(f"{url} answers in another form than chat completions have: {error!r}") from error


def claims_of_answer(answer: str, article: Article) -> tuple[tuple[ScoredClaim, ...], list[str]]:
    """Return the claims that an answer names, with the slots that their words tell, and what of it cannot be used."""
    begin, end = answer.find("{"), answer.rfind("}")
    try:
        items = json.loads(answer[begin : end + 1])["claims"]
    except (ValueError, KeyError, TypeError) as error:
        raise AnswerError(f"the answer about {article.article_id} has no JSON object with `claims`") from error
    reading = read_article(article)
    found: list[tuple[Draft, float]] = []
    problems = []
    for number, item in enumerate(items if isinstance(items, list) else [], start=1):
        draft = _draft(item, reading) if isinstance(item, dict) else None
        if draft is None:
            problems.append(f"{article.article_id}: claim {number} of the answer is not in a sentence of the text")
        else:
            found.append((draft, _score(item.get("score"))))
    return scored_claims(found, article, f"{article.article_id}_p"), problems


def _draft(item: dict[str, Any], reading: ArticleReading) -> Draft | None:
    """Return a claim of an answer as a draft; None if its label or its words are not there."""
    for passage in reading.passages:
        span = _place(item.get("quote"), passage)
        if span is None:
            continue
        parts = {key: place for key in ("source", "cue", "quantity") if (place := _place(item.get(key), passage))}
        if item.get("label") == Label.ATTRIBUTED_STATEMENT.value:
            outside = {key: [place] for key, place in parts.items() if place[1] <= span[0] or span[1] <= place[0]}
            return statement_of(passage, [span], outside.get("source", []), outside.get("cue", []))
        if item.get("label") == Label.CASUALTY_FIGURE.value:
            return figure_of(passage, span, [parts["quantity"]] if "quantity" in parts else [])
        if item.get("label") == Label.HISTORICAL_BACKGROUND.value:
            return background_of(passage, span, reading.published)
    return None


def _place(words: object, passage: Passage) -> Range | None:
    """Return where words first stand in a sentence, without punctuation at their edges; None if they do not."""
    if not isinstance(words, str) or not words.strip():
        return None
    start = passage.text.find(words.strip(), passage.start, passage.end)
    return None if start < 0 else passage.trimmed(start, start + len(words.strip()))


def _score(value: object) -> float:
    return min(1.0, max(0.0, float(value))) if isinstance(value, int | float) else 1.0


def main(words: Sequence[str] | None = None) -> int:
    """Ask about each file and print its predictions; return the exit status."""
    parser = argparse.ArgumentParser(description="Ask a chat model for the claims of articles, by the codebook.")
    parser.add_argument("files", nargs="+", type=Path, help="a text or a page each")
    parser.add_argument("--url", required=True, help="address of the interface, with /chat/completions")
    parser.add_argument("--model", required=True, help="name of the model, as the server knows it")
    parser.add_argument("--codebook", type=Path, default=CODEBOOK, help="file with the instruction")
    parser.add_argument("--key-file", type=Path, help="file with the key that the server asks for")
    parser.add_argument("--published", help="day of publication (EDTF)")
    parser.add_argument("--seconds", type=float, default=300, help="how long to wait for an answer")
    given = parser.parse_args(words)
    taken: set[str] = set()
    try:
        codebook = given.codebook.read_text(encoding="utf-8")
        key = given.key_file.read_text(encoding="utf-8").strip() if given.key_file else None
        for file in given.files:
            article = article_of_document(file.read_bytes(), str(file), id_of(file.stem, taken), given.published)
            answer = ask(given.url, given.model, codebook, article.text or "", key, given.seconds)
            claims, problems = claims_of_answer(answer, article)
            print(json.dumps(as_line(article, claims), ensure_ascii=False))
            for problem in problems:
                print(problem, file=sys.stderr)
    except (ClaimwireError, OSError) as error:
        print(f"prompt_a_model: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
