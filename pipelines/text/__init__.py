"""Swedish free text: redaction of personal data, splitting into statements, coding. Knows no files or stores."""
