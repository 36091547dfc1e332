"""Forms that editors build: contact, registration for a webinar and the like."""
