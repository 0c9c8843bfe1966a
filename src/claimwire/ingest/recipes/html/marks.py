"""Elements that a page marks as something else than the text of its article, by their tags, classes, ids and roles."""

from __future__ import annotations

from .elements import Element

REGIONS = ("nav", "search")
"""Elements that are never part of an article, nor of what is recorded of a page."""

REGION_ROLES = frozenset({"navigation", "search", "contentinfo", "menubar", "menu", "dialog", "alertdialog"})
COMMENT_MARKS = frozenset({"comments", "disqus", "respond", "livefyre", "comment-list", "commentlist", "comments-area"})

ASIDES = ("aside", "footer", "figcaption", "form", "address", "caption", "dialog", "menu")
"""Elements that are not part of the text, unless they hold most of it."""

MARKS = frozenset(
    {
        *("share", "sharing", "shares", "sharebar", "social", "socials", "sharethis", "addtoany", "addthis"),
        *("related", "recommended", "recommendation", "recommendations", "recommend", "recirc", "recirculation"),
        *(
            "readmore",
            "read-more",
            "read-next",
            "see-also",
            "also-read",
            "more-news",
            "more-stories",
            "more-on",
            "also-on",
        ),
        *("most-read", "trending", "popular", "teaser", "teasers", "crosslink", "crosslinks", "outbrain", "taboola"),
        *(
            "promo",
            "promotion",
            "newsletter",
            "newsletters",
            "subscribe",
            "subscription",
            "signup",
            "sign-up",
            "follow",
        ),
        *("advert", "advertisement", "advertising", "ad", "ads", "adslot", "sponsored", "sponsor", "cookie", "cookies"),
        *("consent", "gdpr", "breadcrumb", "breadcrumbs", "menu", "navigation", "navbar", "pagination", "pager", "toc"),
        *("comments", "disqus", "tags", "taglist", "tag-list", "tagcloud", "topics", "keywords", "bio", "authorbox"),
        *(
            "author-box",
            "author-bio",
            "author-info",
            "about-author",
            "biography",
            "byline",
            "bylines",
            "author",
            "authors",
        ),
        *(
            "caption",
            "credit",
            "credits",
            "copyright",
            "photo-credit",
            "widget",
            "popup",
            "modal",
            "overlay",
            "toolbar",
        ),
        *("tooltip", "player", "playlist", "carousel", "poll", "rating", "reactions", "paywall", "login", "survey"),
        *("disclaimer", "print-only", "noprint", "no-print", "hashtags", "kicker", "rubric", "category", "categories"),
        *("sources", "references", "footnotes", "pullquote", "pull-quote", "timestamp", "article-article", "userbar"),
        *("photo", "img", "image", "picture", "thumb", "thumbnail", "gallery", "slideshow", "wp-caption", "photoview"),
        *("factbox", "fact-box", "facts-box", "infobox", "info-box", "explainer-box", "explainerbox", "factfile"),
        *("fact-file", "background-box", "site-sub", "content-sub"),
        *("readtime", "reading-time", "skip-link", "ticker", "navbox", "banner", "masthead", "colophon", "media-title"),
    }
)
"""Words in classes, ids and roles of elements that are not part of the text, unless they hold most of it."""

LEAD_MARKS = frozenset(
    {
        *("standfirst", "lead", "lede", "leadtext", "deck", "dek", "summary", "subtitle", "subheadline", "subhead"),
        *("subheading", "sub-title", "sub-headline", "sub-heading", "sub-head", "sub-hed", "intro", "introduction"),
        *("excerpt", "abstract", "strapline", "strap", "description", "announce", "announcement", "preamble", "chapo"),
        *("chapeau", "vorspann", "ingress", "anons", "alternativeheadline", "alternative-headline", "second-title"),
        *("secondary-headline", "highlights", "key-points", "keypoints", "tldr", "in-brief", "sapo", "bajada", "perex"),
        *("entradilla", "copete", "sommario", "catenaccio", "subtitulo", "blurb", "tagline", "synopsis", "nut-graf"),
        *(
            "teaser",
            "first-paragraph",
            "drophead",
            "drop-head",
            "underline-text",
            "kicker-text",
            "snippet",
            "lid",
            "leadin",
            "lead-in",
        ),
    }
)
"""Words in classes, ids and the like of what stands between headline and text."""

ALSO_OF_LEADS = frozenset({"widget", "teaser", "banner", "masthead", "popular", "category"})
"""Words of `MARKS` that are also on leads, as in `widget-excerpt`."""


def is_region(element: Element) -> bool:
    """Return whether an element is a menu, the foot of the page or the like, of which nothing is recorded."""
    if element.tag in REGIONS or element.attributes.get("role", "").lower() in REGION_ROLES:
        return True
    return element.tag == "footer" and not any(e.tag in ("article", "main", "blockquote") for e in element.around)


def is_set_apart(element: Element) -> bool:
    """Return whether the tag or the marks of an element say that it is not part of the text."""
    if element.tag in ASIDES:
        return not any(outer.tag == "blockquote" for outer in element.around)
    return element.tag not in ("html", "body", "main") and bool(element.marks & MARKS)
