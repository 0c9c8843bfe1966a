"""The files of a new repository: those of its plan, corpora and outlets, and those that all repositories begin with."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from ..checks.documents import CARD_SOURCE, CITATION, README
from ..corpus.corpus import CORPUS_FILE
from ..corpus.records import record_json
from ..corpus.tomltext import annotated_toml
from ..corpus.workspace import GUIDELINES_FILE, PLAN_FILE, RULINGS_FILE
from ..regions import plain_markdown
from ..schema import OPEN_LISTS, CorpusInfo, Outlet, ReleasePlan
from ..templates import CODEBOOK_TEMPLATE, RULINGS_TEMPLATE, filled, template
from .beginning import CorpusFacts, NewRepository, OutletFacts

DESCRIPTION = "Claims found in news articles: exact spans, each with a label and typed slots."
"""What a dataset is if nobody says it."""

PLAN_EXAMPLES: Mapping[str, Any] = {
    "description": "Claims in reports on local bridges.",
    "authors": ["Your name"],
    "licence": "CC-BY-4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "citation": "Your name. Title. 2031.",
    "contact": "you@example.org",
    "answer_days": 14,
    "url": "https://example.org/dataset",
    "human_annotators": "crowdsourced",
    "keywords": ["bridges"],
    "uses": ["Training classifiers of claims."],
    "not_for": ["Deciding what is true."],
    "social_impact": "Whom it can help and harm.",
}
"""Examples of the fields of a plan that nobody has filled in yet."""

NOT_ASKED = """
# what annotators are not asked for: labelling page, checks and card follow
# [not_asked]
# labels = ["historical_background"]
# slots = ["channel", "casualty_figure.place_name"]
"""

ADDED_VALUES = f"""
# values that this dataset adds to open lists ({", ".join(OPEN_LISTS)}), each with what it means
# [added_values.channel]
# podcast = "An audio programme published as episodes"
"""

CORPUS_EXAMPLES: Mapping[str, Any] = {
    "protocol": "One person annotated every article.",
    "sampling": "All reports of one week.",
    "biases": "Reports of one town.",
    "sensitive_information": "Names of people in public roles.",
}
OUTLET_EXAMPLES: Mapping[str, Any] = {
    "owner": "Who owns or funds it",
    "licence_evidence": "stated_on_page",
    "text_credit": "Author, outlet, licence",
    "leaning": "Whose view it tends to take",
    "restricted": "What restricts its distribution",
}


def plan_toml(plan: ReleasePlan) -> str:
    """Return the text of `annotations/release.toml`."""
    head = (
        "# What the next release is made of, and what its card says of it. A published version never changes: raise\n"
        "# data_version when records change. A line that begins with a number sign and a name is not filled in yet.\n\n"
    )
    return head + annotated_toml(plan, PLAN_EXAMPLES) + NOT_ASKED + ADDED_VALUES


def corpus_toml(info: CorpusInfo) -> str:
    """Return the text of a `corpus.toml`, at whose end `claimwire ingest` lists documents."""
    return annotated_toml(info, CORPUS_EXAMPLES)


def outlet_toml(outlet: Outlet) -> str:
    """Return the text of a file in `annotations/outlets/`."""
    return annotated_toml(outlet, OUTLET_EXAMPLES)


def files_of(beginning: NewRepository) -> dict[str, str]:
    """Return the files of a new repository, but those that are made of the models: path from its top -> content."""
    info, plan = beginning.corpus.record(), beginning.plan()
    words = {"name": plain_markdown(plan.name), "description": plain_markdown(plan.description or DESCRIPTION)}
    annotators = sorted((facts.record() for facts in beginning.annotators), key=attrgetter("annotator_id"))
    return {
        f"annotations/{PLAN_FILE}": plan_toml(plan),
        f"annotations/{info.corpus_id}/{CORPUS_FILE}": corpus_toml(info),
        **{_outlet_file(x): outlet_toml(x.record()) for x in beginning.outlets},
        "annotations/annotators.jsonl": "".join(f"{record_json(annotator)}\n" for annotator in annotators),
        f"annotations/{GUIDELINES_FILE}": template(CODEBOOK_TEMPLATE),
        f"annotations/{RULINGS_FILE}": template(RULINGS_TEMPLATE),
        CARD_SOURCE: filled("card.md", words),
        README: filled("readme.md", words),
        "CHANGELOG.md": filled("changelog.md", {"version": plan.data_version}),
        ".gitignore": template("gitignore"),
        **({CITATION: _citation(plan)} if plan.authors else {}),
    }


def _citation(plan: ReleasePlan) -> str:
    """Return the text of a `CITATION.cff`."""
    import yaml

    fields = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "title": plan.name,
        "message": "If you use the data, please cite it as below, with the version you used.",
        "authors": [{"name": name} for name in plan.authors],
        "version": plan.data_version,
        "date-released": plan.date,
        "license": plan.licence,
        "url": plan.url,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True))


def open_questions(beginning: NewRepository) -> list[str]:
    """Return what nobody has said yet, a line for each file in which it is to be filled in."""
    plan, info = beginning.plan(), beginning.corpus.record()
    open_of = {
        f"annotations/{PLAN_FILE}": [name for name in PLAN_EXAMPLES if getattr(plan, name) in (None, ())],
        f"annotations/{info.corpus_id}/{CORPUS_FILE}": _not_said(beginning.corpus, ("description",))
        + [name for name in CORPUS_EXAMPLES if getattr(info, name) is None],
        **{_outlet_file(x): _not_said(x, ("name", "country", "domain")) for x in beginning.outlets},
    }
    return [f"{path}: {', '.join(names)}" for path, names in open_of.items() if names]


def _outlet_file(outlet: OutletFacts) -> str:
    return f"annotations/outlets/{outlet.outlet_id}.toml"


def _not_said(facts: CorpusFacts | OutletFacts, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if getattr(facts, name) is None]
