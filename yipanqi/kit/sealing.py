"""Small secrets that the database holds only sealed (AES and HMAC, Fernet), each purpose with a key file of its own."""

from functools import cache

from django.conf import settings

from yipanqi.kit.keyfile import made_once


def seal(text: str, purpose: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Raises ``cryptography.fernet.InvalidToken`` for what this key did not seal."""
    return _box(purpose).decrypt(sealed.encode()).decode()


@cache
def _box(purpose: str):
    from cryptography.fernet import Fernet  # only who seals pays for it

    return Fernet(made_once(settings.VAR_DIR / "keys" / purpose, lambda: Fernet.generate_key().decode()))
