"""The settings of the care processes: variables that begin with CARE_."""

from pydantic_settings import SettingsConfigDict

from shared.hosting.settings import DepartmentSettings


class CareSettings(DepartmentSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(env_prefix="CARE_", extra="ignore")
