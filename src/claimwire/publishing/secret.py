"""What another program or server said, as it may be shown: in one line, without a secret."""

from __future__ import annotations

SECRET = "(the token)"


def without_secret(said: str, secret: str | None) -> str:
    """Return what was said in one line, with `SECRET` wherever the secret stood."""
    line = " ".join(said.split())
    return line.replace(secret, SECRET) if secret else line
