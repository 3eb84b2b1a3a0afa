"""``python -m services.care api | worker | migrate``."""

from services.care.composition import SERVICE
from services.care.settings import CareSettings
from shared.hosting.commands import run_department_command

if __name__ == "__main__":
    run_department_command(SERVICE, CareSettings)
