"""``python -m services.purchasing api | worker | migrate``."""

from shared.hosting.collecting import before_loading

if __name__ == "__main__":
    before_loading()

    from services.purchasing.composition import SERVICE
    from services.purchasing.settings import PurchasingSettings
    from shared.hosting.commands import run_department_command

    run_department_command(SERVICE, PurchasingSettings)
