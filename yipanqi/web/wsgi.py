"""The door gunicorn uses."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yipanqi.web.settings")
application = get_wsgi_application()

# What is loaded now stays: the collector need not walk it again, and forked workers go on sharing its memory.
gc.freeze()
