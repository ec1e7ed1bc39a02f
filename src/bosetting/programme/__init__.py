"""Pure: request and history become expected participants in the introduction programme, and grants."""
