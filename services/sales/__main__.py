"""``python -m services.sales api | worker | migrate``."""

from shared.hosting.collecting import before_loading

if __name__ == "__main__":
    before_loading()

    from services.sales.composition import SERVICE
    from services.sales.settings import SalesSettings
    from shared.hosting.commands import run_department_command

    run_department_command(SERVICE, SalesSettings)
