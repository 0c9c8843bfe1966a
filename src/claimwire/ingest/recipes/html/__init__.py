"""HTML pages: headline, lead, body and what a page says of itself."""

from .charset import decode_page
from .first import FirstHtmlRecipe
from .page import HtmlRecipe

__all__ = ["FirstHtmlRecipe", "HtmlRecipe", "decode_page"]
