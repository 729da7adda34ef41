"""Structured logs: one JSON line a request, no personal data in it beyond the account's number."""

import json
import logging
import time
import uuid

logger = logging.getLogger("yipanqi.request")


class JsonLines(logging.Formatter):
    """One JSON object a line; what a record carries as ``extra={"facts": {...}}`` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestLog:
    """Gives each request a short number (shown on the 500 page) and logs what took how long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.number = uuid.uuid4().hex[:12]
        start = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request.number
        facts = {
            "request": request.number,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - start) * 1000, 1),
            "account": getattr(getattr(request, "_cached_user", None), "pk", None),
        }
        logger.info("request", extra={"facts": facts})
        return response
