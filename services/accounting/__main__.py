"""``python -m services.accounting api | worker | migrate``."""

from services.accounting.composition import SERVICE
from services.accounting.settings import AccountingSettings
from shared.hosting.commands import run_department_command

if __name__ == "__main__":
    run_department_command(SERVICE, AccountingSettings)
