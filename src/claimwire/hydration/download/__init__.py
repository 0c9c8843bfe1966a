"""Get the files that open texts are in from their public copies, checked against hashes.

What other rooms call: `wanted_files` (what a corpus needs, and where it is), `download_folder`, `is_there` and
`download`, which asks. `web.py` alone knows the network.
"""

from .patience import Patience
from .run import Download, Downloaded, NotDownloaded, download, download_folder, files_folder, is_there
from .wanted import WantedFile, wanted_files

__all__ = [
    "Download",
    "Downloaded",
    "NotDownloaded",
    "Patience",
    "WantedFile",
    "download",
    "download_folder",
    "files_folder",
    "is_there",
    "wanted_files",
]
