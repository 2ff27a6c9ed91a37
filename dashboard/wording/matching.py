"""What is said of conflicts between sources: their kinds, the sources, and what to do about each."""

from __future__ import annotations

from dashboard.locale import Words


def conflict_names(t: Words) -> dict[str, str]:
    """The kinds of conflicts, as short as a filter needs them."""
    return {
        "registered_and_insured": t("Registered as unemployed, yet insured"),
        "registered_and_filed": t("Registered as unemployed, yet employed on file"),
        "filed_not_insured": t("Employed on file, yet not insured"),
        "other_firm": t("Employed by one firm, insured by another"),
    }


def short_names(t: Words) -> dict[str, str]:
    """The same in the few words that a figure beside the headline has room for."""
    return {
        "registered_and_insured": t("Registered, insured"),
        "registered_and_filed": t("Registered, on file"),
        "filed_not_insured": t("On file, not insured"),
        "other_firm": t("Two firms"),
    }


def what_to_do(t: Words) -> dict[str, str]:
    """The first step for each kind."""
    return {
        "registered_and_insured": t("Ask the person; end the registration if they work."),
        "registered_and_filed": t("Ask the person; end the registration if they work."),
        "filed_not_insured": t("Ask the firm whether the person works there, and why nothing is paid."),
        "other_firm": t("Ask both firms which of them employs the person."),
    }


def source_names(t: Words) -> dict[str, str]:
    """The three sources."""
    return {
        "registrations": t("Unemployment registration"),
        "filings": t("Employment filing"),
        "insured": t("Insurance"),
    }
