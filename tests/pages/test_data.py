"""The page of data: it checks what is dropped, says what is wrong, and stores nothing of a folder."""

from streamlit.testing.v1 import AppTest

from tests.serving import ROOT

INDICATORS = "序号,乡镇,区划代码,月份,登记失业率(%)\n1,城关镇,620724100000,2026-10,{rate}\n"


def app(lang="en"):
    running = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)
    running.query_params["lang"] = lang
    return running.run().switch_page("../pages/data.py").run()


def shown(running):
    parts = (running.title, running.subheader, running.markdown, running.info, running.text)
    return "\n".join(each.value for part in parts for each in part)


def test_the_page_says_that_a_folder_stores_nothing():
    running = app()
    assert not running.exception
    assert "nothing is stored" in shown(running)


def test_a_file_with_a_fault_is_shown_with_it_and_changes_nothing():
    running = app()
    running.file_uploader[0].upload(
        "october.csv", INDICATORS.format(rate="约4").encode("gbk"), "text/csv"
    ).run()
    assert not running.exception
    assert "1 error to be mended" in shown(running)
    assert "What these files would change" not in shown(running)


def test_a_file_without_faults_says_what_it_would_change():
    running = app("zh")
    running.file_uploader[0].upload(
        "october.csv", INDICATORS.format(rate="9.9").encode("gbk"), "text/csv"
    ).run()
    assert not running.exception
    assert "没有错误" in shown(running)
    assert "入库后会改变什么" in shown(running)
