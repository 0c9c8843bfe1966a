"""What a model has to be better than: saying yes always, and a regular expression a label."""

from __future__ import annotations

import re

import numpy as np

from claimwire.baselines.contract import SentenceRow
from claimwire.ranges import Floats

SAID = re.compile(
    r"\b(?:said|says?|told|tells|saying|added|announced|argued|asked|believes?d?|claim(?:s|ed|ing)|confirmed|denied|"
    r"according to|warn(?:s|ed|ing)|insist(?:s|ed)|explained|wrote|thinks?|thought|hopes?d?|expect(?:s|ed)|urged|vowed|"
    r"promised|accus(?:es?|ed|ing)|blam(?:es?|ed|ing)|critici[sz]ed|call(?:s|ed) (?:for|on|it|him|her|them)|"
    r"suggest(?:s|ed)|"
    r"report(?:s|ed|edly)|allege[sd]?|allegedly|noted|predict(?:s|ed)|concluded|estimate[sd]?|stat(?:es|ed)|declared|"
    r"admitted|acknowledged|complained|demand(?:s|ed)|fear(?:s|ed)|wants?|wanted)\b|[“”\"«»]|``",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:1[5-9]\d\d|20\d\d)s?\b|\b(?:years?|months?|decades?|century|centuries) (?:ago|earlier|before)\b|"
    r"\blast (?:year|month|decade|century)\b|\bsince\b|\b(?:previously|formerly|used to|once)\b|\bhad (?:been|\w+ed)\b",
    re.IGNORECASE,
)
NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|scores|hundreds?|"
    r"thousands?|millions?|several|many)"
)
HARM = (
    r"(?:kill\w*|dead|d(?:ied|eaths?|ying|ies)|injur\w*|wound\w*|casualt\w*|fatalit\w*|murder\w*|massacre\w*|missing|"
    r"displaced|captured|kidnap\w*|hostages?|shot|arrest\w*|detained|victims?|evacuat\w*|infected|homeless|fled|hurt)"
)
TOLL = re.compile(
    rf"\b{NUMBER}\b(?:\W+\w+){{0,6}}?\W+{HARM}\b|\b{HARM}\b(?:\W+\w+){{0,4}}?\W+{NUMBER}\b", re.IGNORECASE
)


class RegularExpressions:
    """A regular expression a label; nothing is learnt."""

    name = "regex"
    patterns = (SAID, PAST, TOLL)

    def predict_proba(self, rows: list[SentenceRow]) -> Floats:
        """Return 1 for each label whose expression is found, else 0."""
        found = [[float(bool(p.search(row.text))) for p in self.patterns] for row in rows]
        return np.array(found).reshape(len(rows), len(self.patterns))


class AlwaysYes:
    """Says yes to everything."""

    name = "always-yes"

    def predict_proba(self, rows: list[SentenceRow]) -> Floats:
        """Return 1 for each label."""
        return np.ones((len(rows), len(RegularExpressions.patterns)))
