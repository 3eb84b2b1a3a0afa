"""Fixtures every test may ask for, and quiet logs: a test that fails says so itself."""

import logging

import structlog

pytest_plugins = ["tests.real.fixtures"]

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
