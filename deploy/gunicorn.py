"""What gunicorn does besides its command line, which ``launch/server.py`` and the Dockerfile write."""

PATIENCE = 30  # seconds


def pre_request(worker, request):
    """A client that falls silent in the middle of its form, or of what it fetches, gives the thread back."""
    request.unreader.sock.settimeout(PATIENCE)
