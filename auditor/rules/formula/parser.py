"""Tokens to a tree, by precedence: 或 < 且 < 非 < comparison < + - < * / < sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditor.rules.formula.lexer import FUNCTIONS, Names, Token, tokenize
from auditor.rules.formula.tree import (
    All,
    Any,
    Arm,
    Call,
    Choose,
    Compare,
    DateLiteral,
    Expression,
    Inapplicable,
    Name,
    Not,
    NumberLiteral,
    Product,
    Sum,
    TextLiteral,
)
from auditor.rules.formula.types import FormulaError

MAX_DEPTH = 30  # of brackets; each takes nine calls
_COMPARISONS = frozenset("=≠<≤>≥")
_SAYS = {
    "and": "且",
    "or": "或",
    "not": "非",
    "*": "乘号",
    "/": "除号",
    "+": "加号",
    "-": "减号",
    ",": "逗号",
}
_SPOKEN = {
    **dict.fromkeys(("大于等于", "不小于", "不少于", "不低于", "至少"), "≥"),
    **dict.fromkeys(("小于等于", "不大于", "不多于", "不超过", "至多"), "≤"),
    **dict.fromkeys(("大于", "多于", "超过"), ">"),
    **dict.fromkeys(("小于", "少于", "不足"), "<"),
    **dict.fromkeys(("等于", "是"), "="),
    **dict.fromkeys(("不等于", "不是"), "≠"),
    **{
        "加": "+",
        "减": "-",
        "乘": "*",
        "乘以": "*",
        "除以": "/",
        "并且": " 且 ",
        "而且": " 且 ",
        "或者": " 或 ",
    },
}


class _Wrong(Exception):
    """Carries the first error up to `parse`; never leaves this module."""

    def __init__(self, error: FormulaError) -> None:
        self.error = error


def parse(text: str, names: Iterable[str]) -> Expression | FormulaError:
    """The tree of `text`. `names` are those known at this place, for longest match (a `Names` where
    many formulas share them); unknown names parse too, `bind` reports them."""
    known = names if isinstance(names, Names) else Names(names)
    tokens = tokenize(text, known)
    if isinstance(tokens, FormulaError):
        return tokens
    if len(tokens) == 1:
        return FormulaError("公式是空的", 0, len(text), "写出要成立的条件，例如“新收 > 0”")
    parser = _Parser(tokens)
    try:
        return parser.whole()
    except _Wrong as wrong:
        return wrong.error


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        tree = self._any()
        token = self._tokens[self._at]
        if token.kind == "end":
            return tree
        if token.kind == ")":
            raise _wrong("多出一个右括号", token, "删去它，或在前面补上左括号")
        if token.kind == "→":
            raise _wrong("“→”只能写在 选(…) 里", token, "写成 选(机关类别, 部门 → …, 其余 → …)")
        if token.kind == ",":
            raise _wrong("逗号只能写在函数的括号里", token, "两个条件之间写“ 且 ”或“ 或 ”")
        if sign := _SPOKEN.get(token.text):
            raise _wrong(f"运算符不能用文字“{token.text}”", token, f"写成“{sign}”")
        raise _wrong(f"“{token.text[:20]}”前面缺少运算符", token, "两个名称之间写运算符；“且”“或”两边留空格")

    def _any(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _wrong(f"括号超过 {MAX_DEPTH} 层", self._tokens[self._at], "拆成几条规则")
        items = [self._all()]
        while self._take("or"):
            items.append(self._all())
        self._depth -= 1
        return items[0] if len(items) == 1 else Any(tuple(items), items[0].start, items[-1].end)

    def _all(self) -> Expression:
        items = [self._not()]
        while self._take("and"):
            items.append(self._not())
        return items[0] if len(items) == 1 else All(tuple(items), items[0].start, items[-1].end)

    def _not(self) -> Expression:
        signs = []
        while self._tokens[self._at].kind == "not":
            signs.append(self._next())
        tree = self._comparison()
        # A pair of 非 changes nothing, so that a long row of them makes no deep tree.
        for token in reversed(signs[len(signs) - (2 - len(signs) % 2) if signs else 0 :]):
            tree = Not(tree, token.start, tree.end)
        return tree

    def _comparison(self) -> Expression:
        left = self._sum()
        token = self._tokens[self._at]
        if token.kind not in _COMPARISONS:
            return left
        self._at += 1
        right = self._sum()
        following = self._tokens[self._at]
        if following.kind in _COMPARISONS:
            raise _wrong("一次只能比较两边", following, "写成“甲 ≤ 乙 且 乙 ≤ 丙”")
        return Compare(token.kind, left, right, left.start, right.end)

    def _sum(self) -> Expression:
        first = self._product()
        kind = self._tokens[self._at].kind
        if kind != "+" and kind != "-":
            return first
        terms = [(1, first)]
        while kind == "+" or kind == "-":
            self._at += 1
            terms.append((1 if kind == "+" else -1, self._product()))
            kind = self._tokens[self._at].kind
        return Sum(tuple(terms), first.start, terms[-1][1].end)

    def _product(self) -> Expression:
        first = self._signed()
        kind = self._tokens[self._at].kind
        if kind != "*" and kind != "/":
            return first
        factors = [(False, first)]
        while kind == "*" or kind == "/":
            self._at += 1
            factors.append((kind == "/", self._signed()))
            kind = self._tokens[self._at].kind
        return Product(tuple(factors), first.start, factors[-1][1].end)

    def _signed(self) -> Expression:
        first = self._tokens[self._at]
        sign = 1
        while (kind := self._tokens[self._at].kind) == "-" or kind == "+":
            sign = -sign if kind == "-" else sign
            self._at += 1
        tree = self._primary()
        return tree if sign == 1 else Sum(((-1, tree),), first.start, tree.end)

    def _primary(self) -> Expression:
        token = self._next()
        if token.kind == "name":
            if self._tokens[self._at].kind == "(" and token.text in FUNCTIONS:
                return self._choose(token) if token.text == "选" else self._call(token)
            if self._tokens[self._at].kind == "(":
                joined = next((w for w in "且或非" for f in FUNCTIONS if token.text.endswith(w + f)), "")
                hint = f"“{joined}”两边留空格" if joined else "可用：" + " ".join(FUNCTIONS)
                raise _wrong(f"没有“{token.text[:20]}”这个函数", token, hint)
            return Name(token.text, token.start, token.end, str(token.value))
        if token.kind == "number":
            assert not isinstance(token.value, (str, date, tuple)) and token.value is not None
            return NumberLiteral(token.value, token.start, token.end)
        if token.kind == "text":
            return TextLiteral(token.text, token.start, token.end)
        if token.kind == "date":
            assert isinstance(token.value, (date, tuple))
            return DateLiteral(token.value, token.start, token.end)
        if token.kind == "(":
            tree = self._any()
            self._close(token)
            return tree
        if token.kind == "end":
            raise _wrong("公式没有写完，这里缺少一个数或名称", token, "补上运算符后面的部分")
        says = _SAYS.get(token.kind, f"“{token.text}”")
        raise _wrong(f"{says}前面缺少一个数或名称", token, "补上它，或删去多余的符号")

    def _call(self, name: Token) -> Expression:
        opening = self._next()
        arguments: list[Expression] = []
        if self._tokens[self._at].kind != ")":
            arguments.append(self._any())
            while self._take(","):
                arguments.append(self._any())
        end = self._close(opening)
        return Call(name.text, tuple(arguments), name.start, end)

    def _choose(self, name: Token) -> Expression:
        opening = self._next()
        subject = self._any()
        arms: list[Arm] = []
        while self._take(","):
            arms.append(self._arm())
        end = self._close(opening)
        if not arms:
            raise _Wrong(
                FormulaError(
                    "选(…) 里没有可选的结果", name.start, end, "写成 选(机关类别, 部门 → …, 其余 → …)"
                )
            )
        return Choose(subject, tuple(arms), name.start, end)

    def _arm(self) -> Arm:
        label = self._next()
        if label.kind not in ("name", "text"):
            raise _wrong("这里应写选项的名称", label, "写成“部门 → 结果”")
        arrow = self._next()
        if arrow.kind != "→":
            raise _wrong(f"选项“{label.text[:20]}”后面缺少“→”", arrow, "写成“部门 → 结果”")
        token = self._tokens[self._at]
        result: Expression
        if token.kind == "name" and token.text == "不适用":
            self._at += 1
            result = Inapplicable(token.start, token.end)
        else:
            result = self._any()
        otherwise = label.kind == "name" and label.text == "其余"
        return Arm(None if otherwise else label.text, result, label.start, result.end)

    def _next(self) -> Token:
        token = self._tokens[self._at]
        if token.kind != "end":
            self._at += 1
        return token

    def _take(self, kind: str) -> bool:
        if self._tokens[self._at].kind != kind:
            return False
        self._at += 1
        return True

    def _close(self, opening: Token) -> int:
        token = self._tokens[self._at]
        if token.kind == ")":
            self._at += 1
            return token.end
        if token.kind == "end":
            raise _wrong("左括号没有配对", opening, "在后面补上右括号")
        if token.kind == "→":
            raise _wrong("“→”只能写在 选(…) 里", token, "写成 选(机关类别, 部门 → …, 其余 → …)")
        raise _wrong(f"“{token.text[:20]}”前面缺少运算符或逗号", token, "补上运算符、逗号，或先写右括号")


def _wrong(message: str, token: Token, hint: str) -> _Wrong:
    return _Wrong(FormulaError(message, token.start, max(token.end, token.start + 1), hint))
