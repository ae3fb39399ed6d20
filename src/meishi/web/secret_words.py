"""Secret words that let somebody in: of a link, a session, a token, a feed; what is kept of them is a digest alone."""

from __future__ import annotations

import hashlib
import secrets


def new_word() -> str:
    """Make a word of 256 random bits, which may stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(word: str) -> str:
    """Give what is kept of a secret word: who reads it cannot come in by it."""
    # A word of 256 random bits is not to be guessed from its digest, so that no slow hash is needed.
    return hashlib.sha256(word.encode()).hexdigest()
