"""Profiles: which plans a place works with, what is borrowed, expired or unofficial, and what is wrong with them."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import NotFoundError, PlanError
from dashboard.plans import load
from dashboard.plans.profiles import FOLDER, PARTS, available, brief, gives, parse
from dashboard.workspace import open_folder
from tests.serving import ROOT

BROKEN = sorted((Path(__file__).parents[1] / "bad" / "profiles").glob("*.yaml"))
EXPECTED = re.compile(r"# expected: (.+)")


def lenders(name, part):
    return [(lender.plan.id, lender.borrowed) for lender in brief(name).given(part)]


def test_the_desk_of_gaotai_has_its_own_tiers_and_borrows_the_rest():
    assert lenders("gaotai-desk", "tiers") == [("gaotai-2021", False)]
    assert lenders("gaotai-desk", "duties") == [("nanyang", True)]
    assert lenders("gaotai-desk", "lists")[0] == ("nanyang", True)
    assert lenders("gaotai-desk", "follow_up")[0] == ("hebei-2018", True)
    assert lenders("gaotai-desk", "benefits") == [("pingdingshan-2022", True)]
    assert lenders("gaotai-desk", "closing") == [("gaotai-2021", False)]


@pytest.mark.parametrize(
    ("desk", "own"), [("nanyang-desk", "nanyang"), ("pingdingshan-desk", "pingdingshan-2022")]
)
def test_a_city_borrows_its_tiers_and_has_the_rest_of_its_own(desk, own):
    assert lenders(desk, "tiers") == [("gaotai-2021", True)]
    for part in PARTS:
        if part not in ("tiers", "closing") and gives(load(own), part):
            assert lenders(desk, part) == [(own, False)]


def test_what_was_valid_in_2022_only_is_said_to_have_expired():
    borrowed = brief("gaotai-desk").given("benefits")[0]
    assert borrowed.expired_on("benefits", date(2026, 10, 31)) == date(2022, 12, 31)
    assert borrowed.expired_on("benefits", date(2022, 12, 31)) is None


def test_what_has_no_days_does_not_expire():
    assert brief("stabilise-jilin").given("hiring")[0].expired_on("hiring", date(2026, 10, 31)) is None
    assert brief("gaotai-desk").given("duties")[0].expired_on("duties", date(2026, 10, 31)) is None


def test_an_unofficial_text_is_known_wherever_it_is_borrowed():
    desk = brief("gaotai-desk")
    assert desk.lender("stabilise-cangzhou").is_official is False
    assert desk.lender("stabilise-cangzhou").borrowed is True
    assert desk.lender("nanyang").is_official is True
    with pytest.raises(KeyError):
        desk.lender("stabilise-yushu")


def test_a_plan_alone_gives_what_it_has_and_borrows_nothing():
    alone = brief("hebei-2018")
    assert alone.tiers is None
    assert {part for part in PARTS if alone.given(part)} == {"lists", "follow_up", "gates", "organisation"}
    assert not any(lender.borrowed for part in PARTS for lender in alone.given(part))


@pytest.mark.parametrize("name", available())
def test_every_part_of_a_profile_comes_from_a_plan_that_has_it(name):
    for part in PARTS:
        for lender in brief(name).given(part):
            assert gives(lender.plan, part)
            assert lender.borrowed is not (lender.plan.id == name.replace("-desk", "") + own_year(name))


def own_year(name):
    return {"gaotai-desk": "-2021", "pingdingshan-desk": "-2022"}.get(name, "")


@pytest.mark.parametrize(("sample", "profile"), [("gaotai", "gaotai-desk"), ("nanyang", "nanyang-desk")])
def test_the_samples_work_with_profiles_that_give_tiers(sample, profile):
    manifest = (ROOT / "sample_data" / sample / "MANIFEST.yaml").read_text(encoding="utf-8")
    assert f"\nplan: {profile}\n" in manifest
    assert brief(profile).tiers is not None


def test_a_name_that_is_neither_plan_nor_profile_is_refused_with_those_that_are():
    with pytest.raises(NotFoundError, match=r"found 'gaotai'; allowed: .*hebei-2018.*gaotai-desk"):
        brief("gaotai")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem.replace("_", " "))
def test_a_broken_profile_is_refused_with_every_fault_and_its_line(path):
    text = path.read_text(encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        parse(text, path.name)
    assert EXPECTED.findall(text)
    assert list(caught.value.faults) == [f"{path.name}, {line}" for line in EXPECTED.findall(text)]


OWN = (
    "id: our-desk\ntitle: {zh: 本县工作台, en: Our desk}\nown: [our-plan.yaml]\n"
    "tiers: our-plan.yaml\nduties: [nanyang]\n"
)


def own_desk(folder: Path, profile: str = OWN) -> Path:
    shipped = (FOLDER.parent / "gaotai-2021.yaml").read_text(encoding="utf-8")
    (folder / "our-plan.yaml").write_text(
        shipped.replace("id: gaotai-2021", "id: our-plan", 1), encoding="utf-8"
    )
    (folder / "our-desk.yaml").write_text(profile, encoding="utf-8")
    return folder / "our-desk.yaml"


def test_a_profile_may_be_a_file_and_name_a_plan_file_beside_it(tmp_path):
    found = brief(str(own_desk(tmp_path)))
    assert (found.name, found.tiers.id) == ("our-desk", "our-plan")
    assert [(each.plan.id, each.borrowed) for each in found.given("duties")] == [("nanyang", True)]
    assert found.lender("our-plan").borrowed is False


def test_a_profile_file_that_names_a_plan_that_is_nowhere_says_what_it_may_name(tmp_path):
    path = own_desk(tmp_path, OWN.replace("tiers: our-plan.yaml", "tiers: other.yaml"))
    with pytest.raises(PlanError, match=r"found 'other.yaml'; allowed: gaotai-2021, .* beside this one"):
        brief(str(path))


def test_a_profile_file_reaches_no_plan_in_another_folder(tmp_path):
    (tmp_path / "here").mkdir()
    path = own_desk(tmp_path / "here", OWN.replace("tiers: our-plan.yaml", "tiers: ../our-plan.yaml"))
    own_desk(tmp_path)
    with pytest.raises(PlanError, match=r"found '../our-plan.yaml'"):
        brief(str(path))


def test_a_data_folder_opens_under_a_profile_that_lies_in_it(tmp_path):
    folder = shutil.copytree(ROOT / "sample_data" / "gaotai", tmp_path / "mine")
    own_desk(folder)
    manifest = folder / "MANIFEST.yaml"
    text = manifest.read_text(encoding="utf-8").replace("plan: gaotai-desk", "plan: our-desk.yaml")
    manifest.write_text(text, encoding="utf-8")
    space = open_folder(folder)
    assert (space.brief.name, space.plan.id, space.is_borrowed("nanyang")) == ("our-desk", "our-plan", True)


def test_a_place_without_a_plan_of_its_own_borrows_everything(tmp_path):
    path = tmp_path / "desk.yaml"
    path.write_text(
        "id: desk\ntitle: {zh: 工作台, en: Desk}\nown: []\ntiers: gaotai-2021\nduties: [pingdingshan-2022]\n",
        encoding="utf-8",
    )
    found = brief(str(path))
    assert all(lender.borrowed for part in PARTS for lender in found.given(part))
