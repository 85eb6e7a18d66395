"""What members are told: in Atrium, and in an e-mail now and then."""
