"""Pictures of a page for the documents: at the sizes that they show, with few colours, so that they stay small."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from browser import Page
from PIL import Image

SIZES = ((1440, 900), (1280, 720))
COLOURS = 256
MOST_BYTES = 150_000

FOLDER = "CLAIMWIRE_PICTURES"
"""The environment variable that names the folder for pictures to keep; without it they are made and thrown away."""


def folder(otherwise: Path) -> Path:
    """Return the folder that pictures go to."""
    return Path(os.environ.get(FOLDER) or otherwise)


def take(page: Page, name: str, into: Path, sizes: Sequence[tuple[int, int]] = SIZES) -> Iterator[Path]:
    """Take a picture of what the page shows at each size, and yield the files: `NAME-WIDTHxHEIGHT.png`."""
    for width, height in sizes:
        page.size(width, height)
        page.until(lambda height=height: page.driver.execute_script("return innerHeight") == height)
        path = into / f"{name}-{width}x{height}.png"
        with Image.open(io.BytesIO(page.driver.get_screenshot_as_png())) as shot:
            assert shot.size == (width, height)
            shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        assert path.stat().st_size < MOST_BYTES, path
        yield path
