"""A second opinion from the package diff-diff (the `[effects]` extra): the same panel, its numbers beside ours.

Our estimators need neither it nor pandas. Where a result will carry weight, an institution may want two independent
implementations to agree; `cross_check` says by how much they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from evaluation.columns import Columns, read
from evaluation.effects.group_time import group_time_att
from evaluation.errors import EvaluationError


@dataclass(frozen=True)
class CrossCheck:
    """Overall effect and standard error by both, and the largest difference over the cells both estimated."""

    ours: float
    theirs: float
    our_se: float
    their_se: float
    cells: int
    largest_difference: float
    package: str


def cross_check(
    panel: Any,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str,
    controls: str = "never",
    covariates: Sequence[str] = (),
    estimator: str = "dr",
) -> CrossCheck:
    """Run `group_time_att` and diff-diff's CallawaySantAnna on one panel and compare cells and the overall effect.

    Raises EvaluationError `no-extra` when the extra is not installed.
    """
    columns = read(panel)
    names = {"outcome": outcome, "unit": unit, "time": time}
    options: dict[str, Any] = {"controls": controls, "covariates": tuple(covariates), "estimator": estimator}
    ours = group_time_att(columns, **names, first_treated=first_treated, **options)
    package, result = _fitted(columns, names, first_treated, options)
    theirs = {(float(g), float(t)): float(cell["effect"]) for (g, t), cell in result.group_time_effects.items()}
    both = {
        (float(cell.group), float(cell.time)): cell.estimate
        for cell in ours.cells
        if cell.estimate is not None and (float(cell.group), float(cell.time)) in theirs
    }
    if ours.simple.estimate is None or ours.simple.se is None or not both:
        raise EvaluationError("not-comparable", "there is no effect to compare")
    largest = max(abs(effect - theirs[place]) for place, effect in both.items())
    their_effect, their_se = float(result.overall_att), float(result.overall_se)
    return CrossCheck(ours.simple.estimate, their_effect, ours.simple.se, their_se, len(both), float(largest), package)


def _fitted(columns: Columns, names: dict[str, str], first_treated: str, options: dict[str, Any]) -> tuple[str, Any]:
    """The package's name with its version, and its result; its own frame library is only touched here."""
    try:
        import diff_diff

        pandas = import_module("pandas")  # diff-diff's own; by name, for the library itself must never depend on it
    except ImportError:
        raise EvaluationError("no-extra", "diff-diff is not installed; install the [effects] extra") from None
    starts = columns.numbers(first_treated, infinite=True)
    frame = pandas.DataFrame(
        {names["outcome"]: columns.numbers(names["outcome"]), names["time"]: columns.numbers(names["time"])}
        | {names["unit"]: columns.labels(names["unit"])}
        | {first_treated: np.where(np.isfinite(starts), starts, 0.0)}
        | {name: columns.numbers(name) for name in options["covariates"]}
    )
    estimator = diff_diff.CallawaySantAnna(
        control_group="never_treated" if options["controls"] == "never" else "not_yet_treated",
        estimation_method=options["estimator"],
    )
    result = estimator.fit(
        frame,
        outcome=names["outcome"],
        unit=names["unit"],
        time=names["time"],
        first_treat=first_treated,
        covariates=list(options["covariates"]) or None,
    )
    return f"diff-diff {diff_diff.__version__}", result
