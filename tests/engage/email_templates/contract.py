"""What contract tests need of email templates: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("template_id")
async def email_template(its: Population) -> str:
    return str(
        (
            await its.post(
                "/email-templates",
                name=its.text("Template"),
                subject=its.text("Subject"),
                body="Hello {{customer.first_name}}",
            )
        )["id"]
    )
