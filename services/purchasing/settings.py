"""The settings of the purchasing processes: variables that begin with PURCHASING_."""

from pydantic_settings import SettingsConfigDict

from shared.hosting.settings import DepartmentSettings


class PurchasingSettings(DepartmentSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(env_prefix="PURCHASING_", extra="ignore")
