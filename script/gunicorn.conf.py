"""The demo server of script/server: this machine only, quiet, ready the moment it says so."""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
# Loaded before listening, so "ready" means that pages come.
preload_app = True
workers = 1
threads = 4
loglevel = "warning"


def when_ready(server: object) -> None:
    print(os.environ["WELCOME"], flush=True)
    print(f"\nWervel: http://{bind}    Stop with Ctrl-C.", flush=True)
