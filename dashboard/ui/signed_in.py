"""Who is signed in, asked of the store anew at each call: by every loader, and so inside fragments too.

A change of an account, a timeout or a sign-out therefore holds at the next thing that anyone does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from dashboard.access import allowed
from dashboard.errors import SignInError
from dashboard.locale import Words, words
from dashboard.settings import load
from dashboard.ui import address
from dashboard.ui.closing import tokens

if TYPE_CHECKING:
    from dashboard.accounts.sessions import Over, Session

_STRANGER = "stranger"


def session() -> Session | Over:
    """Who is signed in, else why nobody is."""
    held = tokens(st.context.cookies)
    if not held or not load().store_url:
        return "none"
    from dashboard.accounts import desk  # brings SQLAlchemy along, which samples do without

    found: Session | Over = "none"
    for token in held:
        found = desk.session_of(token)
        if not isinstance(found, str):
            return found
    if "provider" in load().sign_in_ways and st.user.get("is_logged_in"):
        return _by_provider(held[-1])
    return found


def _by_provider(token: str) -> Session | Over:
    """Who is signed in by a provider's answer, which Streamlit has verified.

    An answer that no account fits is put on record once, not each time that it is seen.
    """
    from dashboard.accounts import desk

    if st.session_state.get(_STRANGER) == token:
        return "stranger"
    found = desk.session_of_provider(token, vouched(), float(str(st.user.get("iat") or 0)))
    if found == "stranger":
        st.session_state[_STRANGER] = token
    return found


def vouched() -> str:
    """What the provider says of who signed in there; nothing if it has not verified it."""
    claim = load().provider_claim
    if claim == "email" and st.user.get("email_verified") is not True:
        return ""
    return str(st.user.get(claim) or "")


def to_provider() -> None:
    """Lead to the provider's own sign-in, if the address asks for it."""
    if st.query_params.get("sign_in") == "provider" and "provider" in load().sign_in_ways:
        st.login()
        st.stop()


def required() -> Session:
    """Who is signed in.

    Raises:
        SignInError: nobody is; says why.
    """
    found = session()
    if isinstance(found, str):
        raise refusal(found)
    return found


def keeps_accounts(found: Session | Over) -> bool:
    """Whether somebody is signed in whose own role includes the accounts; other eyes do not count here."""
    return not isinstance(found, str) and allowed(found.account.viewer, "configure", "accounts")


def refusal(over: Over) -> SignInError:
    """What somebody is told who is not signed in."""
    return SignInError(_told(over, words(address.language())))


def sign_out() -> None:
    """End this session for good: its cookie is worth nothing from now on."""
    held = tokens(st.context.cookies)
    if held and load().store_url:
        from dashboard.accounts import desk

        for token in held:
            desk.sign_out(token)
    if st.user.get("is_logged_in"):
        st.logout()


def way_in(*, again: bool = False) -> str:
    """The address of the sign-in form, which leads back to this page."""
    here = urlsplit(st.context.url or "/").path or "/"
    query = urlencode(address.query())
    asked = {"lang": address.language(), "next": f"{here}?{query}" if query else here}
    return f"/sign-in?{urlencode(asked | ({'again': '1'} if again else {}), quote_via=quote)}"


def _told(over: Over, t: Words) -> str:
    """Why nobody is signed in, in words."""
    settings = load()
    match over:
        case "signed_out":
            return t("You have signed out.")
        case "idle":
            return t.plural(
                "You were signed out after {n} minute without use.",
                "You were signed out after {n} minutes without use.",
                settings.session_idle_minutes,
            )
        case "expired":
            return t.plural(
                "You were signed out after {n} hour, as everyone is.",
                "You were signed out after {n} hours, as everyone is.",
                settings.session_hours,
            )
        case "account":
            return t("You were signed out, since your account was changed or closed.")
        case "elsewhere":
            return t("You were signed out here, since your account signed in elsewhere.")
        case "full":
            return t("As many people are signed in as this desk allows. Please try again later.")
        case "stranger":
            return t(
                "You are known to the provider as {who}, but no account here is yours. Ask whoever keeps the "
                "accounts, and tell them this name.",
                who=vouched() or t("someone without a verified address"),
            )
        case _:
            return t("Only those who have signed in see this.")
