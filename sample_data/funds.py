"""The made-up funds: balances, payouts and commitments, tied to the months that a fund can still pay."""

from __future__ import annotations

from collections.abc import Mapping

from sample_data.calendar_months import MONTHS
from sample_data.series import mean, noisy, path, stream

#: The other funds of a county: opening balance, monthly income and monthly payout in 10,000 yuan.
OTHER_FUNDS = {
    "employment_subsidies": (2600, 118, 122),
    "training_account": (1450, 34, 41),
    "restructuring_awards": (980, 0, 9),
    "risk_reserve": (1200, 12, 0),
}
COLUMNS = ("region_code", "month", "fund", "balance_cny", "payout_cny", "committed_cny")


def fund_rows(
    code: str, support_months: Mapping[str, float], payout_10k: Mapping[str, float], seed: str
) -> tuple[list[dict[str, object]], list[float]]:
    """Return the rows of one pooling area and the months its unemployment fund could pay, each month.

    Months of support = balance ÷ mean payout of the last three months, to one decimal.
    """
    payouts = [round(value * 10) * 1000 for value in noisy(payout_10k, 6, stream(seed, code, "payout"))]
    rows: list[dict[str, object]] = []
    support = []
    for at, (month, months) in enumerate(zip(MONTHS, path(support_months), strict=True)):
        recent = mean(payouts[max(0, at - 2) : at + 1])
        balance = round(recent * months / 1000) * 1000
        support.append(round(balance / recent, 1))
        rows.append(
            {
                "region_code": code,
                "month": month,
                "fund": "unemployment_fund",
                "balance_cny": balance,
                "payout_cny": payouts[at],
                "committed_cny": round(payouts[at] * 2.2 / 1000) * 1000,
            }
        )
    for fund, (opening, income, paid) in OTHER_FUNDS.items():
        rng = stream(seed, code, fund)
        balance_10k = float(opening)
        for month in MONTHS:
            payout = round(paid * (0.8 + 0.4 * rng.random()), 1)
            balance_10k = max(40.0, balance_10k + income - payout)
            committed = 0.25 * balance_10k * rng.random()
            rows.append(
                {
                    "region_code": code,
                    "month": month,
                    "fund": fund,
                    "balance_cny": round(balance_10k * 10) * 1000,
                    "payout_cny": round(payout * 10) * 1000,
                    "committed_cny": round(committed * 10) * 1000,
                }
            )
    return rows, support
