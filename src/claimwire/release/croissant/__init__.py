"""The release described in Croissant 1.1 (MLCommons), so that data catalogues and loaders can read it.

`document` puts the description together: the files (`files`), a record set a table and a vocabulary (`record_sets`,
`fields`, `vocabularies`), by whom each row is (`attribution`), counts (`statistics`), licences of the parts
(`licences`), where the data is from and what was done (`provenance`), and the texts of RAI 1.0 (`responsible`).
"""

from .document import DESCRIPTION, croissant_json
from .responsible import missing_keys, of_corpora

__all__ = ["DESCRIPTION", "croissant_json", "missing_keys", "of_corpora"]
