"""Checks on the page: what is shown, and that text stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from components.check_list import MAX_FINDINGS, check_document
from components.markup import render_html
from lineage_explorer.checks.accepted_findings import AcceptedFinding
from lineage_explorer.checks.check_report import accept_findings, check_record
from lineage_explorer.checks.rule import Verdict
from lineage_explorer.explore.check_content import CheckContent
from lineage_explorer.graph.serving_history import Period
from tests.support.html_tree import Element, parse_html
from tests.support.lineage_records import NOW, GoodLineage

HOSTILE = "<script>alert(1)</script>"


def render(report, *, can_accept: bool = True) -> Element:
    parts = check_document(
        CheckContent(report),
        link=lambda arn: f"/?start={arn}",
        files="/f",
        account="/a",
        can_accept=can_accept,
    )
    return parse_html(render_html(parts))


def cut_images(draft: GoodLineage, count: int) -> None:
    for number in range(count):
        draft.artifact(f"image-{number}", "Image", source_uri=f"1.dkr.ecr.amazonaws.com/image-{number}:1")


def read_rule(page: Element, rule: str) -> Element:
    return page.find(lambda one: one.tag == "details" and one.attributes.get("data-rule") == rule)


def test_each_rule_says_what_the_report_says():
    draft = GoodLineage()
    cut_images(draft, 2)
    report = check_record(draft.build())
    classes = {Verdict.FOUND: "found", Verdict.PASSED: "passed", Verdict.NOT_JUDGED: "doubt", None: "nothing"}

    page = render(report)

    for result in report.results:
        shown = read_rule(page, result.rule.id)
        assert classes[result.verdict] in shown.classes, result.rule.id
        findings = shown.find_all(lambda one: "finding" in one.classes)
        assert len(findings) == len(result.findings)
        assert ("open" in shown.attributes) is (result.verdict is Verdict.FOUND)
    assert page.find(lambda one: one.attributes.get("data-count") == "note").text == "4 notes"


def test_reading_is_told_while_there_is_no_report():
    assert "Loading the checks" in render(None).text


def test_text_of_the_account_stays_text():
    draft = GoodLineage()
    draft.artifact("bad", "Image", source_uri=f"1.dkr.ecr.amazonaws.com/{HOSTILE}:1")
    draft.change(draft.artifact("worse", HOSTILE), name=HOSTILE)

    page = render(check_record(draft.build()))

    assert not page.find_all("script")


def test_many_findings_are_cut_and_said_to_be():
    draft = GoodLineage()
    cut_images(draft, MAX_FINDINGS + 7)

    shown = read_rule(render(check_record(draft.build())), "image-by-tag")

    assert len(shown.find_all(lambda one: "finding" in one.classes)) == MAX_FINDINGS
    assert "7 more: the CSV file has all." in shown.text


def test_findings_of_one_group_fold_to_a_row():
    draft = GoodLineage()
    for arn in (draft.first, draft.second):
        draft.approve(arn, "Approved", 3)
        draft.change(draft.approval, description=None)
    for arn, entity in list(draft.entities.items()):
        if entity.type == "Approval":
            draft.change(arn, description=None)

    shown = read_rule(render(check_record(draft.build())), "approval-unexplained")

    assert "2 versions of churn" in shown.text


def test_accepted_findings_are_told_and_nothing_is_accepted_where_names_are_hidden():
    draft = GoodLineage()
    draft.change(draft.image, source_uri="1.dkr.ecr.amazonaws.com/xgb:1.7")
    accepted = AcceptedFinding("image-by-tag", draft.image, "Pinned elsewhere", "Mara")
    report = accept_findings(check_record(draft.build()), [accepted])

    page = render(report, can_accept=False)

    assert "Accepted by Mara: Pinned elsewhere" in read_rule(page, "image-by-tag").text
    assert not page.find_all(lambda one: "accept" in one.classes)
    assert page.find(lambda one: one.attributes.get("data-count") == "accepted").text == "1 accepted"


def test_checks_of_a_past_day_say_what_is_not_known_and_accept_nothing():
    draft = GoodLineage()
    draft.change(draft.image, source_uri="1.dkr.ecr.amazonaws.com/xgb:1.7")
    period = Period(NOW - timedelta(days=1), is_day=True)

    page = render(check_record(replace(draft.build(), period=period)), can_accept=True)

    assert "Checks of the account as of 2026-11-27" in page.text
    assert "what was deleted since is not" in page.text
    assert not page.find_all(lambda one: "accept" in one.classes or "save-accepted" in one.classes)
