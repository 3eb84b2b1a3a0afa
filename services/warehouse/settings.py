"""The settings of the warehouse processes: variables that begin with WAREHOUSE_."""

from pydantic_settings import SettingsConfigDict

from shared.hosting.settings import DepartmentSettings


class WarehouseSettings(DepartmentSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(env_prefix="WAREHOUSE_", extra="ignore")
