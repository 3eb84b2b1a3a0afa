"""All that processes of departments load: the one that they are forked from imports this, and they find it loaded."""

import shared.hosting.commands
import shared.hosting.processes
import shared.hosting.worker
from deploy.commands.deployment import settings_of
from deploy.registry import SERVICES
from shared.hosting.collecting import collect_seldom

RUN_BY = (shared.hosting.commands, shared.hosting.processes, shared.hosting.worker)
SETTINGS = [settings_of(service.name) for service in SERVICES]

collect_seldom()
