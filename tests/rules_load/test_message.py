"""消息: parsed once, rendered in one place."""

from auditor.rules.message import MessageFault, MessageField, parse_message, render, render_suggestion


def test_fields_are_found_with_their_places() -> None:
    message = parse_message("{列}：相差 {差}")
    assert message.parts == (MessageField("列", 0, 3), "：相差 ", MessageField("差", 7, 10))
    assert message.faults == ()


def test_doubled_braces_stand_for_themselves() -> None:
    assert render("{{列}}是{列}", {"列": "自然人"}) == "{列}是自然人"


def test_braces_without_partner_and_empty_fields_are_faults() -> None:
    assert parse_message("甲{乙").faults == (MessageFault("“{”没有配对", 1, 2),)
    assert parse_message("甲}乙").faults == (MessageFault("“}”没有配对", 1, 2),)
    assert parse_message("甲{ }").faults == (MessageFault("花括号里没有写字段名", 1, 4),)


def test_a_field_that_is_not_given_shows_its_name() -> None:
    assert render("相差 {差}", {}) == "相差 〈差〉"


def test_text_of_a_field_is_never_read_as_a_message() -> None:
    assert render("原文“{原文}”", {"原文": "{差}"}) == "原文“{差}”"


def test_a_clause_of_the_suggestion_without_its_field_is_left_out() -> None:
    text = "先核对“{可疑格}”，应为 {应为}；再核对这一列的数"
    assert render_suggestion(text, {"可疑格": "表三.自然人.新收", "应为": "10"}) == (
        "先核对“表三.自然人.新收”，应为 10；再核对这一列的数"
    )
    assert render_suggestion(text, {"可疑格": ""}) == "再核对这一列的数"
    assert render_suggestion("按格式补齐", {}) == "按格式补齐"
    assert render_suggestion("先核对“{可疑格}”", {}) == ""
