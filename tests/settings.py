"""Settings of a test process: its own empty state folder, the day of the example workbooks, a cheap password hasher.

The database named here is never touched: `tests.databases` points the connection at a copy of a template.
"""

import atexit
import os
import shutil
import tempfile

_var = tempfile.mkdtemp(prefix="yipanqi-test-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ["YIPANQI_VAR"] = _var
os.environ["YIPANQI_TODAY"] = "2026-11-24"
os.environ["YIPANQI_PLAIN_STATIC"] = "1"

from yipanqi.web.settings import *  # noqa: E402, F403

CHECK_PREPARED_QUERIES = True  # every prepared query is held against the ORM, whoever asks it
STATIC_ROOT.mkdir()  # noqa: F405  whitenoise looks there
for _name in ("yipanqi.request", "django.request"):
    LOGGING["loggers"][_name] = {"level": "ERROR"}  # type: ignore[index]  # noqa: F405
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what a server under test understands
]
