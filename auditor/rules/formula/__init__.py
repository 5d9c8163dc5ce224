"""The formula language: text to a checked tree, a tree to a verdict over ranges.

`parse` a text, `bind` it to the names of one place, `Bound.decide` it against any number of reports,
and `Bound.trace` it where a person asks why. Nothing of a formula is ever run as code.

合计(名称, …)      the sum of cells, groups and numbers, mixed as one likes
个数(单元格组)      how many of the cells hold a figure above zero
存在(名称)         a cell that holds anything, a field that is given, a passage that has text
提及(正文, $词组)   whether the passage says one of the words
选(选项, 甲 → …, 其余 → …)  one result per member of a closed list; 不适用 is a result too
取整(数)           the greatest whole number that is not above; 绝对值(数) its size
天数(甲, 乙)       days from one date to another, negative when 乙 is earlier
相似度(甲, 乙)     how much of their wording two passages share, 0 to 1
字数(第一部分)      letters, digits and characters of a passage, marks and spaces left out
次数(正文, $词组)   how often the passage says one of the words
"""

from auditor.rules.formula.formula import Bound, Trace, bind
from auditor.rules.formula.kleene import implies
from auditor.rules.formula.lexer import Names
from auditor.rules.formula.normal import normal_form
from auditor.rules.formula.parser import parse
from auditor.rules.formula.tree import Expression
from auditor.rules.formula.types import FormulaError, Truth, Type

__all__ = [
    "Bound",
    "Expression",
    "FormulaError",
    "Names",
    "Trace",
    "Truth",
    "Type",
    "bind",
    "implies",
    "normal_form",
    "parse",
]
