"""The settings of the care processes: variables that begin with CARE_."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.mail.settings import MailingSettings


class CareSettings(MailingSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(env_prefix="CARE_", extra="ignore")

    smtp_sender: str = Field(default="care@company.example", description="the address that mail comes from")
