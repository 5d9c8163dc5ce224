"""The same interface in a browser on this machine: `auditor triage --web`.

    door     who may come in: a token once, then a cookie; Host and Origin exactly
    server   pages and sockets on 127.0.0.1, nothing from outside
    room     one process of the interface per open page; it ends with the page
    driver   the interface's side of that process

Of textual-serve (extra `web`) only the terminal's script and style are taken: its server has no token
and accepts every Origin and Host.
"""
