"""``python -m services.accounting api | worker | migrate``."""

from shared.hosting.collecting import before_loading

if __name__ == "__main__":
    before_loading()

    from services.accounting.composition import SERVICE
    from services.accounting.settings import AccountingSettings
    from shared.hosting.commands import run_department_command

    run_department_command(SERVICE, AccountingSettings)
