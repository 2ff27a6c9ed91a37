"""The rules on events and town alerts in SQL: common tables with one row a cell in which something happened."""

from __future__ import annotations

from bench.rules import Rules
from bench.sql import settled, tiers, whole_sum


def event_tables(rules: Rules, months: int) -> str:
    """The common tables ``closures``, ``petitions``, ``layoff_shares`` and ``town_counts``."""
    return ", ".join(
        [_spread(months), _closures(rules), _petitions(rules), _shares(rules), _alerts(rules, months)]
    )


def _spread(months: int) -> str:
    return f"""spread AS MATERIALIZED (
  SELECT (place * {months} + month)::INTEGER AS cell, place, kind, affected, workforce, petition, division, firm
  FROM events JOIN places USING (region)
), layoffs AS MATERIALIZED (
  SELECT * FROM spread WHERE kind = 'layoff'
)"""


def _closures(rules: Rules) -> str:
    base, worst = f"nullif({rules.denominator}, 0)", rules.worst
    return f"""closure_cells AS (
  SELECT cell, sum(affected) AS total, max(affected) AS largest, count(*) > count(affected) AS lacking
  FROM spread WHERE kind = 'closure' GROUP BY cell
), closure_tiers AS (
  SELECT cell, coalesce({tiers(f"total / {base}", rules.closure_share)}, 0) AS share,
    CASE WHEN lacking OR {base} IS NULL THEN {worst} ELSE share END AS could,
    coalesce({tiers("largest", rules.single_closure)}, 0) AS single, lacking
  FROM closure_cells JOIN cells USING (cell)
), closures AS (
  SELECT cell, {settled("closure_workforce_share", "share", "could")},
    {settled("single_closure", "single", f"(CASE WHEN lacking THEN {worst} ELSE single END)")}
  FROM closure_tiers
)"""


def _petitions(rules: Rules) -> str:
    cases = " ".join(
        f"WHEN coalesce(workforce >= {staff}, true) AND coalesce(affected >= {people}, true)"
        f" AND petition >= {kind} THEN {tier}"
        for tier, (staff, people, kind) in reversed(list(enumerate(rules.petition, start=1)))
    )
    return f"""petition_events AS (
  SELECT cell, workforce IS NOT NULL AND affected IS NOT NULL AS is_complete, CASE {cases} ELSE 0 END AS could
  FROM layoffs
), petition_cells AS (
  SELECT cell, max(could) AS could, max(CASE WHEN is_complete THEN could ELSE 0 END) AS proven
  FROM petition_events GROUP BY cell
), petitions AS (
  SELECT cell, {settled("layoff_with_petition", "proven", "could")} FROM petition_cells
)"""


def _shares(rules: Rules) -> str:
    could = f"(CASE WHEN lacking THEN {rules.worst} ELSE proven END)"
    return f"""laying_off AS MATERIALIZED (
  SELECT cell, firm, max(workforce) AS staff FROM layoffs GROUP BY cell, firm
), watched AS MATERIALIZED (
  SELECT firm, place, division, employees FROM firms JOIN places USING (region)
), of_watched AS (
  SELECT place, division, {whole_sum("employees")} AS watched, true AS is_listed
  FROM watched GROUP BY place, division
), outside AS (
  SELECT DISTINCT cell, division, firm FROM layoffs ANTI JOIN watched USING (firm, place, division)
), of_outside AS (
  SELECT cell, division, {whole_sum("staff")} AS outside, true AS has_some
  FROM outside JOIN laying_off USING (cell, firm) GROUP BY cell, division
), industries AS (
  SELECT cell, place, division, {whole_sum("affected")} AS laid_off FROM layoffs GROUP BY cell, place, division
), groups AS (
  SELECT cell, laid_off, CASE WHEN division >= 0 THEN
      CASE WHEN is_listed THEN watched ELSE 0 END + CASE WHEN has_some THEN outside ELSE 0 END END AS staff
  FROM industries LEFT JOIN of_outside USING (cell, division) LEFT JOIN of_watched USING (place, division)
  UNION ALL
  SELECT cell, laid_off, staff
  FROM (SELECT cell, {whole_sum("affected")} AS laid_off FROM layoffs GROUP BY cell)
  JOIN (SELECT cell, {whole_sum("staff")} AS staff FROM laying_off GROUP BY cell HAVING count(*) >= 2) USING (cell)
), shares AS (
  SELECT cell, coalesce({tiers("laid_off / nullif(staff, 0)", rules.layoff_share)}, 0) AS tier,
    laid_off IS NULL OR nullif(staff, 0) IS NULL AS is_unknown
  FROM groups WHERE coalesce(laid_off >= {rules.min_affected}, true)
), share_cells AS (
  SELECT cell, max(tier) AS proven, bool_or(is_unknown) AS lacking FROM shares GROUP BY cell
), layoff_shares AS (
  SELECT cell, {settled("layoff_workforce_share", "proven", could)} FROM share_cells
)"""


def _alerts(rules: Rules, months: int) -> str:
    at_least = (f"count(*) FILTER (tier >= {tier}) AS at_{tier}" for tier in range(1, rules.worst + 1))
    cases = " ".join(
        f"WHEN {' OR '.join(f'at_{worse} >= {towns}' for worse, towns in options)} THEN {tier}"
        for tier, options in reversed(list(enumerate(rules.town_alerts, start=1)))
    )
    return f"""alert_cells AS (
  SELECT (place * {months} + month)::INTEGER AS cell, {", ".join(at_least)} FROM alerts GROUP BY ALL
), town_counts AS (
  SELECT cell, CASE {cases} ELSE 0 END AS town_alerts FROM alert_cells
)"""
