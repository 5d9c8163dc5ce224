"""SARIF, JUnit and CSV as other programs take them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from auditor.findings.dossier import Dossier, Note
from auditor.findings.model import Change, Decision
from auditor.findings.states import State
from auditor.output.csv import draw_csv
from auditor.output.junit import draw_junit
from auditor.output.sarif import draw_sarif
from auditor.rules.outcome import Verdict
from tests.findings.make import BASE, FILE, INFO, WARNING, run
from tests.output_files.sample import dossier
from tests.output_files.sarif_schema import sarif_faults

XSD = Path(__file__).parent / "schemas" / "junit-10.xsd"  # MIT, of the Jenkins xUnit plugin
BROKEN = replace(BASE, outcome=Verdict.ERROR, rule="坏-001", message="引擎错误：没有算完", evidence=())
EXCUSED = replace(INFO, decision=Decision.WAIVED, fingerprint="f" * 24)


def log(made: Dossier) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(draw_sarif(made))["runs"][0]
    return found


def test_sarif_is_what_the_schema_of_oasis_says() -> None:
    note = {EXCUSED.fingerprint: Note(State.WAIVED, "经批准")}
    twice = run(BASE, WARNING, BROKEN, EXCUSED)
    twice = replace(twice, packs=twice.packs * 2)
    for made in (dossier(), Dossier(run()), Dossier(twice), Dossier(twice, notes=note, compared=True)):
        assert sarif_faults(draw_sarif(made)) == []


def test_the_schema_of_oasis_would_see_a_fault() -> None:
    document = json.loads(draw_sarif(dossier()))
    (found,) = document["runs"]
    found["results"][0]["level"] = "fatal"
    found["results"][1]["locations"][0]["physicalLocation"]["region"] = {"startLine": 0}
    found["tool"]["driver"]["rules"][0]["helpURI"] = "x"
    wrong = sarif_faults(json.dumps(document))
    assert [fault.partition(": ")[0] for fault in sorted(wrong)] == [
        "runs/0/results/0/level",
        "runs/0/results/1/locations/0/physicalLocation/region/startLine",
        "runs/0/tool/driver/rules/0",
    ]


def test_nothing_is_listed_twice_and_ids_count_from_one() -> None:
    note = {EXCUSED.fingerprint: Note(State.WAIVED, "经批准")}
    twice = run(BASE, WARNING, BROKEN, EXCUSED)
    twice = replace(twice, packs=twice.packs * 2)
    for made in (dossier(), Dossier(twice, notes=note, compared=True)):
        found = log(made)
        for listed in (found["tool"]["extensions"], found["artifacts"], found["tool"]["driver"]["rules"]):
            assert len({json.dumps(item, sort_keys=True) for item in listed}) == len(listed)
        for result in found["results"]:
            ids = [place["id"] for place in result.get("relatedLocations", [])]
            assert ids == list(range(1, len(ids) + 1))


def test_every_index_of_sarif_points_at_what_it_names() -> None:
    found = log(dossier())
    rules, files = found["tool"]["driver"]["rules"], found["artifacts"]
    assert len(found["results"]) == 8
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for place in result["locations"] + result.get("relatedLocations", []):
            address = place["physicalLocation"]["artifactLocation"]
            assert files[address["index"]]["location"]["uri"] == address["uri"]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert all(len(artifact["hashes"]["sha-256"]) == 64 for artifact in files)


def test_a_line_of_a_text_is_a_region_and_a_cell_a_logical_location() -> None:
    result = next(r for r in log(dossier())["results"] if r["ruleId"] == "样例-401")
    place = result["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 76}
    assert place["physicalLocation"]["artifactLocation"]["uri"].startswith("%E6%A0%B7")
    assert place["logicalLocations"] == [
        {"name": "表四 复议 维持", "fullyQualifiedName": "表四.复议.维持", "kind": "member"}
    ]
    assert result["level"] == "error" and result["kind"] == "fail"
    assert list(result["partialFingerprints"]) == ["auditor/v1"]


def test_broken_rules_and_unread_files_are_notifications_and_no_results() -> None:
    found = log(Dossier(run(BASE, BROKEN)))
    invocation = found["invocations"][0]
    assert invocation["executionSuccessful"] is False
    said = [
        (n["level"], n["descriptor"]["id"], n["message"]["text"])
        for n in invocation["toolExecutionNotifications"]
    ]
    assert said == [
        ("error", "rule.broken", "引擎错误：没有算完"),
        ("warning", "file.partial", "读取不完整：表三是图片"),
        ("error", "file.unreadable", "读不了：文件受密码保护"),
    ]
    assert [result["ruleId"] for result in found["results"]] == ["勾稽-301"]


def test_decisions_are_suppressions_and_an_earlier_run_the_baseline() -> None:
    known = replace(BASE, status=Change.SAME)
    notes = {EXCUSED.fingerprint: Note(State.WAIVED, "经批准")}
    found = log(Dossier(run(known, EXCUSED), notes=notes, compared=True))
    told = {r["ruleId"]: (r["baselineState"], r["suppressions"]) for r in found["results"]}
    assert told == {
        "勾稽-301": ("unchanged", []),
        "引言-003": ("new", [{"kind": "external", "justification": "豁免：经批准"}]),
    }
    assert "baselineState" not in log(Dossier(run(BASE)))["results"][0]


def test_junit_validates_and_counts() -> None:
    schema = etree.XMLSchema(etree.parse(XSD))
    for made in (dossier(), Dossier(run(BASE, WARNING, BROKEN, EXCUSED)), Dossier(run())):
        schema.assertValid(etree.fromstring(draw_junit(made).encode("utf-8")))
    suites = etree.fromstring(draw_junit(Dossier(run(BASE, WARNING, BROKEN, EXCUSED))).encode("utf-8"))
    own = next(suite for suite in suites if suite.get("name") == FILE)
    assert [own.get(key) for key in ("tests", "failures", "errors", "skipped")] == ["4", "2", "1", "1"]
    unread = next(suite for suite in suites if suite.get("name") == "reports/坏.docx")
    assert unread.xpath("testcase/error/@message") == ["读不了：文件受密码保护"]


def test_a_report_without_findings_is_a_passed_case() -> None:
    suites = etree.fromstring(draw_junit(dossier()).encode("utf-8"))
    passed = [case.get("classname") for case in suites.iter("testcase") if not len(case)]
    assert passed == ["青砚市漱石区云岫镇人民政府 · 2023年度"]


def test_csv_opens_as_chinese_with_a_row_per_finding() -> None:
    text = draw_csv(dossier())
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf") and text.count("\r\n") == len(rows) + 1 == 9
    assert rows[0]["机关"] == "听松区发展和改革委员会" and rows[0]["状态"] == "待处理"
    assert rows[0]["位置和原文"] == "表四 复议 5 格（第76行）原文“1”“0”“0”“0”“2”"
