"""One module per 类型: its schema, its evaluation, its message fields, its documentation."""
