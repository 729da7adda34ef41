"""Django on a copy of the example district, or on an invented one of twenty thousand branches."""

import importlib
import logging
import os
from pathlib import Path


def set_up(folder: Path, district: str) -> None:
    """Settings for this process, then the database; the views to compare with join the house's addresses."""
    from tests import templates

    os.environ["YIPANQI_VAR"] = str(folder)
    os.environ["YIPANQI_TODAY"] = "2026-11-24"
    os.environ["YIPANQI_PLAIN_STATIC"] = "1"
    template = "district" if district == "201" else "empty"
    os.environ["YIPANQI_DATABASE"] = templates.copy(template, "bench", folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yipanqi.web.settings"
    (folder / "static").mkdir()
    import django

    django.setup()
    logging.disable(logging.INFO)
    if district != "201":
        importlib.import_module("benchmarks.pages.invented").make()
    importlib.import_module("benchmarks.pages.addresses").join()
