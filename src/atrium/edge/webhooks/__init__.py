"""Who is told what happens: endpoints, and deliveries to them."""
