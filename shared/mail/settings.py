"""The settings of a department that writes mail; without a mail server it waits in its queue."""

from pydantic import Field, SecretStr

from shared.hosting.settings import DepartmentSettings
from shared.mail.smtp import MailServer


class MailingSettings(DepartmentSettings):
    """What every department needs, and a mail server."""

    smtp_host: str = Field(default="", description="the mail server; when not set, mail waits in its queue")
    smtp_port: int = Field(default=25, description="587 where the server wants a log-in")
    smtp_sender: str = Field(default="accounts@company.example", description="the address that mail comes from")
    smtp_username: str = Field(default="", description="the log-in at the mail server, where it wants one")
    smtp_password: SecretStr | None = Field(default=None, description="its password")
    smtp_start_tls: bool | None = Field(
        default=None, description="true: only over TLS; false: never; when not set, wherever the server offers it"
    )

    @property
    def mail_server(self) -> MailServer | None:
        """The mail server, where one is set."""
        if not self.smtp_host:
            return None
        return MailServer(
            host=self.smtp_host,
            port=self.smtp_port,
            sender=self.smtp_sender,
            username=self.smtp_username or None,
            password=self.smtp_password,
            start_tls=self.smtp_start_tls,
        )
