"""Pieces of SQL that judge a figure."""

from __future__ import annotations

from dashboard.engine.thresholds import RawEdge


def reached(figure: str, edge: RawEdge) -> str:
    """Whether a figure reaches an edge."""
    return f"({figure} {'>=' if edge.upward else '<='} {edge.raw!r}::DOUBLE)"


def tiers(figure: str, edges: tuple[RawEdge, ...]) -> str:
    """The worst of nested edges that a figure reaches."""
    return "(" + " + ".join(f"{reached(figure, edge)}::TINYINT" for edge in edges) + ")"


def settled(name: str, proven: str, could: str) -> str:
    """Unknown where nothing is proven and a tier is possible; partial where a worse one is."""
    return (
        f"CASE WHEN {proven} <= 0 AND {could} > 0 THEN -1 ELSE {proven} END AS {name}, "
        f"{proven} > 0 AND {could} > {proven} AS {name}_partial"
    )


def whole_sum(column: str) -> str:
    """A sum, NULL where one of the values is."""
    return f"CASE WHEN count(*) = count({column}) THEN sum({column}) END"
