"""``python -m services.warehouse api | worker | migrate``."""

from services.warehouse.composition import SERVICE
from services.warehouse.settings import WarehouseSettings
from shared.hosting.commands import run_department_command

if __name__ == "__main__":
    run_department_command(SERVICE, WarehouseSettings)
