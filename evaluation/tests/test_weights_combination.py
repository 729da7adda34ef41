"""Combining weight vectors."""

import numpy as np
import pytest

from evaluation import weights
from evaluation.errors import MissingData, NegativeCoefficient, ShapeError, ValueRangeError
from evaluation.tests.published import case


def test_game_theoretic_combination_reproduces_the_published_weights() -> None:
    """Numbers of R mathmodels; method as in Lai et al. (2015) J. Hydrology 527: 268-278."""
    game = case("combination-weights-game")
    vectors = game.numbers_without("indicator")

    result = weights.combine(list(vectors.values()))

    assert result.raw_coefficients is not None and result.coefficients is not None
    np.testing.assert_allclose(result.raw_coefficients, game.expected["alpha_raw"], atol=1e-9)
    np.testing.assert_allclose(result.coefficients, game.expected["alpha"], atol=1e-9)
    np.testing.assert_allclose(result.weights, game.published["game"], atol=1e-6)
    np.testing.assert_array_equal(weights.combine(vectors).weights, result.weights)


@pytest.mark.parametrize(("method", "name"), [("product", "multiplicative"), ("geometric", "geometric")])
def test_multiplied_combinations_reproduce_the_published_weights(method: str, name: str) -> None:
    game = case("combination-weights-game")

    result = weights.combine(game.numbers_without("indicator"), method=method)

    np.testing.assert_allclose(result.weights, game.published[name], atol=1e-6)


def test_negative_coefficient_is_refused_and_shown() -> None:
    vectors = [[0.6, 0.3, 0.1], [0.5, 0.3, 0.2], [0.05, 0.05, 0.9]]

    with pytest.raises(NegativeCoefficient) as refusal:
        weights.combine(vectors)

    matrix = np.array(vectors)
    gram = matrix @ matrix.T
    np.testing.assert_allclose(refusal.value.coefficients, np.linalg.solve(gram, np.diag(gram)))
    assert min(refusal.value.coefficients) < 0


def test_identical_vectors_combine_to_themselves() -> None:
    result = weights.combine([[0.2, 0.3, 0.5]] * 3)

    np.testing.assert_allclose(result.weights, [0.2, 0.3, 0.5])
    assert result.coefficients is not None
    np.testing.assert_allclose(result.coefficients, [1 / 3] * 3)
    assert len(result.warnings) == 1


def test_order_of_vectors_does_not_matter() -> None:
    vectors = [[0.8, 0.1, 0.1], [0.1, 0.7, 0.2], [0.2, 0.1, 0.7]]

    forward, backward = weights.combine(vectors), weights.combine(vectors[::-1])

    np.testing.assert_allclose(forward.weights, backward.weights)
    assert forward.coefficients is not None and backward.coefficients is not None
    np.testing.assert_allclose(forward.coefficients, backward.coefficients[::-1])


@pytest.mark.parametrize(
    ("vectors", "error"),
    [
        ([], ShapeError),
        ([[0.5, 0.5], [1.0]], ShapeError),
        ([[0.5, 0.6]], ValueRangeError),
        ([[1.5, -0.5]], ValueRangeError),
        ([[0.5, None]], MissingData),
    ],
)
def test_bad_vectors_are_refused(vectors: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        weights.combine(vectors)  # type: ignore[arg-type]
