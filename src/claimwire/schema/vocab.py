"""Closed vocabularies: each value with its meaning, in the order that the published class numbers keep.

A vocabulary is declared once, here. The JSON Schemas, the codebook's tables, the `datasets` class labels and the
labelling page are made from it. Values are only ever appended: a value's place is its class number in every release.
"""

from __future__ import annotations

from enum import StrEnum

from ..errors import ClaimwireError


class Vocabulary(StrEnum):
    """Base class: a member is declared as `NAME = "value", "what it means"`."""

    description: str

    def __new__(cls, value: str, description: str) -> Vocabulary:
        """Make a member that is its value and carries its meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    @classmethod
    def names(cls) -> list[str]:
        """Return the values in the order of their class numbers."""
        return [member.value for member in cls]

    @classmethod
    def title(cls) -> str:
        """Return what the vocabulary is about, in a sentence; raises `ClaimwireError` as `require_docstrings` does."""
        require_docstrings()
        return (cls.__doc__ or "").splitlines()[0]


def require_docstrings() -> None:
    """Raise `ClaimwireError` if Python has removed the docstrings, which published files have sentences from."""
    if Vocabulary.__doc__ is None:
        raise ClaimwireError(
            "Python removes the docstrings (-OO or PYTHONOPTIMIZE=2), of which descriptions in JSON Schema, codebook "
            "and release are made; run it without"
        )


class Label(Vocabulary):
    """What kind of claim a span is."""

    ATTRIBUTED_STATEMENT = (
        "attributed_statement",
        "something presented as said, written or thought by a source",
    )
    HISTORICAL_BACKGROUND = (
        "historical_background",
        "an event or lasting state that is no part of the reported episode and is told as context",
    )
    CASUALTY_FIGURE = (
        "casualty_figure",
        "how many people were, or may be, harmed, held or driven out",
    )


class Factuality(Vocabulary):
    """How the innermost source of a claim puts its content."""

    ASSERTED = "asserted", "stated as the case"
    DENIED = "denied", "stated as not the case"
    POSSIBLE = "possible", "put as something that may be the case"
    HYPOTHETICAL = "hypothetical", "made to hang on a condition"
    REQUESTED = "requested", "asked for, ordered or urged"
    HOPED = "hoped", "wished for or hoped for"
    TO_PREVENT = "to_prevent", "named as what is to be kept from happening"
    FUTURE = "future", "announced, promised or expected to come"
    QUESTION = "question", "asked whether it is the case"
    PRESUPPOSED = "presupposed", "taken for granted and not itself stated"


class SourceKind(Vocabulary):
    """What sort of source a statement has."""

    PERSON = "person", "a single person, speaking for himself or in an office"
    GOVERNMENT = "government", "a state, its capital or government as a whole, a head of state's office"
    MINISTRY = "ministry", "a ministry or state agency"
    MILITARY = "military", "armed forces of a state, their command or staff"
    PEACEKEEPERS = "peacekeepers", "a peacekeeping force or its command"
    DE_FACTO_AUTHORITY = "de_facto_authority", "authorities of a territory without general recognition"
    INTERNATIONAL_ORGANISATION = "international_organisation", "an organisation of states"
    ARMED_GROUP = "armed_group", "an armed group that is no state's army"
    MEDIA = "media", "a news outlet, or media in general"
    ORGANISATION = "organisation", "any other organisation, company or party"
    DOCUMENT = "document", "an agreement, report, law or statement that itself speaks"
    CROWD = "crowd", "a crowd, residents or the public of a place"
    UNNAMED = "unnamed", "a source kept or left without a name or kind, also that of a passive"


class Mention(Vocabulary):
    """How the words of the article refer to the source."""

    NAMED = "named", "with a proper name"
    NOMINAL = "nominal", "with a common noun (the ministry, the official)"
    PRONOUN = "pronoun", "with a pronoun"
    METONYM = "metonym", "with the name of a capital, building or country that stands for its rulers"
    IMPLICIT = "implicit", "not at all: the source is understood (a passive, a continued quotation)"


class CueClass(Vocabulary):
    """What the cue does, judged by the cue and not by the content."""

    NEUTRAL = "neutral", "reports without colour (said, told, according to, noted)"
    ASSERTIVE = "assertive", "puts weight on the content (stressed, insisted, confirmed, reiterated)"
    DENIAL = "denial", "rejects (denied, rejected)"
    ACCUSATION = "accusation", "lays blame (accused, blamed)"
    DIRECTIVE = "directive", "asks, orders or urges (called on, demanded, urged)"
    COMMISSIVE = "commissive", "binds the source (pledged, agreed, promised)"
    EVALUATIVE = "evaluative", "judges (welcomed, condemned, praised)"
    EMOTIVE = "emotive", "voices a feeling (expressed concern, regretted)"
    EXPECTATION = "expectation", "hopes, expects or plans (hoped, expects, is ready to)"
    LABELLING = "labelling", "names or describes (called, described as, so-called)"


class QuoteType(Vocabulary):
    """How much of the content stands in quotation marks."""

    DIRECT = "direct", "all of it"
    MIXED = "mixed", "part of it, a clause or more"
    SCARE_QUOTE = "scare_quote", "a word or phrase that is distanced"
    INDIRECT = "indirect", "none of it"


class EventType(Vocabulary):
    """What sort of event or state is told as background; where two fit, the earlier in this list of a pair named."""

    ARMED_CONFLICT = "armed_conflict", "a war as a whole"
    HOSTILITIES = "hostilities", "a bout of fighting"
    CEASEFIRE = "ceasefire", "a ceasefire, also one that is part of an agreement (before agreement)"
    AGREEMENT = "agreement", "a treaty, accord or signed statement"
    RECOGNITION = "recognition", "one party recognises another or its borders (before declaration)"
    DECLARATION = "declaration", "a declaration of independence, withdrawal, policy"
    STATUS_CHANGE = "status_change", "a territory or body gets another legal status or name"
    TERRITORIAL_CHANGE = "territorial_change", "control of territory passes"
    DEPLOYMENT = "deployment", "forces or observers are sent or stationed"
    NEGOTIATION = "negotiation", "talks begin, go on or fail"
    POLITICAL_MOVEMENT = "political_movement", "a movement or campaign for a political end"
    PROTEST = "protest", "demonstrations, strikes, riots"
    TENSION = "tension", "enmity or strain without fighting being told"
    LASTING_STATE = "lasting_state", "a state of affairs that holds over the time told"
    DISASTER = "disaster", "a natural or technical disaster or accident"
    ELECTION = "election", "an election or referendum"
    OTHER = "other", "none of these"


class TimeMeaning(Vocabulary):
    """How an event fills its time."""

    AT_SOME_POINT_IN = "at_some_point_in", "it happened once within the time given"
    THROUGHOUT = "throughout", "it filled the time given"


class TimeResolution(Vocabulary):
    """How the date of an event was resolved from the article."""

    EXPLICIT = "explicit", "the words give the date in full, as far as it is recorded"
    NEIGHBOURING_CLAUSE = "neighbouring_clause", "taken over from a clause or sentence close by"
    YEAR_INFERRED = "year_inferred", "day and month stand there, the year was inferred"
    RELATIVE_TO_PUBLICATION = "relative_to_publication", "counted from the day of publication (last year)"
    RELATIVE_TO_EVENT = "relative_to_event", "counted from another event (ever since the war)"
    ERA = "era", "named by an era (the Soviet years), whose bounds are general knowledge"
    UNRESOLVED = "unresolved", "not datable from the article"


class QuantityForm(Vocabulary):
    """How a quantity is written."""

    DIGITS = "digits", "in digits, also with a word for the magnitude (2 million)"
    WORDS = "words", "spelled out"
    VAGUE = "vague", "a word without a number (several, dozens, multiple, some)"
    NONE = "none", "no quantity is given"


class Qualifier(Vocabulary):
    """What the words around a quantity say about its bounds."""

    EXACT = "exact", "the number, unmodified"
    APPROXIMATELY = "approximately", "about, some, around the number"
    AT_LEAST = "at_least", "the number or more"
    MORE_THAN = "more_than", "more than the number"
    AT_MOST = "at_most", "the number or fewer"
    UP_TO = "up_to", "as many as the number"
    LESS_THAN = "less_than", "fewer than the number"
    BETWEEN = "between", "from one number to another"
    SEVERAL = "several", "several, multiple, a number of"
    SOME = "some", "some, a few"
    TENS = "tens", "tens of"
    DOZENS = "dozens", "dozens of"
    HUNDREDS = "hundreds", "hundreds of"
    THOUSANDS = "thousands", "thousands of"
    NONE_STATED = "none_stated", "no quantity is stated (casualties on each side)"
    ZERO = "zero", "none, nobody"


class Harm(Vocabulary):
    """What befell the people counted."""

    KILLED = "killed", "died"
    INJURED = "injured", "wounded or hurt"
    KILLED_OR_INJURED = "killed_or_injured", "casualties, without telling which"
    MISSING = "missing", "unaccounted for"
    CAPTURED = "captured", "taken prisoner, held or detained"
    DISPLACED = "displaced", "fled or driven out"
    EVACUATED = "evacuated", "taken out of danger"
    SHELTERED = "sheltered", "given shelter where they are safe"
    AFFECTED = "affected", "harmed in some other or unnamed way, also cut off or rescued"


class VictimStatus(Vocabulary):
    """Who the people counted are, by their part in the event."""

    CIVILIAN = "civilian", "civilians, also where only residents, passengers or workers are named"
    COMBATANT = "combatant", "soldiers or fighters"
    PEACEKEEPER = "peacekeeper", "members of a peacekeeping force"
    PRISONER = "prisoner", "prisoners of war or detainees"
    REFUGEE = "refugee", "refugees or displaced people"
    MIXED = "mixed", "several of these, named"
    UNSPECIFIED = "unspecified", "the article does not say"


class VictimGroup(Vocabulary):
    """A group of people that the figure singles out."""

    CHILDREN = "children", "children or minors"
    WOMEN = "women", "women"
    ELDERLY = "elderly", "old people"
    NONE = "none", "no such group"


class FigureScope(Vocabulary):
    """What stretch of the world the figure counts."""

    SINGLE_EVENT = "single_event", "one event or bout"
    SNAPSHOT = "snapshot", "a state at one moment (are currently being sheltered)"
    CUMULATIVE = "cumulative", "a toll that has been growing up to now"
    PERIOD_TOTAL = "period_total", "the total of a period or war that is over"
    UNSPECIFIED = "unspecified", "the article does not say"


class Confidence(Vocabulary):
    """How sure an annotator is that a claim is one, and is described rightly."""

    HIGH = "high", "another reader of the codebook would do the same"
    MEDIUM = "medium", "another reader may differ in a slot or a boundary"
    LOW = "low", "borderline: another reader may not annotate it at all, or with another label"


class Verdict(Vocabulary):
    """What the evidence says of a claim's content."""

    SUPPORTED = "supported", "the evidence says the same"
    CONTRADICTED = "contradicted", "the evidence says otherwise"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence", "the evidence at hand does not decide it"


class AnnotatorKind(Vocabulary):
    """Who or what annotated."""

    HUMAN = "human", "a person"
    MODEL = "model", "a language model or trained classifier"
    RULE = "rule", "a program that follows written rules"


class Decision(Vocabulary):
    """What became of one or more annotators' claims in adjudication."""

    AGREED = "agreed", "the layers agreed in label, span and every slot: taken as it is"
    CHOSEN = "chosen", "the layers differed: the claim of one of them was taken as it is"
    MERGED = "merged", "the layers differed: slots or spans were taken from several of them"
    CHANGED = "changed", "the adjudicator gave a slot or span a value that no layer has"
    ADDED = "added", "no layer has the claim; the adjudicator added it"
    REJECTED = "rejected", "the claim is not in the gold layer"


class LinkKind(Vocabulary):
    """In what claims of different articles are the same."""

    SAME_STATEMENT = "same_statement", "the same utterance of the same source"
    SAME_BACKGROUND = "same_background", "the same earlier event or state"
    SAME_FIGURE = "same_figure", "a figure for the same harm in the same event"


class SegmentKind(Vocabulary):
    """What a piece of a raw document is."""

    HEADLINE = "headline", "the headline"
    LEAD = "lead", "the sub-headline or summary under the headline"
    DATELINE = "dateline", "place, day and agency before the first sentence"
    BODY = "body", "a paragraph of the article"
    SECTION_HEADING = "section_heading", "a heading inside the article"
    BOILERPLATE = "boilerplate", "page furniture: icons, menus, players"
    DUPLICATE = "duplicate", "a repetition of a piece that is kept"
    METADATA = "metadata", "dates, addresses and the like, read into fields"
    SEPARATOR = "separator", "white space between pieces"


class DateEvidence(Vocabulary):
    """How the date of publication was found."""

    TIMESTAMP = "timestamp", "a full date printed on the page"
    URL = "url", "the date in the article's address"
    METADATA = "metadata", "machine-readable metadata or a field of the record"
    DATELINE = "dateline", "the dateline, with its year"
    DATELINE_YEAR_FROM_OTHER_EVIDENCE = (
        "dateline_year_from_other_evidence",
        "the dateline gives day and month; the year comes from other evidence, which is named",
    )
    DATELINE_WITHOUT_YEAR = "dateline_without_year", "the dateline gives day and month, and no evidence gives the year"
    SUPPLIED = "supplied", "given by whoever added the document"
    UNKNOWN = "unknown", "not found"


class TextOrigin(Vocabulary):
    """Where the texts of a corpus come from."""

    PUBLISHED = "published", "real articles, published by an outlet"
    WRITTEN_FOR_PURPOSE = "written_for_purpose", "written for this dataset; people, places and events are invented"


class OutletKind(Vocabulary):
    """What sort of publisher an outlet is."""

    STATE_AGENCY = "state_agency", "a news agency owned by a state"
    STATE_BROADCASTER = "state_broadcaster", "a broadcaster or site owned or funded by a state"
    PRIVATE = "private", "a private publisher"
    NONPROFIT = "nonprofit", "a publisher without profit, also by volunteers"
    UNKNOWN = "unknown", "not known"


class Split(Vocabulary):
    """A split of the release."""

    TRAIN = "train", "for fitting"
    VALIDATION = "validation", "for choosing"
    TEST = "test", "for measuring, once"


class ChangeKind(Vocabulary):
    """What sort of difference there is between two releases."""

    ARTICLE_ADDED = "article_added", "an article that the older release does not have"
    ARTICLE_REMOVED = "article_removed", "an article that the newer release does not have"
    ARTICLE_MOVED = "article_moved", "an article stands in another split"
    ARTICLE_CHANGED = "article_changed", "a field of an article has another value"
    CLAIM_ADDED = "claim_added", "a claim that the older release does not have"
    CLAIM_REMOVED = "claim_removed", "a claim that the newer release does not have"
    CLAIM_MOVED = "claim_moved", "a claim has other spans, or stands in another article or split"
    CLAIM_RELABELLED = "claim_relabelled", "a claim has another label"
    SLOT_CHANGED = "slot_changed", "a slot or another field of a claim has another value"
