"""Swedish free text: redaction of personal data, splitting into statements, coding."""
