from tests.billing.credits.test_api import desk

__all__ = ["desk"]
