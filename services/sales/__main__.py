"""``python -m services.sales api | worker | migrate``."""

from services.sales.composition import SERVICE
from services.sales.settings import SalesSettings
from shared.hosting.commands import run_department_command

if __name__ == "__main__":
    run_department_command(SERVICE, SalesSettings)
