"""What contract tests need of audit."""

from tests.contract.population import means

means("list_audit", "actor_id", "member_id")
