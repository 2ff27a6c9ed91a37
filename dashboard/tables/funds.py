"""The funds that pay for benefits, subsidies and training: balance, payout and commitments by month."""

from dashboard.tables import columns as c
from dashboard.tables.table import Table

FUNDS = Table(
    name="funds",
    label_zh="资金",
    label_en="Funds",
    doc="One row is a fund in a month.",
    keys=(("region_code", "month", "fund"),),
    columns=(
        c.region_code("The place that keeps the fund."),
        c.month("The month the figures are about."),
        c.text(
            "fund",
            "资金名称 资金 基金 基金名称 资金类别 基金类别 资金科目 险种",
            "Fund",
            "Which fund it is, such as the unemployment insurance fund or the employment subsidies.",
            required=True,
        ),
        c.money(
            "balance_cny",
            "结余 余额 累计结余 期末余额 基金结余 滚存结余",
            "Balance",
            "What is left at the end.",
        ),
        c.money(
            "payout_cny", "支出 本月支出 当月支出 月支出 支付金额", "Payout", "What was paid in the month."
        ),
        c.money(
            "committed_cny",
            "已承诺金额 承诺支出 待支付 已承诺未支付 待支付金额",
            "Committed",
            "What is promised.",
        ),
    ),
)
