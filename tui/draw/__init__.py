"""What is drawn, as styled lines; knows nothing of Textual."""
