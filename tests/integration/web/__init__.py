"""The API as strangers, colleagues and broken clients meet it."""
