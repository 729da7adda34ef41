"""Several people at the same moment, each on a connection of their own. For tests with ``transactional_db``."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from yipanqi.kit.arrows import Refused


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run the verbs in threads that start together; what each came to: 'done' or the status of its refusal."""
    gate = Barrier(len(verbs))

    def run(verb):
        try:
            gate.wait()
            verb()
            return "done"
        except Refused as refusal:
            return str(refusal.status)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as threads:
        return sorted(threads.map(run, verbs))
