"""E-mails of the sample studio."""

from atrium.engage.email_templates.schemas import EmailTemplateIn
from atrium.engage.email_templates.service import create_template
from atrium.kernel.sample import Sample

LETTERS = (
    EmailTemplateIn(
        name="Welcome",
        subject="Welcome, {{customer.first_name}}",
        body=(
            "Hello {{customer.first_name}},\n\nthank you for getting in touch. **{{customer.owner}}** will answer"
            " shortly.\n\n{{workspace.name}}"
        ),
    ),
    EmailTemplateIn(
        name="Renewal reminder",
        subject="Your {{customer.custom_fields.plan}} plan ends on {{customer.custom_fields.renewal_on}}",
        body=(
            "Hello {{customer.first_name}},\n\nyour plan ends on **{{customer.custom_fields.renewal_on}}**. Would you"
            " like to:\n\n- go on as before,\n- change the plan, or\n- talk to us first?\n\nA short answer is"
            " enough.\n\n{{workspace.name}}"
        ),
    ),
)


async def fill(sample: Sample) -> None:
    """Leaves ``letters``."""
    sample.made["letters"] = [(await create_template(sample.ctx, letter)).id for letter in LETTERS]
