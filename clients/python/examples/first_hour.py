"""Import contacts, spend credits, verify a webhook.

ATRIUM=http://localhost:8000 KEY=atr_live_… python clients/python/examples/first_hour.py
"""

import os
import queue
import threading
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

from atrium_client import Client, InsufficientCredits, InvalidSignature, Webhook, models

CONTACTS = b"Name,E-mail,Phone\nAna Ruiz,ana.python@example.com,+34 600 11 22 33\nBo Lind,bo.python@example.com,\n"
received: queue.Queue[models.WebhookPayload] = queue.Queue()
webhook: Webhook


# region receiver
class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = webhook.verify(body, dict(self.headers))
        except InvalidSignature:
            self.send_response(400)
        else:
            received.put(event)
            self.send_response(204)
        self.end_headers()
        # endregion receiver

    def log_message(self, *_: object) -> None:
        """Quiet: the example prints what it received."""


def main() -> None:
    global webhook  # noqa: PLW0603 - the handler has no other place to learn it from
    server = HTTPServer(("127.0.0.1", 0), Receiver)

    # region client
    client = Client(os.environ["ATRIUM"], os.environ["KEY"])
    print("I am", client.get_me().actor.name)
    # endregion client

    # region endpoint
    url = os.environ.get("RECEIVER", f"http://127.0.0.1:{server.server_port}/atrium")
    endpoint = client.create_webhook_endpoint({"url": url, "event_types": ["credits.*"]})
    webhook = Webhook(endpoint.secret)  # shown this once: keep it
    # endregion endpoint
    threading.Thread(target=server.serve_forever, daemon=True).start()

    # region import
    started = client.create_import(file=("contacts.csv", CONTACTS), options={"match_by": "email"})
    job = client.wait_for_job(str(started.job_id))
    print("imported:", job.state, job.result)
    for customer in client.iterate_customers(q="ana.python@example.com"):
        print("found", customer.id, customer.name)
    # endregion import

    # region change
    customer = client.get_customer(customer.id)
    customer = client.update_customer(customer.id, {"location": "Madrid"}, if_match=customer)
    # endregion change

    # region credits
    client.create_credit_grant(customer.id, {"amount": 500, "note": "Welcome gift"})
    call_id = f"call_{uuid.uuid4().hex[:8]}"
    usage = models.CreditConsumeIn(amount=5, source=models.CreditSource(type="call", id=call_id))
    try:
        movement = client.consume_credits(customer.id, usage, idempotency_key=call_id)
        print("balance:", movement.balance)
    except InsufficientCredits as problem:
        print("not enough:", problem.detail)
    # endregion credits

    event = received.get(timeout=30)
    while (event.type, event.data.customer_id) != ("credits.consumed", customer.id):
        event = received.get(timeout=30)
    print("verified:", event.type, "of", event.data.customer_id)
    client.delete_webhook_endpoint(endpoint.id)
    client.close()


if __name__ == "__main__":
    main()
