import os
import subprocess
import sys

from tests.templates import ROOT

ASK = """
import django
django.setup()
from django.test import Client
print(Client().post("/accounts/login/", {"login": "nobody", "password": "wrong-harbour-31"}).status_code)
"""


def test_after_migrating_by_hand_the_door_stands(tmp_path):
    """Somebody who knows Django runs ``manage.py migrate`` and nothing else."""
    surroundings = {name: value for name, value in os.environ.items() if name != "YIPANQI_DATABASE"}
    surroundings |= {"DJANGO_SETTINGS_MODULE": "yipanqi.web.settings", "YIPANQI_VAR": str(tmp_path)}
    surroundings |= {"YIPANQI_PLAIN_STATIC": "1"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=surroundings, check=True)

    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True
    )

    assert answer.stdout.strip() == "200"  # the form again: no such account
