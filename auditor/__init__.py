"""Rule-engine auditor for 政府信息公开工作年度报告 (annual reports on open government information)."""

from auditor.base.version import VERSION

__all__ = ["VERSION"]
