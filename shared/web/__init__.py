"""HTTP for every department: one app factory, problem documents, auth, safe retries, paging, as-of reads."""
