"""From a YAML file or a mapping to a checked scheme, with the place of whatever is wrong."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.coupling import FORMS
from evaluation.errors import FormatError, UnknownOption, ValueRangeError
from evaluation.scheme.checks import check, check_together
from evaluation.scheme.plan import MILLION, Indicator, Scheme, Side, millionths


def load(path: str | Path) -> Scheme:
    """Reads a YAML file. Raises FormatError with the line for bad YAML, and the errors of `from_mapping`."""
    import yaml  # the only place that needs it

    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise FormatError("unreadable-file", f"{path} cannot be read: {error.strerror}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise FormatError("not-yaml", f"{path}: {error.problem or error.context}", row=row, column=column) from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise FormatError("not-yaml", f"{path}: {error}") from None
    return from_mapping(content)


def from_mapping(content: object) -> Scheme:
    """A checked scheme. Errors name the indicator as row and the key as column."""
    top = _keys(
        content, "scheme", {"scheme", "version", "sides", "indicators"}, {"source", "minimum_coverage", "coupling"}
    )
    coupling = top.get("coupling", "corrected")
    if not isinstance(coupling, str) or coupling not in FORMS:
        raise UnknownOption("coupling", coupling, FORMS)
    scheme = Scheme(
        name=str(top["scheme"]),
        version=str(top["version"]),
        source=str(top.get("source") or ""),
        sides=_sides(top["sides"]),
        indicators=tuple(_indicator(entry, row) for row, entry in enumerate(_list(top["indicators"], "indicators"), 1)),
        minimum_coverage=_coverage(top.get("minimum_coverage", 0.8)),
        coupling=coupling,
    )
    check_together(scheme)
    return scheme


def _sides(content: object) -> tuple[Side, ...]:
    sides = _keys(content, "sides", set(), None)
    if not sides:
        raise FormatError("no-sides", "the scheme has no sides", column="sides")
    entries = {code: _keys(entry, str(code), {"name", "weight"}, set()) for code, entry in sides.items()}
    weights = [_number(entry["weight"], code, "weight") for code, entry in entries.items()]
    for code, weight in zip(entries, weights, strict=True):
        if not weight > 0:
            raise ValueRangeError("bad-weight", f"side weight {weight} is not positive", row=code, column="weight")
    shares = millionths(weights)
    return tuple(
        Side(code, str(entry["name"]), int(share)) for (code, entry), share in zip(entries.items(), shares, strict=True)
    )


_TOP_REQUIRED = {"scheme", "version", "sides", "indicators"}
_REQUIRED = {"code", "name", "side", "direction"}
_OPTIONAL = {
    "weight", "floor", "target", "tolerance", "method", "groups", "use", "controllability", "guards", "unit", "formula",
    "source",
}  # fmt: skip


def _indicator(content: object, row: int) -> Indicator:
    entry = _keys(content, f"indicator {row}", _REQUIRED, _OPTIONAL)
    code = str(entry["code"])
    numbers = {
        key: _number(entry[key], code, key) for key in ("floor", "target", "tolerance") if entry.get(key) is not None
    }
    indicator = Indicator(
        code=code,
        name=str(entry["name"]),
        side=str(entry["side"]),
        direction=str(entry["direction"]),
        weight=_number(entry.get("weight", 0), code, "weight"),
        method=str(entry.get("method", "target")),
        groups=_names(entry, code, "groups"),
        use=str(entry.get("use", "score")),
        controllability=str(entry.get("controllability", "high")),
        guards=_names(entry, code, "guards"),
        unit=str(entry.get("unit") or ""),
        formula=str(entry.get("formula") or ""),
        source=str(entry.get("source") or ""),
        **numbers,
    )
    check(indicator)
    return indicator


def _coverage(value: object) -> int:
    share = _number(value, "scheme", "minimum_coverage")
    if not 0 < share <= 1:
        raise ValueRangeError("bad-coverage", f"minimum_coverage {share} is not in (0, 1]", column="minimum_coverage")
    return round(share * MILLION)


def _number(value: object, row: str, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= sys.float_info.max:
        raise FormatError("not-a-number", f"{key} is {value!r}, not a number", row=row, column=key)
    return float(value)


def _names(entry: Mapping[str, Any], row: str, key: str) -> tuple[str, ...]:
    values = entry.get(key) or []
    if isinstance(values, str) or not isinstance(values, list | tuple):
        raise FormatError("not-a-list", f"{key} must be a list", row=row, column=key)
    return tuple(str(value) for value in values)


def _list(content: object, what: str) -> list[object]:
    if not isinstance(content, list | tuple) or not content:
        raise FormatError("not-a-list", f"{what} must be a list with at least one entry", column=what)
    return list(content)


def _keys(content: object, what: str, required: set[str], optional: set[str] | None) -> dict[str, Any]:
    """The mapping itself with text keys; `optional=None` allows any key."""
    if not isinstance(content, Mapping):
        raise FormatError("not-a-mapping", f"{what} must be a mapping of keys to values")
    entry = {str(key): value for key, value in content.items()}
    for key in sorted(required - set(entry)):
        raise FormatError("missing-key", f"{what} lacks {key}", row=what, column=key)
    for key in entry:
        if optional is not None and key not in required | optional:
            raise FormatError("unknown-key", f"{what} has an unknown key {key}", row=what, column=key)
    return entry
