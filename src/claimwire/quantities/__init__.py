"""What the words of a quantity say: numbers, bounds, qualifier, and whether it is approximate. English only.

The way of the words: `characters` (one form), `tokens` and `numerals` (numbers in digits and words), `skeleton` (a
letter in the place of each number), `other_numbers` (ages, dates and money go), `parts` (only the count is left), and
`reading`, which tells what `bounds`, `vague` and `one_person` find. What the words themselves are is in `number_words`
and `people_words`.
"""

from .reading import Quantity, bounds_under, has_digits, read_quantity

__all__ = ["Quantity", "bounds_under", "has_digits", "read_quantity"]
