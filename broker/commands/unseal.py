"""`hall unseal COPY`: the secrets of a hall out of its backup, onto an empty machine."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from broker.commands.base import Command
from broker.commands.secret_copies import HALL, lay_down, passphrase_in, secrets_of
from broker.language import chosen
from broker.terminal import say


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, help="secrets-….sealed, as `hall backup` makes it")
    parser.add_argument(
        "--passphrase", type=Path, required=True, help="the file with the passphrase of [backup]"
    )
    parser.add_argument("--list", action="store_true", help="say what is in it, and write nothing")
    parser.add_argument(
        "--run",
        type=Path,
        default=None,
        help="the run directory of the hall (default: $HALL_RUN, or var)",
    )


def _run(arguments: argparse.Namespace) -> int:
    secrets = secrets_of(arguments.copy, passphrase_in(arguments.passphrase))
    if arguments.list:
        for name, content in secrets.items():
            say(f"{len(content):8}  {name}")
        return 0
    run = (arguments.run or Path(os.environ.get("HALL_RUN") or "var")).absolute()
    lay_down(secrets, run)
    say(chosen(f"已写入 {run}：{len(secrets)} 个文件。", f"{run}: {len(secrets)} files written."))
    say(
        chosen(
            f"{run / HALL} 是当时的设置：请放到 /etc/hall，再用 hall restore 恢复台账。",
            f"{run / HALL} is what the settings were: put it into /etc/hall, then bring the ledger"
            " back with `hall restore`.",
        )
    )
    return 0


COMMAND = Command(
    name="unseal",
    help="lay down a hall's keys and secrets out of a sealed backup, on an empty machine",
    add=_add,
    run=_run,
)
