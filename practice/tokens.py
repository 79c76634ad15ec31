"""The secret part of a link: made once, stored nowhere. What is stored, its digest finds it back."""

import hashlib
import secrets

TOKEN_BYTES = 32  # 256 bits


def new_token() -> str:
    """A secret nobody guesses: 43 letters, digits, dashes and underscores."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What is stored of a link's token (256 random bits, so a plain digest will do)."""
    return hashlib.sha256(token.encode()).hexdigest()
