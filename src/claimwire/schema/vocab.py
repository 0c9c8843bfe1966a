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
        return [*cls._value2member_map_]

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


class PresentedAs(Vocabulary):
    """How the innermost source of a claim puts its content; not whether the content is true."""

    ASSERTED = "asserted", "stated as the case, in a clause or under a cue that says so"
    DENIED = "denied", "rejected by a cue that denies (denied, rejected); a *not* in the content is its polarity"
    POSSIBLE = "possible", "put as something that may be the case"
    HYPOTHETICAL = "hypothetical", "made to hang on a condition"
    REQUESTED = "requested", "asked for, ordered, urged or said to be needed"
    HOPED = "hoped", "wished for or hoped for"
    TO_PREVENT = "to_prevent", "named as what is to be kept from happening"
    FUTURE = "future", "announced, promised or expected to come"
    QUESTION = "question", "asked whether it is the case"
    PRESUPPOSED = "presupposed", "taken for granted: named by a noun phrase, without a finite clause that states it"


class Polarity(Vocabulary):
    """Whether the words of a claim's span say that something is so or is not so."""

    POSITIVE = "positive", "they say that it is so"
    NEGATIVE = "negative", "they say that it is not so (no, not, nobody, without, failed to)"
    MIXED = "mixed", "one clause of the span says that something is so, another that something is not"


class SourceKind(Vocabulary):
    """In what capacity the source of a statement speaks."""

    GOVERNMENT = (
        "government",
        "a state or its executive: head of state or government, ministry, agency, diplomat; also regional and local",
    )
    PARTY = "party", "a party, a parliament, or a politician who speaks as a member or candidate"
    MILITARY = "military", "armed forces of a state, their command or staff, peacekeepers"
    DE_FACTO_AUTHORITY = "de_facto_authority", "authorities of a territory without general recognition"
    ARMED_GROUP = "armed_group", "an armed group that is no state's army"
    POLICE_AND_RESCUE = "police_and_rescue", "police, fire and emergency services"
    COURT = "court", "courts, prosecutors, and the lawyers of a case"
    HEALTH_SERVICE = "health_service", "hospitals, doctors, health authorities"
    INTERNATIONAL_ORGANISATION = "international_organisation", "an organisation of states, its agencies and missions"
    COMPANY = "company", "a business and those who speak for it"
    ORGANISATION = (
        "organisation",
        "any other organisation: of helpers, campaigners, workers, believers, sport, research",
    )
    EXPERT = "expert", "a scientist, analyst or study that speaks from knowledge, not for an employer"
    WITNESS = "witness", "people who saw or suffered it, residents, relatives"
    INDIVIDUAL = (
        "individual",
        "people who speak for themselves: artists, athletes, suspects, protesters, customers, a crowd",
    )
    MEDIA = "media", "a news outlet, or media in general"
    DOCUMENT = "document", "an agreement, law, record or recording that speaks with nobody told behind it"
    NOT_TOLD = "not_told", "the article does not tell: a passive, hearsay, sources of no kind"
    OTHER = "other", "none of these"


class SourceNaming(Vocabulary):
    """How far the article says who the source is."""

    NAMED = "named", "by a proper name, here or elsewhere in the article"
    DESCRIBED = "described", "by a common noun only (a resident, officials), and no name is told"
    ANONYMOUS = "anonymous", "the article says that the name is withheld (on condition of anonymity)"
    NONE = "none", "not at all"


class Channel(Vocabulary):
    """Through what something was said."""

    STATEMENT = "statement", "a written statement, press release or announcement"
    PRESS_CONFERENCE = "press_conference", "a press conference or briefing"
    INTERVIEW = "interview", "an interview, or words spoken to reporters"
    SOCIAL_MEDIA = "social_media", "a post, tweet or message to the public"
    BROADCAST = "broadcast", "radio, television, a video"
    SPEECH = "speech", "a speech, address or sermon"
    CALL = "call", "a telephone call"
    MEETING = "meeting", "a meeting or talks"
    LETTER = "letter", "a letter, note or e-mail to somebody"
    REPORT = "report", "a published report, study, book, survey, web page or figures"
    PROCEEDINGS = "proceedings", "a session, filing or ruling of a court, or a session of a parliament or council"
    OTHER = "other", "another channel that the article tells"


class OutletCheck(Vocabulary):
    """What the article says of its own check of a statement."""

    VERIFIED = "verified", "it says that it, or somebody it trusts, has verified it"
    NOT_VERIFIED = "not_verified", "it says that it could not be, or was not, verified"


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
    DIRECTIVE = "directive", "asks, orders or urges, also asks a question (called on, demanded, urged, asked whether)"
    COMMISSIVE = "commissive", "binds the source (pledged, agreed, promised)"
    EVALUATIVE = "evaluative", "judges (welcomed, condemned, praised)"
    EMOTIVE = "emotive", "voices a feeling (expressed concern, regretted, apologised)"
    EXPECTATION = "expectation", "hopes, expects or plans (hoped, expects, is ready to)"
    LABELLING = "labelling", "names or describes (called, described as, so-called)"
    HEARSAY = "hearsay", "passes on what is said by nobody named (reportedly, is said to, according to reports)"


class CuePolarity(Vocabulary):
    """Whether the cue says that the source did, or did not, say something."""

    POSITIVE = "positive", "the source said it"
    NEGATIVE = "negative", "the source did not say it (declined to comment, no group has claimed)"


class QuoteType(Vocabulary):
    """How much of the content stands in quotation marks."""

    DIRECT = "direct", "all of it"
    MIXED = "mixed", "part of it, a clause or more"
    SCARE_QUOTE = "scare_quote", "a word or phrase that is distanced"
    INDIRECT = "indirect", "none of it"


class EventType(Vocabulary):
    """What sort of event or state is told as background; where two fit, the earlier in this list."""

    ARMED_CONFLICT = "armed_conflict", "war, fighting, armed tension, forces sent or stationed, territory taken"
    CRIME_AND_JUSTICE = (
        "crime_and_justice",
        "an attack, killing or other crime outside a war, and what police, prosecutors and courts did about one",
    )
    AGREEMENT = "agreement", "a ceasefire, treaty, deal or negotiation"
    DECISION = "decision", "a declaration, law, recognition, appointment, resignation or change of status"
    POLITICS = "politics", "an election, campaign, protest, strike, political movement or coup"
    DISASTER = "disaster", "a natural disaster, accident or epidemic"
    BIOGRAPHY = "biography", "a step in the life of a person: birth, study, marriage, career, award, death"
    CREATION = (
        "creation",
        "something is made, founded, published, built or shown: a work, product, study, body, building",
    )
    LASTING_STATE = "lasting_state", "a state of affairs that holds over the time told"
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
    """What kind of bound the words of a quantity set. Whether the number is approximate is told apart from it."""

    EXACT = "exact", "the number itself, also one that is approximate (about 50)"
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
    SCORES = "scores", "scores of"
    HUNDREDS = "hundreds", "hundreds of"
    THOUSANDS = "thousands", "thousands of"
    TENS_OF_THOUSANDS = "tens_of_thousands", "tens of thousands of"
    HUNDREDS_OF_THOUSANDS = "hundreds_of_thousands", "hundreds of thousands of"
    MILLIONS = "millions", "millions of"
    NONE_STATED = "none_stated", "no quantity is stated (casualties on each side)"
    ZERO = "zero", "none, nobody"


class Harm(Vocabulary):
    """What befell the people counted; the more exact value where two fit."""

    KILLED = "killed", "died"
    INJURED = "injured", "wounded or hurt"
    KILLED_OR_INJURED = "killed_or_injured", "casualties, without telling which"
    HOSPITALISED = "hospitalised", "in hospital or taken there"
    INFECTED = "infected", "ill with a disease that spreads, or tested positive"
    MISSING = "missing", "unaccounted for"
    TRAPPED = "trapped", "unable to get out: buried, cut off, stranded, besieged"
    RESCUED = "rescued", "saved from danger, found alive"
    CAPTURED = "captured", "taken prisoner or hostage by a party to a conflict"
    DETAINED = "detained", "arrested, held or imprisoned by an authority"
    RELEASED = "released", "freed or exchanged after being held"
    DISPLACED = "displaced", "fled or driven out"
    EVACUATED = "evacuated", "taken or sent out of danger"
    SHELTERED = "sheltered", "given shelter where they are safe"
    HOMELESS = "homeless", "lost their homes, without telling whether they fled"
    AFFECTED = "affected", "harmed in some other or unnamed way"


class VictimStatus(Vocabulary):
    """Whether the people counted take part in fighting."""

    CIVILIAN = "civilian", "civilians, also where only residents, passengers, workers or children are named"
    COMBATANT = "combatant", "soldiers or fighters, also captured ones"
    MIXED = "mixed", "both, named"
    UNSPECIFIED = "unspecified", "the article does not say"


class VictimGroup(Vocabulary):
    """A group that the words of a figure name for the people counted, or for all of a single person counted."""

    CHILDREN = "children", "children or minors"
    WOMEN = "women", "women"
    MEN = "men", "men"
    ELDERLY = "elderly", "old people"
    JOURNALISTS = "journalists", "journalists and their crews"
    MEDICS = "medics", "doctors, nurses and other medical staff"
    AID_WORKERS = "aid_workers", "people who bring aid"
    RESCUERS = "rescuers", "firefighters and rescuers"
    POLICE = "police", "police and guards"
    PEACEKEEPERS = "peacekeepers", "members of a peacekeeping force"
    OFFICIALS = "officials", "officials, politicians, diplomats"
    PRISONERS = "prisoners", "prisoners of war, prisoners and detainees, where they are called so"
    REFUGEES = "refugees", "refugees, migrants and displaced people"
    FOREIGNERS = "foreigners", "foreigners, where the article says so"
    TRAVELLERS = "travellers", "passengers and tourists"
    CREW = "crew", "crew of a ship, an aircraft or a train"
    WORKERS = "workers", "people at their work, other than the above"
    STUDENTS = "students", "students and pupils"
    SUSPECTS = "suspects", "attackers and suspects"


class FigureScope(Vocabulary):
    """What stretch of the world the figure counts; decided by three questions, in this order."""

    SNAPSHOT = "snapshot", "a state now: how many are in it at one moment (are in hospital, are missing)"
    CUMULATIVE = "cumulative", "still counting: the words say that the count goes on (so far, already, has risen to)"
    PERIOD_TOTAL = "period_total", "over, and the total of several events or of a period (of a war, this year)"
    SINGLE_EVENT = "single_event", "over, or not told otherwise, and the count of one event"


class Confidence(Vocabulary):
    """How sure an annotator is that a claim is one, and is described rightly."""

    HIGH = "high", "another reader of the codebook would do the same"
    MEDIUM = "medium", "another reader may differ in a slot or a boundary"
    LOW = "low", "borderline: another reader may not annotate it at all, or with another label"


class ClaimOrigin(Vocabulary):
    """Where a claim of an annotator's layer comes from: out of the annotator's own reading, or from a prediction."""

    PREDICTION = "prediction", "shown to the annotator as a prediction and left as it was, in every slot and span"
    PREDICTION_EDITED = "prediction_edited", "shown as a prediction, and changed in a slot, a span or a part"
    OWN = "own", "marked by the annotator"


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


class EntityKind(Vocabulary):
    """What an entity that claims name is."""

    PERSON = "person", "a person or several persons"
    STATE = "state", "a country, or a territory that is governed, as side, actor or place of an act"
    BODY = "body", "what a state acts by: a government, ministry, agency, court, parliament, also of a region"
    FORCE = "force", "armed forces, a unit, police"
    GROUP = "group", "an armed group, a people, a side of a conflict"
    ORGANISATION = "organisation", "an organisation, company, party or international body"
    MEDIA = "media", "a news outlet"
    PLACE = "place", "a place"
    DOCUMENT = "document", "an agreement, law, record or recording"


class ExampleKind(Vocabulary):
    """What an example of a ruling shows."""

    POSITIVE = "positive", "what the ruling applies to"
    NEGATIVE = "negative", "what it does not apply to, although it looks like it"
    CONTRAST = "contrast", "the smallest change of the positive example that changes the answer"


class Decision(Vocabulary):
    """What became of one or more annotators' claims in adjudication."""

    AGREED = "agreed", "the layers agreed in label, span and every slot: taken as it is"
    CHOSEN = "chosen", "the layers differed: the claim of one of them was taken as it is"
    MERGED = "merged", "the layers differed: slots or spans were taken from several of them"
    CHANGED = "changed", "the adjudicator gave a slot or span a value that no layer has"
    ADDED = "added", "no layer has the claim; the adjudicator added it"
    REJECTED = "rejected", "the claim is not in the gold layer"


class CheckAnswer(Vocabulary):
    """What somebody who checked an item of the reference says of it."""

    RIGHT = "right", "of a claim: label, span and every slot are as the codebook has them"
    WRONG = "wrong", "of a claim: a field of it is not as the codebook has it"
    NOTHING_MISSED = "nothing_missed", "of a sentence without a claim: none is missing there"
    MISSED = "missed", "of a sentence without a claim: one is missing there"
    UNCLEAR = "unclear", "of either: the codebook and the text leave it open"


class LinkKind(Vocabulary):
    """In what claims of different articles are the same."""

    SAME_STATEMENT = "same_statement", "the same utterance of the same source"
    SAME_BACKGROUND = "same_background", "the same earlier event or state"
    SAME_FIGURE = "same_figure", "a figure for the same harm in the same event"
    SUPERSEDES = (
        "supersedes",
        "counts of the same people that follow each other: each corrects or updates the one before",
    )


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
    CREDIT = "credit", "a caption with who made the picture, or who else worked on the article"
    SHARE_LINE = "share_line", "hashtags, addresses and requests to share, or a pointer to other pages"


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


class Answer(Vocabulary):
    """Whether something that is computed is so."""

    YES = "yes", "it is so"
    NO = "no", "it is not so"
    UNKNOWN = "unknown", "what is known leaves it open"


class TextOrigin(Vocabulary):
    """Where the texts of a corpus come from."""

    PUBLISHED = "published", "real articles, published by an outlet"
    WRITTEN_FOR_PURPOSE = "written_for_purpose", "written for this dataset; people, places and events are invented"


class TextInRelease(Vocabulary):
    """Which texts of a corpus the published release has."""

    AS_IN_REPOSITORY = "as_in_repository", "all of them if the repository has them, else none"
    OPEN = (
        "open",
        "though the repository has none, those of every outlet that allows it under a licence it states; they are put "
        "in from a copy that was checked against their hashes",
    )


class LicenceEvidence(Vocabulary):
    """How the licence of an outlet's texts is known."""

    STATED_ON_PAGE = "stated_on_page", "the page of every article names it"
    STATED_BY_OUTLET = "stated_by_outlet", "the outlet names it for all its texts, on a page of terms or the like"
    OWN_WORK = "own_work", "the texts were written for this dataset by those who publish it"
    INFERRED = "inferred", "nobody states it for these texts; it follows from what they seem to be, and may be wrong"


class WithdrawalReason(Vocabulary):
    """Why something that was published was taken back."""

    PRIVACY = "privacy", "somebody it is about asked, or it tells of a private person what it should not"
    SAFETY = "safety", "it could endanger somebody"
    RIGHTS = "rights", "who holds rights in the text asked"
    LAW = "law", "a court, an authority or a law demands it"
    MISTAKE = "mistake", "it should not have been in the data to begin with"


class CorpusUnit(Vocabulary):
    """What a document of a corpus is."""

    ARTICLES = "articles", "an article"
    ITEMS = "items", "an item of a digest, of a sentence or a few; items are never counted as articles"


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


class ContentRecipe(Vocabulary):
    """How the content hash of a table is made; `claimwire.tables.content` says it in full."""

    ROWS_JSON = "rows-json/1", "SHA-256 over the rows as canonical JSON lines"
    COLUMNS = "columns/1", "SHA-256 over the SHA-256 of each column's parts: nulls, lengths, values"


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
