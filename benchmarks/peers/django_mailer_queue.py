"""django-mailer: sending what is queued already. ``django_mailer_queue.py PORT COUNT FILE``."""

import logging
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import django
from django.conf import settings

PORT, COUNT, FILE = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
folder = tempfile.mkdtemp()
settings.configure(
    INSTALLED_APPS=["mailer"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/d.db"}},
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=PORT,
    MAILER_EMAIL_MAX_BATCH=None,
    MAILER_EMAIL_THROTTLE=0,
    MAILER_LOCK_PATH=f"{folder}/lock",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    SECRET_KEY="made up",  # noqa: S106 nothing is signed
)
django.setup()
logging.disable(logging.CRITICAL)

from django.core.management import call_command  # noqa: E402
from mailer import send_html_mail  # noqa: E402
from mailer.engine import send_all  # noqa: E402

call_command("migrate", verbosity=0)
html = FILE.read_text()
for n in range(COUNT):
    send_html_mail(
        "News",
        f"Dear member {n}",
        html.replace("MEMBER", f"Member {n}"),
        "news@example.org",
        [f"member{n}@example.org"],
    )
start = perf_counter()
send_all()
print(COUNT / (perf_counter() - start))
