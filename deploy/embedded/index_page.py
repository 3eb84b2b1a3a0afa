"""The first page of the embedded company: where each department is, and a token per person to try it with."""

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from deploy.embedded.staff import STAFF

if TYPE_CHECKING:
    from deploy.embedded.company import EmbeddedCompany

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>o2c</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.1rem; margin-top: 2rem }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ text-align: left; padding: .4rem .6rem;
border-bottom: 1px solid #d0d7de; vertical-align: top }}
code {{ font-size: .8rem; word-break: break-all }} textarea {{ width: 100%; font-size: .7rem; height: 2.6rem }}
</style>
<h1>o2c: from quotation to cash through five departments</h1>
<p>One contract's story: <code>GET /sales/contracts/{{id}}/timeline</code>, or <code>o2c timeline CONTRACT</code>.</p>
<h2>Departments</h2>
<table><tr><th>Department</th><th>API</th><th>Description</th><th>Health</th></tr>{departments}</table>
<h2>People to try it as</h2>
<p>Click a token to select it; in a department's API page choose <b>Authorize</b> and paste it. These tokens are
for this embedded company only and last 12 hours.</p>
<table><tr><th>Person</th><th>Roles</th><th>Token</th></tr>{people}</table>
</html>"""


def index_page(company: "EmbeddedCompany") -> HTMLResponse:
    """The page, with fresh tokens."""
    departments = "".join(
        f"<tr><td>{name}</td><td><a href='/{name}/docs'>/{name}/docs</a></td>"
        f"<td><a href='/{name}/openapi.json'>OpenAPI</a></td><td><a href='/{name}/health/ready'>ready?</a></td></tr>"
        for name in company.departments
    )
    people = "".join(
        f"<tr><td>{escape(person)}</td><td>{escape(', '.join(roles))}</td>"
        f"<td><textarea readonly onclick='this.select()'>{company.token(person)}</textarea></td></tr>"
        for person, roles in STAFF.items()
    )
    return HTMLResponse(_PAGE.format(departments=departments, people=people))
