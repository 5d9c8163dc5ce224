"""SARIF, JUnit and CSV as other programs take them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
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

XSD = Path(__file__).parent / "schemas" / "junit-10.xsd"  # MIT, of the Jenkins xUnit plugin
BROKEN = replace(BASE, outcome=Verdict.ERROR, rule="坏-001", message="引擎错误：没有算完", evidence=())
EXCUSED = replace(INFO, decision=Decision.WAIVED, fingerprint="f" * 24)


def log(made: Dossier) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(draw_sarif(made))["runs"][0]
    return found


def test_sarif_is_what_the_standard_says() -> None:
    sarif = pytest.importorskip("sarif_pydantic")
    for made in (dossier(), Dossier(run(BASE, WARNING, BROKEN, EXCUSED)), Dossier(run())):
        sarif.Sarif.model_validate_json(draw_sarif(made))


# What SARIF 2.1.0 allows in the objects that we write; (3.x) is the chapter of the standard.
ALLOWED = {
    "log": "$schema version runs inlineExternalProperties properties",  # 3.13
    "run": "tool invocations conversion language versionControlProvenance originalUriBaseIds artifacts "
    "logicalLocations graphs results automationDetails runAggregates baselineGuid redactionTokens "
    "defaultEncoding defaultSourceLanguage newlineSequences columnKind externalPropertyFileReferences "
    "threadFlowLocations taxonomies addresses translations policies webRequests webResponses "
    "specialLocations properties",  # 3.14
    "component": "guid name organization product productSuite fullName version semanticVersion language "
    "rules notifications taxa shortDescription fullDescription informationUri downloadUri properties",  # 3.19
    "rule": "id deprecatedIds guid name shortDescription fullDescription messageStrings helpUri help "
    "defaultConfiguration relationships properties",  # 3.49
    "artifact": "location parentIndex offset length roles mimeType contents encoding sourceLanguage hashes "
    "lastModifiedTimeUtc description properties",  # 3.24
    "result": "ruleId ruleIndex rule kind level message analysisTarget locations guid correlationGuid "
    "occurrenceCount partialFingerprints fingerprints stacks codeFlows graphs relatedLocations suppressions "
    "baselineState rank attachments hostedViewerUri workItemUris provenance fixes taxa properties",  # 3.27
    "location": "id physicalLocation logicalLocations message annotations relationships properties",  # 3.28
    "physical": "artifactLocation region contextRegion address properties",  # 3.29
    "address": "uri uriBaseId index description properties",  # 3.4
    "logical": "name fullyQualifiedName decoratedName index parentIndex kind properties",  # 3.33
    "notification": "locations message level threadId timeUtc exception descriptor associatedRule "
    "properties",  # 3.58
    "suppression": "guid kind status justification location properties",  # 3.35
}


def strays(kind: str, value: dict[str, Any]) -> list[str]:
    return [f"{kind}.{key}" for key in value if key not in ALLOWED[kind].split()]


def every_stray(document: dict[str, Any]) -> list[str]:
    (found,) = document["runs"]
    driver, wrong = found["tool"]["driver"], strays("log", document) + strays("run", found)
    for component in (driver, *found["tool"]["extensions"]):
        wrong += strays("component", component)
    for rule in driver["rules"]:
        wrong += strays("rule", rule)
    for artifact in found["artifacts"]:
        wrong += strays("artifact", artifact) + strays("address", artifact["location"])
    places = []
    for result in found["results"]:
        wrong += strays("result", result)
        wrong += [stray for item in result.get("suppressions", []) for stray in strays("suppression", item)]
        places += result.get("locations", []) + result.get("relatedLocations", [])
    for notification in found["invocations"][0]["toolExecutionNotifications"]:
        wrong += strays("notification", notification)
        places += notification.get("locations", [])
    for place in places:
        wrong += strays("location", place) + strays("physical", place["physicalLocation"])
        wrong += strays("address", place["physicalLocation"]["artifactLocation"])
        wrong += [stray for item in place.get("logicalLocations", []) for stray in strays("logical", item)]
    return wrong


def test_sarif_has_no_word_that_the_standard_does_not_know() -> None:
    note = {EXCUSED.fingerprint: Note(State.WAIVED, "经批准")}
    twice = run(BASE, WARNING, BROKEN, EXCUSED)
    twice = replace(twice, packs=twice.packs * 2)
    for made in (dossier(), Dossier(twice, notes=note, compared=True)):
        document = json.loads(draw_sarif(made))
        assert document["version"] == "2.1.0" and every_stray(document) == []
        (found,) = document["runs"]
        for listed in (found["tool"]["extensions"], found["artifacts"], found["tool"]["driver"]["rules"]):
            assert len({json.dumps(item, sort_keys=True) for item in listed}) == len(listed)
        for result in found["results"]:
            assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
            assert result.get("baselineState", "new") in ("new", "unchanged", "updated", "absent")
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
        "引言-003": ("new", [{"kind": "external", "status": "accepted", "justification": "豁免：经批准"}]),
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
