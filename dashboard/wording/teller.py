"""A teller knows one data version, mode, month and language, and says how places stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard.engine.evaluate import PUBLISHED, Evaluation
from dashboard.engine.explain import Explanation, explain
from dashboard.engine.figures import MonthFigures, step_of
from dashboard.evaluate import event_conditions
from dashboard.locale import Words
from dashboard.locale.direction import isolated
from dashboard.plans import Plan
from dashboard.wording import reasons
from dashboard.wording.figures import month_long, month_short, tier_in_sentence, tier_word
from dashboard.workspace import Workspace


@dataclass(frozen=True)
class Teller:
    """How things stand in one month, for one viewer's language."""

    workspace: Workspace
    mode: str
    month: int
    t: Words

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.workspace.plan

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation in this teller's mode."""
        return self.workspace.evaluation(self.mode)

    @cached_property
    def figures(self) -> MonthFigures:
        """The month's figures."""
        return self.workspace.figures(self.mode, self.month)

    @property
    def index(self) -> int:
        """The month's position on the axis."""
        return self.month - self.workspace.panel.first_month

    @property
    def published(self) -> bool:
        """Whether alerts of children count as published."""
        return self.mode == PUBLISHED

    def before(self, months: int = 1) -> Teller | None:
        """The teller of an earlier month; None before the start of the data."""
        earlier = self.month - months
        if earlier < self.workspace.panel.first_month:
            return None
        return Teller(self.workspace, self.mode, earlier, self.t)

    def in_mode(self, mode: str) -> Teller:
        """The same month counted in another way."""
        return self if mode == self.mode else Teller(self.workspace, mode, self.month, self.t)

    # -- codes -------------------------------------------------------------------------------------------------

    def tier(self, region: int) -> int:
        """The region's tier."""
        return int(self.evaluation.tiers[self.index, region])

    def detected(self, region: int) -> int:
        """The tier that the region's own and its children's detected figures make."""
        return int(self.workspace.detected.tiers[self.index, region])

    def declared(self, region: int) -> int:
        """The tier published for the region this month, −1 for none."""
        return int(self.workspace.panel.declared[self.index, region])

    def complete(self, region: int) -> bool:
        """Whether no rule is unknown and none partial."""
        return bool(self.evaluation.complete[self.index, region])

    def judged(self, region: int) -> tuple[int, int]:
        """Rules judged and rules applicable."""
        return int(self.evaluation.judged[self.index, region]), int(
            self.evaluation.applicable[self.index, region]
        )

    def applies(self, region: int) -> bool:
        """Whether the plan judges the region at all."""
        return bool(self.evaluation.applies[:, self.index, region].any())

    def possible(self, region: int) -> int:
        """The worst tier still possible once what is missing is known."""
        return int(self.figures.region_possible[region])

    def has_reported(self, region: int) -> bool:
        """Whether any indicator rule of the region is known this month."""
        return any(
            rule.is_indicator and self.evaluation.levels[i, self.index, region] >= 0
            for i, rule in enumerate(self.plan.rules)
        )

    def has_events(self, region: int) -> bool:
        """Whether an event that a rule counts happened in the region this month."""
        return any(
            cells.at(self.index * self.workspace.panel.region_count + region) is not None
            for cells in self.evaluation.cells.values()
        )

    def name(self, region: int) -> str:
        """The region's name, as it may stand beside other words."""
        return isolated(self.workspace.panel.names[region])

    # -- rules -------------------------------------------------------------------------------------------------

    def explanation(self, rule_id: str, region: int) -> Explanation:
        """Why a rule stands where it stands."""
        return explain(self.evaluation, self.figures, rule_id, region)

    def explanations(self, region: int) -> list[Explanation]:
        """Every rule that applies: tiers from the worst, then unknown, then those nearest to an edge."""
        told = [
            self.explanation(rule.id, region)
            for i, rule in enumerate(self.plan.rules)
            if self.evaluation.applies[i, self.index, region]
        ]
        decides = self.deciding(region) if self.tier(region) >= 0 else None
        first = decides.rule.id if decides else ""
        return sorted(told, key=lambda why: (why.rule.id != first or why.tier < 0, *self._order(why)))

    def deciding(self, region: int) -> Explanation | None:
        """The rule that says most about a region: the worst known, or of the normal ones the nearest to an edge."""
        rule = int(self.figures.decides[region])
        return self.explanation(self.plan.rules[rule].id, region) if rule >= 0 else None

    def _order(self, why: Explanation) -> tuple[int, float]:
        if why.tier > 0:
            return -why.tier, 0.0
        if why.tier < 0:
            return 0, -float(why.possible)
        step = step_of(why.rule, self.plan.tier_ids)
        return (1, why.distance / step) if why.rule.is_indicator and step else (2, 0.0)

    def reason(self, why: Explanation) -> str:
        """Half a sentence: what the rule found."""
        conditions = event_conditions(self.workspace.tables.get("events"), why.decided)
        return reasons.reason(self.plan, why, self.t, published=self.published, conditions=conditions)

    def distance(self, why: Explanation) -> str:
        """How far the next tier is."""
        return reasons.distance(self.plan, why, self.t)

    def main_reason(self, region: int) -> str:
        """The reason of the rule that decides, or why nothing can be said."""
        if not self.applies(region):
            return self.t("the plan does not judge places of this level")
        if self.tier(region) < 0 and self.has_events(region):
            judged, applicable = self.judged(region)
            return self.t("{n} of {all} rules lack figures", n=applicable - judged, all=applicable)
        if self.tier(region) < 0:
            return self.t("no figures for {month}, cannot be judged", month=self.short_month())
        why = self.deciding(region)
        return (
            self.reason(why)
            if why
            else self.t("no figures for {month}, cannot be judged", month=self.short_month())
        )

    # -- words -------------------------------------------------------------------------------------------------

    def word(self, tier: int) -> str:
        """A tier's word."""
        return tier_word(self.plan, tier, self.t)

    def inline(self, tier: int) -> str:
        """A tier's word inside a sentence."""
        return tier_in_sentence(self.plan, tier, self.t)

    def full_word(self, region: int) -> str:
        """A region's tier with the word for incomplete, when it is."""
        tier = self.tier(region)
        if tier < 0 or self.complete(region):
            return self.word(tier)
        return self.t("{tier}, incomplete", tier=self.word(tier))

    def short_month(self) -> str:
        """The month without its year."""
        return month_short(self.month, self.t)

    def long_month(self) -> str:
        """The month with its year."""
        return month_long(self.month, self.t)

    def list_names(self, names: list[str]) -> str:
        """Names in a row."""
        return self.t(", ").join(names)
