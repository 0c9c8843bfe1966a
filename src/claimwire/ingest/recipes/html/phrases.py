"""Phrases of lines that stand in the middle of articles and are not part of them, most of them in English."""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that is any of the alternatives, in capitals or not."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


_SHARE_WORDS = (
    "a an and article by can click comment comments copy email e mail facebook flipboard forward friend friends fb for"
    " gmail google here in instagram it link linkedin mastodon media messenger more network networks on or options"
    " page pin pinterest please pocket post print reddit save send share shares sharing skype sms snapchat social story"
    " telegram the this threads tiktok to tumblr tweet twitter url via viber vk wechat weibo whatsapp with x xing you"
    " your bluesky bookmark facebook's let know followers clipboard opens window new"
    " отправить поделиться teilen drucken partager imprimer compartir condividi partilhar"
)
SHARE_WORDS = frozenset(_SHARE_WORDS.split())
"""A line of nothing but these asks to share the page, if one of `SHARE_ACTS` is among them."""

_SHARE_ACTS = (
    "share shares sharing tweet print email pin facebook twitter whatsapp telegram linkedin reddit copy save bookmark"
    " forward flipboard поделиться teilen drucken partager imprimer compartir condividi partilhar"
)
SHARE_ACTS = frozenset(_SHARE_ACTS.split())

PIECE = r"(?:story|article|post|piece|video|news|page|link|report)"
SHARE_ASKED = any_of(
    rf"(?:please )?share (?:this|the|our|your)(?: \w+)? {PIECE}(?: (?:with|on|via|to|by)\b.{{0,60}})?",
    rf"(?:like|liked|love|enjoy|enjoyed|think|found|interested in|if you)\b.{{0,80}}\bshare (?:it|this"
    rf"|the)(?: {PIECE})?"
    r"(?: (?:with|on|via)\b.{0,40}\b(?:friends?|others|facebook|twitter|social|networks?|media)\b.{0,20})?",
)
"""A line that asks to share the page in a sentence; without what ends it."""

_POINTER = "|".join(
    (
        r"also (?:on|read|see|watch|in)",
        r"read (?:also|more|next|on|the (?:full|whole|rest|original)\b[\w ]{0,30})",
        r"see (?:also|more|related)",
        r"more (?:on|from|about|news|stories|in)\b[\w .'’-]{0,40}",
        r"up next|(?:next|previous) (?:article|story)",
        r"related(?: (?:articles?|stor(?:y|ies)|news|content|topics?|links?|coverage|posts?|reading))?",
        r"recommended(?: (?:for you|reading|stories|articles))?|don[’']?t miss|must read|what to read next",
        r"you (?:may|might)(?: also)? (?:like|be interested in|have missed)",
        r"(?:most (?:read|popular|viewed)|trending|popular)(?: now)?|editor[’']?s? picks?|top stories|latest(?: news)?",
        r"in case you missed it|icymi|further reading|background reading|go deeper|explore more",
        r"watch(?: also| more| now)?|listen(?: now| also)?|live updates?|in pictures",
        r"lesen sie auch|mehr zum thema|(?:à )?lire aussi|leer más|lea también|te puede interesar|leggi anche",
        r"leia (?:também|mais)|читайте также|по теме|czytaj także",
    )
)
POINTS = any_of(rf"\W*(?:{_POINTER})\W*")
"""A line that is nothing but a pointer to other pages, or the heading of a list of such."""

POINTS_TO = any_of(
    rf"\W*(?:{_POINTER})\s*(?:[:|»>›→]|\s[–—-]\s)",
    r"\W*(?:also on|more (?:on|from|at)|read (?:more )?(?:on|at)|see more (?:on|at)) (?:www\.)?[\w-]+(?:\.[\w-]+)*"
    r"\.[a-z]{2,}\b",
)
"""How a line begins that points to another page: `Read more: ...`, `Also on orlan.example ...`."""

TELLS = re.compile(
    r"(?:Watch|Listen|In pictures|More on [\w .'’-]{1,40}):\s(?:.*\b(?:was|were|is|are|has|have|had|said)\b)"
)
"""How a sentence of the text begins that looks like a pointer: `Watch: 40 people were killed here, the mayor said.`"""

SHOUTED = re.compile(r"\W*(?:READ MORE|READ ALSO|ALSO READ|SEE ALSO|MORE TO READ|RELATED)\b")
LED_LINK = any_of(rf"\W*(?:{_POINTER})\b")
"""How a line begins that points to another page if much of it is a link."""

_NETWORK = (
    r"(?:facebook|twitter|x|telegram|instagram|whatsapp|youtube|linkedin|tiktok|threads|bluesky|vk|rumble|odysee|viber"
    r"|google news|news app|apple news|mastodon|social media)"
)
OWN = any_of(
    rf"(?:follow|join|find|like|add|connect with|contact|reach|e-?mail) (?:us|our|me"
    rf"|@\w+)\b.{{0,80}}\b{_NETWORK}\b.{{0,40}}",
    rf"(?:follow|contact) [\w .'’]{{2,40}} (?:on|at|via) .{{0,30}}\b{_NETWORK}\b.{{0,40}}"
    r"|follow us(?: (?:now|here|today|for .{0,50}))?\W*|follow @\w+(?: (?:on|for)\b.{0,50})?\W*",
    r"(?:subscribe|sign up|register|log ?in|sign in|join|get|receive)\b.{0,100}\b(?:newsletters?"
    r"|mailing list|(?:your|my)"
    r" inbox|alerts|daily briefing|(?:our|telegram|whatsapp) channel|free trial|notifications)\b.{0,80}",
    r"(?:please )?(?:subscribe|register|log ?in|sign in|sign up) (?:to|for|here|with|now)\b.{0,60}"
    r"\b(?:read|continue|access|account|articles?|unlimited|content|updates)\b.{0,40}",
    r"(?:subscribe|sign up|register|log ?in|sign in|create (?:an )?account|(?:our )?newsletters?)(?:"
    r" now| here| today)?\W*",
    r"(?:already (?:a|have)|not (?:a|yet)) .{0,20}\b(?:subscriber|subscribed|account|member)\b.{0,60}",
    r"(?:this|the rest of this|the full) (?:article|story|content|page) is (?:only )?(?:available "
    r"|reserved |exclusive )?"
    r"(?:only )?(?:to|for) .{0,30}(?:subscribers|members|readers)\b.{0,60}",
    r"(?:download|get|install) (?:our|the) .{0,30}\bapp\b.{0,60}|support (?:our|independent) journalism\b.{0,80}",
    r"(?:do you )?(?:have|got) (?:a |any )?(?:news )?(?:tips?|story)\b.{0,60}\b(?:us|e-?mail|contact"
    r"|tell|send)\b.{0,60}",
    r"[\w .'’-]{2,40} (?:can|may) be (?:reached|contacted|followed) (?:at|on|via|by)"
    rf" (?=.*(?:@|\d{{3}}|\b{_NETWORK}\b)).{{0,80}}",
    r"(?:send|e-?mail) (?:us )?your (?:tips|news|stories|comments|feedback)\b.{0,60}",
)
"""What an outlet says of itself: its channels, newsletters, subscriptions."""

REPORTED = any_of(
    r"\b(?:said|says|told|tells|asked|wrote|writes|added|warned|shouted|ordered|replied|announced|begged|pleaded|urged"
    r"|demanded|insisted|argued|claimed|recalled|explained|promised|threatened|according to)\b"
)
"""Words of a sentence that tells what somebody says, and is no request of the outlet."""

PICTURED = any_of(r"photo|image|picture|video|illustration|graphic|map|screenshot|pic|foto")
_OF_NAMES = "of the a an for to on via from with by at statement report press agency agencies"
OF_NAMES = frozenset(_OF_NAMES.split())
"""Words in lowercase within lists of names and sources."""

_NAMES = (
    r"(?:(?-i:[A-ZÀ-ÞЀ-Я])[\w.'’-]*|and|in|for|at|with|of|the|by|editing|writing|reporting|additional|translation"
    r"|compiled|[,;&/|])"
)
_BY = r"(?:reporting|writing|editing|edited|compiled|translated|produced|written|reported)"
CREDITS = any_of(
    r"©.{0,120}|\(c\) .{0,100}|copyright\s*(?:©|\(c\)|\d{4}|by\b).{0,120}|.{0,80}\ball rights reserved\b.{0,80}",
    r"\W*(?:(?:file |stock |cover |header )?(?:photo|image|picture|video|illustration|graphic|map|screenshot|pic|foto)"
    r"(?:graph)?s?(?: (?:by|credit|credits|courtesy(?: of)?|source|copyright))?|credits?"
    r"|photographer)\s*[:/©|].{0,120}",
    rf"\W*(?:file |stock )?(?:photo|image|picture|video|photograph)s? (?:by|courtesy(?: of)?"
    rf"|credit)(?:(?>,? {_NAMES}))++\W*",
    r"(?:file |archive |stock )(?:photo|image|picture|footage)\W*",
    rf"\(?(?:additional )?{_BY} (?:and {_BY} )?by(?:(?>[,;]? ?{_NAMES})){{1,40}}+[.)]*",
    r"our standards:.{0,80}|(?:with )?(?:files|inputs?|material) from (?-i:[A-Z]).{0,80}",
    r"\W*(?:sources?|references?|quellen?|fuentes?|источники?)\s*:.{0,300}",
    r"the (?:statements,? )?(?:views?|opinions?)\b.{0,60}\b(?:expressed|presented)\b.{0,160}"
    r"\b(?:solely|not necessarily)\b.{0,160}",
)
"""Who took a picture, who wrote and edited, which sources there are, whose the rights and the opinions are."""

AGENCY_PICTURE = any_of(r".{0,60}\b(?:getty images|shutterstock|istock|epa-efe|anadolu agency|file photo)\b.{0,20}")
"""A line that is no sentence and ends in who took a picture."""

COOKIES = any_of(
    r"(?:.{0,200}[.!?] )?(?:we|our (?:web)?site|this (?:web)?site|by (?:continuing|clicking"
    r"|using))\b.{0,200}\bcookies?\b"
    r".{0,300}",
    r"(?:accept|reject|manage|allow)\b.{0,20}\bcookies?\b.{0,60}",
)
LABELS = any_of(
    *(
        rf"\W*(?:{label})\W*"
        for label in (
            r"(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|in this story|section|labels?)\s*:.{0,200}",
            r"(?:\d+ )?comments?(?: \(?\d+\)?)?|(?:leave|post|write|add) a (?:comment|reply)|view (?:all )?comments",
            r"comments are closed|(?:join|start) the (?:conversation|discussion)|be the first to comment|reply",
            r"adverti[sz]ements?|adverts?|ad|anzeige|реклама|publicité|publicidad|sponsored(?: content)?|promoted",
            r"(?:partner|paid) content|(?:story|article|text) continues (?:below|after)\b.{0,40}",
            r"scroll (?:down )?to continue\b.{0,30}|continue reading\b.{0,40}",
            r"\d+[ -]?min(?:ute)?s?(?: read)?|reading time\W.{0,20}|\d{1,2}:\d{2}(?::\d{2})?",
            r"(?:listen|play|pause|watch)(?: to)?(?: this)?(?: article| story| now| live| video)?(?: ?\(?\d+:\d+\)?)?",
            r"for immediate release|read the (?:full|whole) (?:story|article|report|text)(?: here| on .{0,40})?",
            r"a version of this (?:article|story) (?:appears|appeared|was published) in .{0,120}",
            r"(?:this|the) (?:story|article|report) has not been edited by .{0,120}",
            r"skip to (?:main )?content|back to (?:top|home|news)|home|menu|search|close|loading|print this page",
            r"home(?: ?[>›»/|] ?[\w&' -]{1,30}){1,5}|(?:text|font) size\b[ a+-]{0,12}|[^.!?]{2,40} [·•] follow",
            r"all news|ends?|view gallery|(?:please )?(?:enable|turn on|activate) javascript\b.{0,80}",
            r"your browser (?:does not|doesn[’']t)\b.{0,100}|click here\b.{0,60}",
        )
    )
)
"""Labels and buttons, and the headings of parts of a page that are not the article."""

_SOURCES = (
    r"(?:sources?|references?|footnotes?|notes?|bibliography|citations?|works cited|further reading|external links)"
)
HEADS_SOURCES = any_of(
    rf"\W*(?:(?:list of )?{_SOURCES}(?:(?:,| and| &|,? and) {_SOURCES})*(?: list)?(?: used(?: for this \w+)?)?"
    r"|about the (?:authors?|writers?)|about us|notes to editors?|(?:media|press) contacts?|contacts?"
    r"|for (?:more|further) information|quellen|fuentes|источники)\W*"
)
"""A heading of which everything up to the next heading is no part of the article."""

BY = re.compile(r"(?:by|from|text by|author|written by|words by|von|par|por)\s*:?\s+(?=\S)", re.IGNORECASE)
_CONNECTING = "and in for of the at by photos | / & · • - – — correspondent reporter editor staff writer"
CONNECTING = frozenset(_CONNECTING.split())
BIO = any_of(
    r".{0,40}\b(?:is|was|works|writes|covers|reports)\b.{0,80}\b(?:reporter|correspondent|journalist|editor|columnist"
    r"|writer|author|analyst|contributor|for|about|based)\b.{0,200}"
)
