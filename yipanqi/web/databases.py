"""A PostgreSQL address as Django's settings want it."""

from urllib.parse import parse_qsl, unquote, urlsplit


def postgresql(address: str) -> dict:
    """``postgres://user:password@host:port/name?option=value`` or ``?host=/socket/dir``."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
