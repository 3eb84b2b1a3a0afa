"""The settings of the sales processes: variables that begin with SALES_."""

from pydantic_settings import SettingsConfigDict

from shared.hosting.settings import DepartmentSettings


class SalesSettings(DepartmentSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(env_prefix="SALES_", extra="ignore")
