"""What every bot loads, loaded once: the tests' bots are forked from a process that has imported this."""

import gc
from importlib import import_module

from bot.platforms.teams.graph_client import load

for _name in ("bot.platforms.slack.gateway", "bot.platforms.teams.gateway", "tests.contract.working"):
    import_module(_name)
load()
gc.freeze()
