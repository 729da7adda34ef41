"""Every public function of the tables' families, on every kind of bad table: a coded error, or a result without NaN."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evaluation import aggregate, coupling, normalise, uncertainty, weights
from evaluation.errors import EvaluationError
from evaluation.plain import plain

TABLES: dict[str, Any] = {
    "empty": [],
    "one empty row": [[]],
    "no columns": {},
    "one missing cell": [[None]],
    "one unit": [[0.5, 0.7]],
    "one column": [[0.2], [0.4], [0.9]],
    "constant": [[0.5, 0.5]] * 9,
    "one constant column": [[0.5, 0.1], [0.5, 0.3], [0.5, 0.9]],
    "all missing": [[None, float("nan")]] * 3,
    "one column missing": [[None, 0.1], [None, 0.2]],
    "one gap": [[0.1, 0.9], [None, 0.2], [0.4, 0.3]],
    "zeros": [[0, 0], [0, 0]],
    "huge": [[1e308, -1e308], [-1e308, 1e308]],
    "tiny": [[5e-324, 0], [0, 5e-324]],
    "infinite": [[1, float("inf")], [2, 3]],
    "negative": [[-1, -2], [-3, -1]],
    "text": [["high", 1], [2, 3]],
    "ragged": [[1, 2], [3]],
    "three dimensions": np.zeros((2, 2, 2)),
    "one number": 3.0,
    "nothing": None,
    "words": "abc",
    "ragged columns": {"a": [1, 2], "b": [1]},
    "identity": [[1, 0], [0, 1]],
    "ones": [[1, 1], [1, 1]],
}


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "target": lambda table: normalise.target(table, 0, 1),
    "interval": lambda table: normalise.interval(table, 0.4, 0.6, 0.1),
    "min_max": lambda table: normalise.min_max(table, 1),
    "percentile": lambda table: normalise.percentile(table, -1),
    "robust": lambda table: normalise.robust(table, 1),
    "ahp": weights.ahp,
    "ahp_group": lambda table: weights.ahp_group([table, table]),
    "ahp_hierarchy": lambda table: weights.ahp_hierarchy(table, [table, table]),
    "entropy": weights.entropy,
    "entropy of sums": lambda table: weights.entropy(table, "sum"),
    "critic": weights.critic,
    "critic unscaled": lambda table: weights.critic(table, None),
    "combine": weights.combine,
    "bound": weights.bound,
    "weighted_sum": lambda table: aggregate.weighted_sum(table, 1.0),
    "topsis": lambda table: aggregate.topsis(table, 1.0),
    "topsis with fixed ideal": lambda table: aggregate.topsis(table, 1.0, 1, ideal=(1.0, 0.0)),
    "grey": aggregate.grey_relational,
    "grey unscaled": lambda table: aggregate.grey_relational(table, normalise=None),
    "fuzzy": lambda table: aggregate.fuzzy(table, [0.5, 0.5]),
    "traditional": coupling.degree,
    "corrected": lambda table: coupling.degree(table, "corrected"),
    "fan": lambda table: coupling.degree(table, "fan"),
    "rank_intervals": lambda table: uncertainty.rank_intervals(table, 1.0, 10, draws=20, seed=1),
    "shrink": lambda table: (
        uncertainty.shrink([row[0] for row in table], [row[1] for row in table])
        if isinstance(table, list) and table and all(isinstance(row, list) and len(row) == 2 for row in table)
        else uncertainty.shrink(table, table)
    ),
    "one_at_a_time": lambda table: uncertainty.one_at_a_time(table, 1.0),
    "leave_one_out": lambda table: uncertainty.leave_one_out(table, 1.0),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.filterwarnings("error")
def test_bad_tables_give_coded_errors_or_results_without_nan(name: str) -> None:
    wrong = {}
    for kind, table in TABLES.items():
        try:
            plain(FUNCTIONS[name](table))
        except EvaluationError as error:
            if not error.code or not str(error).startswith(f"[{error.code}]"):
                wrong[kind] = f"error without a code: {error!r}"
        except Exception as error:
            wrong[kind] = f"{type(error).__name__}: {error}"

    assert wrong == {}
