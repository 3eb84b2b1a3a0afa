"""Alembic's entry: compares with, and migrates to, what the department's views need."""

from services.sales.composition import DEPARTMENT
from shared.hosting.migrating import run_environment

run_environment(DEPARTMENT.metadata())
