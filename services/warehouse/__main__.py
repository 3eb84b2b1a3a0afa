"""``python -m services.warehouse api | worker | migrate``."""

from shared.hosting.collecting import before_loading

if __name__ == "__main__":
    before_loading()

    from services.warehouse.composition import SERVICE
    from services.warehouse.settings import WarehouseSettings
    from shared.hosting.commands import run_department_command

    run_department_command(SERVICE, WarehouseSettings)
