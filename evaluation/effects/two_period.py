"""One comparison of two periods and two groups: the change of the treated less the change the controls foretell.

Both estimators return the effect on the treated and its influence function (one value per unit, mean zero).
Source: Sant'Anna & Zhao (2020), Doubly robust difference-in-differences estimators, J. Econometrics 219(1): 101-122;
the panel estimators of sections 2 and 3, with the propensity trimming of their published implementation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

OVERLAP_LIMIT = 0.999  # a propensity this high means the controls hold nobody like that treated unit
TRIM_ABOVE = 0.995  # controls beyond this propensity would outweigh all others and are left out
SINGULAR = 1e-9  # ratio of the smallest to the largest singular value of the scaled control design


class NotEstimable(Exception):
    """This comparison cannot be made; the message says why and becomes the cell's reason."""


def estimate(change: Numbers, treated: Flags, covariates: Numbers, estimator: str) -> tuple[float, Numbers]:
    """Effect and influences from each unit's change of outcome; `estimator` is "dr" or "reg"."""
    if not treated.any():
        raise NotEstimable("没有实施单位的数据")
    if treated.all():
        raise NotEstimable("没有可比单位")
    design = np.column_stack([np.ones(len(change)), covariates])
    _require_regular(design[~treated])
    compute = doubly_robust if estimator == "dr" else regression
    return compute(change, treated.astype(float), design)


def regression(change: Numbers, treated: Numbers, design: Numbers) -> tuple[float, Numbers]:
    """Outcome regression: the controls' regression of change on covariates foretells the treated units' change."""
    foretold, per_unit = _outcome_regression(change, treated, design)
    share = treated.mean()
    att_treated = np.mean(treated * change) / share
    att_foretold = np.mean(treated * foretold) / share
    influence_treated = treated * (change - att_treated) / share
    influence_foretold = treated * (foretold - att_foretold)
    influence_foretold += per_unit @ np.mean(treated[:, None] * design, axis=0)
    return float(att_treated - att_foretold), influence_treated - influence_foretold / share


def doubly_robust(change: Numbers, treated: Numbers, design: Numbers) -> tuple[float, Numbers]:
    """Outcome regression and propensity weighting together: right if either of the two models is.

    The effect is the mean surprise (change less foretold) of the treated minus that of the controls weighted to
    look like them. The influence adds what estimating both models contributes.
    """
    foretold, per_unit = _outcome_regression(change, treated, design)
    propensity, score_per_unit = _propensity(treated, design)
    trimmed = (treated == 1) | (propensity < TRIM_ABOVE)
    weight_treated = treated
    weight_control = trimmed * propensity * (1 - treated) / (1 - propensity)
    surprise = change - foretold
    mean_treated = np.mean(weight_treated * surprise) / weight_treated.mean()
    mean_control = np.mean(weight_control * surprise) / weight_control.mean()

    influence_treated = weight_treated * (surprise - mean_treated)
    influence_treated -= per_unit @ np.mean(weight_treated[:, None] * design, axis=0)
    influence_control = weight_control * (surprise - mean_control)
    influence_control += score_per_unit @ np.mean(
        (weight_control * (surprise - mean_control))[:, None] * design, axis=0
    )
    influence_control -= per_unit @ np.mean(weight_control[:, None] * design, axis=0)
    influence = influence_treated / weight_treated.mean() - influence_control / weight_control.mean()
    return float(mean_treated - mean_control), influence


def _outcome_regression(change: Numbers, treated: Numbers, design: Numbers) -> tuple[Numbers, Numbers]:
    """Change foretold for every unit by the controls' least squares, and each unit's influence on its coefficients."""
    control = treated == 0
    coefficients = np.linalg.lstsq(design[control], change[control], rcond=None)[0]
    foretold = design @ coefficients
    gram = design[control].T @ design[control] / len(change)
    scores = ((1 - treated) * (change - foretold))[:, None] * design
    return foretold, np.linalg.solve(gram, scores.T).T


def _propensity(treated: Numbers, design: Numbers) -> tuple[Numbers, Numbers]:
    """Logit probability of being treated, by Newton's method, and each unit's influence on its coefficients."""
    scale = np.maximum(np.abs(design).max(axis=0), 1e-300)
    scaled = design / scale
    coefficients = np.zeros(design.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-np.clip(scaled @ coefficients, -500, 500)))
        hessian = (scaled * (probability * (1 - probability))[:, None]).T @ scaled
        if np.linalg.cond(hessian) > 1 / np.finfo(float).eps:
            raise NotEstimable("协变量把实施单位与可比单位完全分开，没有重叠")
        step = np.linalg.solve(hessian, scaled.T @ (treated - probability))
        coefficients += step
        if np.abs(step).max() < 1e-12 * max(1.0, np.abs(coefficients).max()):
            break
    probability = 1 / (1 + np.exp(-np.clip(scaled @ coefficients, -500, 500)))
    if probability.max() >= OVERLAP_LIMIT:
        raise NotEstimable("协变量把实施单位与可比单位完全分开，没有重叠")
    hessian = (design * (probability * (1 - probability))[:, None]).T @ design / len(treated)
    scores = (treated - probability)[:, None] * design
    return np.minimum(probability, 1 - 1e-6), np.linalg.solve(hessian, scores.T).T


def _require_regular(design: Numbers) -> None:
    if len(design) < design.shape[1]:
        raise NotEstimable("可比单位少于协变量个数")
    scaled = design / np.maximum(np.linalg.norm(design, axis=0), 1e-300)
    singular = np.linalg.svd(scaled, compute_uv=False)
    if singular[-1] <= SINGULAR * singular[0]:
        raise NotEstimable("可比单位的协变量共线")
