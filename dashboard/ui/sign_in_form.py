"""The sign-in page: plain HTML, since only an answer of the server can set a cookie that scripts cannot read.

Every text in it is escaped. It has no script.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote, urlencode

from dashboard.locale import Words
from dashboard.plans.styles import Scheme, neutrals

_PAGE = Template(Path(__file__).with_name("sign_in.html").read_text(encoding="utf-8"))
_MARK = (
    '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">'
    '<rect width="24" height="24" rx="5" fill="var(--acc)"/>'
    '<path d="M4.5 17l4.3-4.6 3.2 2.8 7.2-8" fill="none" stroke="var(--bg)" stroke-width="2.2" '
    'stroke-linecap="round" stroke-linejoin="round"/>'
    '<path d="M4.5 7h6" stroke="var(--bg)" stroke-width="1.6" stroke-dasharray="2 1.6"/></svg>'
)


@dataclass(frozen=True)
class Asked:
    """What the address of the form asks for: the page to come back to, and whether to sign in once more."""

    back: str
    again: bool
    lang: str

    def address(self, lang: str = "") -> str:
        """The form's own address, in a language."""
        query = {"lang": lang or self.lang, "next": self.back} | ({"again": "1"} if self.again else {})
        return f"/sign-in?{urlencode(query, quote_via=quote)}"


def page(
    asked: Asked, t: Words, *, form_token: str, ways: tuple[str, ...], alert: str = "", name: str = ""
) -> str:
    """The page, with what went wrong before."""
    lead = t("Once more, since what you are about to do needs it.") if asked.again else ""
    body = f"<p>{escape(lead)}</p>" if lead else ""
    if alert:
        body += f'<p class="alert" role="alert">{escape(alert)}</p>'
    if "password" in ways:
        body += _form(asked, t, form_token, name)
    if "provider" in ways:
        label = t("Sign in with the office's own account")
        body += f'<a class="button" href="{escape(_provider_address(asked))}">{escape(label)}</a>'
    whom = t("Whoever keeps the accounts gives you one, or a new password.")
    body += f"<small>{escape(whom)}</small>"
    return _filled(asked, t, t("Sign in"), body)


def _form(asked: Asked, t: Words, form_token: str, name: str) -> str:
    account, password, enter = t("Account"), t("Password"), t("Sign in")
    focus = ("", " autofocus") if name else (" autofocus", "")
    return (
        f'<form method="post" action="{escape(asked.address())}">'
        f'<input type="hidden" name="form" value="{escape(form_token)}">'
        f'<label for="name">{escape(account)}</label>'
        f'<input id="name" name="name" value="{escape(name)}" maxlength="40" autocomplete="username" '
        f'autocapitalize="none" spellcheck="false" required{focus[0]}>'
        f'<label for="password">{escape(password)}</label>'
        '<input id="password" name="password" type="password" maxlength="200" autocomplete="current-password" '
        f"required{focus[1]}>"
        f"<button>{escape(enter)}</button></form>"
    )


def _provider_address(asked: Asked) -> str:
    return f"/start?{urlencode({'sign_in': 'provider', 'lang': asked.lang})}"


def _filled(asked: Asked, t: Words, title: str, body: str) -> str:
    other = "zh" if t.lang == "en" else "en"
    names = {"zh": "中文", "en": "EN"}
    languages = " / ".join(
        f'<a href="{escape(asked.address(lang))}" lang="{lang}">{names[lang]}</a>'
        if lang == other
        else f"<strong>{names[lang]}</strong>"
        for lang in ("zh", "en")
    )
    return _PAGE.substitute(
        html_lang="en" if t.lang == "en" else "zh-CN", title=escape(title), app=escape(t("Job-loss warning desk")),
        light=_colours("light"), dark=_colours("dark"), mark=_MARK, languages=languages, body=body,
    )  # fmt: skip


def _colours(scheme: Scheme) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in neutrals(scheme).items())
