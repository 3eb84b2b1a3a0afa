"""``python -m services.care api | worker | migrate``."""

from shared.hosting.collecting import before_loading

if __name__ == "__main__":
    before_loading()

    from services.care.composition import SERVICE
    from services.care.settings import CareSettings
    from shared.hosting.commands import run_department_command

    run_department_command(SERVICE, CareSettings)
