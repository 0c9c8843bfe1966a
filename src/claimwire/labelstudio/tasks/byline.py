"""The line of a task that says who published its article, and when; a program reads the day off it again."""

from __future__ import annotations

import re

from ...dates import publication_date
from ...errors import EdtfError
from ...schema import Article

PUBLISHED = ", published "
UNKNOWN = "on a day not known"
ENDS = re.compile(rf"{PUBLISHED}(\S+)$")


def byline(article: Article) -> str:
    """Return the line: outlet and day of publication."""
    return f"{article.outlet_id}{PUBLISHED}{article.publication.date or UNKNOWN}"


def day_of(line: object) -> str | None:
    """Return the day of publication that a line tells; None if it tells none."""
    match = ENDS.search(line) if isinstance(line, str) else None
    try:
        if match is not None:
            publication_date(match[1])
    except EdtfError:
        return None
    return match[1] if match is not None else None
