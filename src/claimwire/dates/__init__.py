"""Dates as people write them, and their bounds as days of the calendar.

The format is the Library of Congress's Extended Date/Time Format of 2019 (ISO 8601-2), levels 0 to 2. `edtf` has what
other rooms ask; `reading` has the grammar, `matching` the days that are meant, `advice` what to write instead.
"""

from .advice import advice
from .days import Bounds, is_months_before, months_before
from .edtf import bounds, day_of, edtf_bounds, known_bounds, named_dates, one_date_in, publication_date

__all__ = [
    "Bounds",
    "advice",
    "bounds",
    "day_of",
    "edtf_bounds",
    "is_months_before",
    "known_bounds",
    "months_before",
    "named_dates",
    "one_date_in",
    "publication_date",
]
