"""Masks and pseudonyms: what is left of an ID number, a phone number and a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.masking import hide_inside, mask_id, mask_name, mask_phone
from dashboard.access.pseudonyms import Pseudonyms

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("11010519491231002X", "110105********002X"),
        ("11010519491231002x", "110105********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "110105********002X"),
        (" 110105 19491231 002X ", "110105********002X"),
        ("110105-19491231-002X", "110105********002X"),
        ("110105491231002", "110105******002"),
        ("E12345678", "E*******8"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_an_id_number_keeps_its_area_and_its_end(text: str, masked: str) -> None:
    assert mask_id(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13800008000", "138****8000"),
        ("１３８００００８０００", "138****8000"),
        ("138 0000 8000", "138****8000"),
        ("138-0000-8000", "138****8000"),
        ("+86 13800008000", "+86 138****8000"),
        ("13800008000；13912345678", "138****8000;139****5678"),
        ("6621234", "*****34"),
        ("张三13800008000", "**138****8000"),
        ("", ""),
    ],
)
def test_a_phone_number_loses_its_middle(text: str, masked: str) -> None:
    assert mask_phone(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [("张三", "张*"), ("欧阳锋", "欧*"), ("张三、李四", "张*"), ("张", "*"), (" 张三", "张*"), ("", "")],
)
def test_a_name_keeps_its_first_sign(text: str, masked: str) -> None:
    assert mask_name(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证11010519491231002X，电话13800008000。", "身份证110105********002X，电话138****8000。"),
        ("编号000101199001011234", "编号000101********1234"),
        ("110105 19491231 002X", "110105********002X"),
        ("代码620724105000，共104人", "代码620724105000，共104人"),
        ("2026-10-31 第12期", "2026-10-31 第12期"),
        ("没有数字", "没有数字"),
    ],
)
def test_numbers_of_people_are_masked_inside_any_text(text: str, masked: str) -> None:
    assert hide_inside(text) == masked


def test_a_firms_code_of_digits_only_stays_a_code() -> None:
    assert hide_inside("911101086000400012", is_code=True) == "911101086000400012"
    assert hide_inside("110105194912310021", is_code=True) == "110105********0021"


@given(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from([*DIGITS, "X", "x"]), st.text(max_size=5))
def test_no_id_number_comes_through(number: str, end: str, around: str) -> None:
    whole = number + end
    assert whole.upper() not in mask_id(whole)
    if not around or not (around[-1].isalnum() or around[0].isalnum()):
        assert whole not in hide_inside(f"{around}{whole}{around}")


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_comes_through(number: str) -> None:
    assert number not in mask_phone(number)
    assert number not in hide_inside(f"电话{number}转")


def test_a_pseudonym_is_stable_within_one_workshop_and_useless_outside() -> None:
    one, other = Pseudonyms(), Pseudonyms()
    assert one.code("P", "r7Kq") == one.code("P", "r7Kq")
    assert one.code("P", "r7Kq") != other.code("P", "r7Kq")
    assert one.code("P", "r7Kq") != one.code("P", "r7Kr")
    assert one.code("P", "x")[2:] != one.code("F", "x")[2:]
    assert one.code("P", "") == ""


def test_a_workshops_key_is_long_random_and_never_shown() -> None:
    one = Pseudonyms()
    assert len(one.key) == 32
    assert one.key != Pseudonyms().key
    assert one.key.hex() not in repr(one)
    assert repr(one.key)[2:-1] not in repr(one)


@given(st.lists(st.text(min_size=1), unique=True, max_size=50))
def test_different_people_have_different_codes(people: list[str]) -> None:
    key = Pseudonyms(b"k" * 32)
    assert len({key.code("P", one) for one in people}) == len(people)
