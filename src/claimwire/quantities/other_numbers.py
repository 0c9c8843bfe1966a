"""Numbers that count no people: ages, times, dates, money, measures, percentages, ordinals, names with numbers."""

from __future__ import annotations

import re

from .people_words import AGED, ONE_PERSON, PEOPLE, THINGS
from .skeleton import Skeleton

N = "[INYZFU]"
LIST = rf"{N}(?:(?: ?[-–/] ?|,? (?:to|or|and) |, ){N})*"
RANGE = rf"(?:between {N} and {N}|{N}(?:(?: ?[-–] ?| (?:to|or) ){N})?)"
"""A number or a range."""

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|april|apr|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    "dec(?:ember)?"
)
CURRENCY = (
    "dollars?|euros?|rubles?|roubles?|yuan|yen|rupees?|drams?|manats?|liras?|francs?|crowns?|pesos?|cents?|pence|usd|"
    "eur|gbp|hryvnias?|naira|birr|afghanis?|taka|rand|tenge|syp|rials?|riyals?|dinars?|shillings?|pounds sterling|bucks"
)
TIMES = (
    "seconds|secs|minutes|mins|hours|hrs|days|nights|mornings|evenings|weeks|weekends|fortnights|months|years|yrs|"
    "seasons|decades|centuries"
)
TIME = (
    "second|sec|minute|min|hour|hr|day|night|morning|evening|week|weekend|fortnight|month|year|yr|season|decade|century"
)
MEASURES = (
    "kms?|cm|mm|mi|ft|metres?|meters?|(?:kilo|centi|milli)met(?:re|er)s?|miles?|yards?|feet|foot|inch(?:es)?|acres?|"
    "hectares?|tons?|tonnes?|kilos?|kilograms?|kg|grams?|pounds?|lbs?|lit(?:re|er)s?|gallons?|barrels?|degrees?|knots?|"
    "mph|kph|km/h|(?:kilo|mega)?watts?|volts?|storeys?|stories|floors?|points?|m"
)
COUNTED = (
    "members?|men|man|women|woman|persons?|people|strong|soldiers?|crew|child|odd|plus|ish|half|halves|thirds?|"
    "quarters?|"
    "fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
)
"""What may stand behind a count and a hyphen: *a 12-member crew*, *20-odd*."""
LABELS = (
    r"no\.|nos\.|nr\.?|№|flight|route|room|article|resolution|chapter|page|section|highway|category|magnitude|grade|"
    r"phase|level|version|gate|platform|paragraph|clause|directive|act|district|apartment|interstate|channel|battalion|"
    r"boeing|airbus|unit|ward|zip code|postcode|apollo|bus number|bus|room number|school|line|camp|"
    "checkpoint|zone|protocol|rule|table|figure|windows|hall|house|sector|station|building|tower|tunnel|shaft|cell|"
    "colony|site|plot|seat|row|volume|issue|step|stage|round|key|id|box"
)
"""Words before a number that is a name."""


AGES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:(?:mid|early|late|low|high)[- ])?D\b",
        rf"{LIST}[- ](?:{TIME}|{TIMES})[- ]olds?\b",
        rf"{RANGE} (?:{TIME}|{TIMES}) of age\b",
        rf"\b(?:aged?|ages)(?: (?:of|between|from|about|around|over|under|above|below|up to|at least))* {LIST}"
        r"(?: (?:and|or|years and) (?:over|under|above|below|older|younger|up|more|less))?",
        rf"\b(?:{AGED})(?: who (?:is|are|was|were))?"
        rf"(?P<cut> (?:over|under|above|below|older than|younger than|"
        rf"up to)(?: the age of)? {RANGE})(?! (?:{PEOPLE})\b)",
        rf"\b(?:{AGED})(?P<cut> of {N}$)",
        rf"\b(?:mother|father|parent|mum|mom|dad|grandmother|grandfather|widow|widower)s?(?P<cut>[- ]of[- ]{N})\b",
        rf"\b(?:{AGED}|brothers|sisters|siblings|cousins)(?P<cut>, {N}(?:, {N})*,? and {N})$",
        rf"\ban? (?:[a-z-]+ )*(?:{ONE_PERSON})(?P<cut>(?:, ?| ?\(){N}(?:,|\)|$))",
        rf"\b(?:over|under)-{N}s?\b",
        rf"{LIST}-something\w*",
    )
)
"""What the age of people looks like; a group `cut` is the part of it to leave out."""
NOT_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        # dates and times of the day
        rf"{N}(?:-{N}){{2}}",
        rf"{N}(?::{N})+(?: ?[ap]\.? ?m\b\.?)?",
        rf"{RANGE} ?(?:[ap]\.? ?m\b\.?|o'clock|gmt\b|utc\b)",
        rf"{RANGE} (?:{MONTHS}|march)\b\.?(?:,? [YZ]\b)?",
        rf"{RANGE} may(?= *(?:,|\)|$))|{RANGE} may,? [YZ]\b|\b(?:on|by|since|until|till|of|from|before|"
        rf"after) {RANGE} may\b(?:,? [YZ]\b)?",
        rf"\b(?:{MONTHS}|may|march)\b\.? {RANGE}(?:,? [YZ]\b)?(?! (?:{PEOPLE})\b)",
        # money, shares and measures
        rf"(?:[$€£¥₽₹₺₴] ?|\b(?:usd|eur|gbp|inr|rs\.?) ?){RANGE}",
        rf"{RANGE} ?(?:[$€£¥₽₹₺₴]|(?:us |u\.s\. )?\b(?:{CURRENCY})\b)",
        rf"{RANGE} ?(?:[%‰]|per ?cents?\b|percents?\b|pct?\b|percentage points?\b)",
        rf"{RANGE}[- ](?:square |cubic |nautical )?(?:{MEASURES})(?![\w'])",
        rf"{RANGE} ?(?:°|º)c?",
        # stretches of time, and years
        rf"{RANGE} (?:more |full |long |straight |consecutive |further |whole |short |working |or more )?(?:{TIMES})\b",
        rf"{RANGE} (?:second|minute|hour|week|month|year)$",
        rf"I (?:more |full |long |whole |single )?(?:{TIME})\b(?! [a-z]+(?:s|men|ers)\b)",
        r"\b(?:in|since|until|till|by|before|after|during|from|year|years|spring|summer|autumn|fall|winter|early|late|"
        rf"mid) [YZ]\b(?: ?[-–] ?{N}| (?:to|and|till|until) [YZ]\b)?(?! (?:{PEOPLE})\b)",
        rf"\bbetween Y and Y\b(?! (?:{PEOPLE})\b)",
        rf"\b(?:the|an?) Y(?= (?!(?:{PEOPLE})\b)[a-z])",
        r"^Y(?: ?[-–/] ?[YN])?$",
        # telephone numbers, addresses
        rf"\b(?:dial|calls?|ring|phone|tel\.?|telephone|fax|hotline|helpline|text|sms|whatsapp):? ?\+?{N}(?:[ -]{N})*",
        rf"\+ ?{N}(?:[ -]{N})+",
        rf"{N} (?:[a-z]+ ){{1,2}}(?:lane|road|street|avenue|boulevard|square)\b",
        # names, and what a number describes
        rf"(?:\b(?:{LABELS}) ?-?|[№#°] ?){LIST}(?:\b(?! (?:{PEOPLE})\b)|$)",
        rf"{N}[- ]magnitude\b",
        rf"{N} (?:in|out of|for) every {N}\b|{N} per {N}\b|{N} [a-z]+ per (?:kg|kilo|ton|tonne|pack|litre|liter|person|"
        rf"head)\b",
        rf"C(?:[-–/+]{N})+|O of (?:the )?{N}\b|\bno {N}\b(?! (?:{PEOPLE})\b)",
        r"I of the (?:most|worst|best|[a-z]+est)\b",
        rf"{RANGE} (?:[a-z]+ )?(?:{THINGS})\b",
        r"N (?:sides|parties|fronts|countries|camps|occasions|digits|figures)\b",
        rf"{RANGE}-(?!(?:{COUNTED})\b)[a-z]+(?:-[a-z]+)*",
    )
)
"""What other numbers that count no people look like."""
TIMES_OVER = (re.compile(rf"{RANGE}(?: times\b|-?fold\b| ?x\b| ?×)"),)


CLOCK = re.compile(rf"\b(?:half past|(?:a )?quarter (?:past|to)|{N} (?:minutes )?past) {N}\b")
"""A time of the day that looks like a share or a range."""


def without_clock(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton without times of the day such as *half past six*."""
    while (match := CLOCK.search(skeleton.text)) is not None:
        skeleton = skeleton.cut(match.start(), match.end(), " _ ")
    return skeleton


def without_other_numbers(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton without the numbers that count no people.

    `young` stands for an age, `times` for a multiple, `_` for another one.
    """
    for patterns, filler in ((AGES, " young "), (TIMES_OVER, " times "), (NOT_COUNTS, " _ ")):
        for pattern in patterns:
            place = 0
            while (match := pattern.search(skeleton.text, place)) is not None:
                start, end = match.span("cut" if "cut" in pattern.groupindex else 0)
                skeleton = skeleton.cut(start, end, filler)
                place = start + 1
    return skeleton
