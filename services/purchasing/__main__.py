"""``python -m services.purchasing api | worker | migrate``."""

from services.purchasing.composition import SERVICE
from services.purchasing.settings import PurchasingSettings
from shared.hosting.commands import run_department_command

if __name__ == "__main__":
    run_department_command(SERVICE, PurchasingSettings)
