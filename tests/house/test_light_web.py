"""The web process stays light: libraries of the worker cost it a second and a hundred megabytes."""

import os
import subprocess
import sys

from tests.templates import ROOT

HEAVY = {"scipy", "pandas", "duckdb", "pypinyin", "numpy", "xlsxwriter", "diff_diff", "pyspark"}
SERVE_ONE_PAGE = """
import sys
import yipanqi.web.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_web_process_imports_no_heavy_library():
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "yipanqi.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SERVE_ONE_PAGE], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )

    loaded = set(done.stdout.split())
    assert "yipanqi" in loaded
    assert loaded & HEAVY == set()
