"""The example that asks a chat model, on a stand-in for its server."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, ClassVar

import pytest
from listening import StandIn, listening
from repository import ROOT

from claimwire.schema import CLAIM_ADAPTER

SPEC = spec_from_file_location("prompt_a_model", ROOT / "examples" / "prompt_a_model.py")
assert SPEC is not None
assert SPEC.loader is not None
PROMPT: Any = module_from_spec(SPEC)
SPEC.loader.exec_module(PROMPT)

TEXT = "Quay shut\n\nThe quay is unsafe, Mayor Orla Denn said. At least 12 people were killed there in 2019.\n"
CLAIMS = [
    {"label": "attributed_statement", "quote": "The quay is unsafe", "source": "Mayor Orla Denn", "cue": "said",
     "score": 0.9},
    {"label": "casualty_figure", "quote": "At least 12 people were killed", "quantity": "At least 12"},
    {"label": "historical_background", "quote": "At least 12 people were killed there in 2019.", "score": 7},
    {"label": "casualty_figure", "quote": "not in the text"},
    {"label": "opinion", "quote": "The quay"},
    "no object",
]  # fmt: skip


class ChatServer(StandIn):
    answer = ""
    status = 200
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:  # noqa: N802
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append(body | {"token": self.token})
        self.give(self.status, [("Content-Type", "application/json")], self.answer.encode())


def chat(content: object) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


def run(tmp_path: Path, answer: str, status: int = 200) -> tuple[int, list[dict[str, Any]]]:
    (tmp_path / "quay.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    server = type("Own", (ChatServer,), {"answer": answer, "status": status, "asked": []})
    with listening(server) as address:
        words = [str(tmp_path / "quay.txt"), "--url", f"{address}/v1/chat/completions", "--model", "tiny"]
        code = PROMPT.main([*words, "--key-file", str(tmp_path / "key")])
    return code, server.asked  # type: ignore[attr-defined]


def test_an_answer_becomes_predictions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, asked = run(tmp_path, chat(f"Here it is:\n{json.dumps({'claims': CLAIMS})}\n"))
    assert code == 0
    told = capsys.readouterr()
    line = json.loads(told.out)
    scores = {claim["label"]: claim.pop("score") for claim in line["claims"]}
    assert scores == {"attributed_statement": 0.9, "casualty_figure": 1.0, "historical_background": 1.0}
    records = {claim["label"]: CLAIM_ADAPTER.validate_json(json.dumps(claim)) for claim in line["claims"]}
    said: Any = records["attributed_statement"]
    assert [said.source_spans[0].of(TEXT), said.cue_spans[0].of(TEXT)] == ["Mayor Orla Denn", "said"]
    figure: Any = records["casualty_figure"]
    assert (figure.lower, figure.qualifier.value) == (12, "at_least")
    assert records["historical_background"].spans[0].of(TEXT).endswith("in 2019")
    assert told.err.count("is not in a sentence of the text") == 3
    (request,) = asked
    assert request["token"] == "secret"
    assert request["messages"][1] == {"role": "user", "content": TEXT}
    assert "attributed_statement" in request["messages"][0]["content"]
    assert len(request["messages"][0]["content"]) > 10_000


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (chat("I cannot help."), 200, "no JSON object with `claims`"),
        ("{}", 200, "in another form"),
        ("<html>", 200, "in another form"),
        ("busy", 503, "does not answer"),
    ],
    ids=["no-json", "no-choices", "no-answer", "busy"],
)
def test_what_is_no_answer_is_told(
    answer: str, status: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, answer, status)[0] == 2
    assert told in capsys.readouterr().err
