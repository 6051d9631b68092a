"""The ledger's tables: what is frozen, what moves, what only grows.

Recipients are written once. Only batches move; a row in ``delivery`` stands for
a recipient whose fate differs from their batch's, or has a name at the provider.
No table holds an address.
"""

__all__ = ["MIGRATIONS"]

FIRST = """
CREATE TABLE part (
    digest BLOB NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY,
    issue TEXT NOT NULL,
    purpose TEXT NOT NULL,
    plan_digest TEXT NOT NULL,
    edition_digest TEXT NOT NULL,
    subject TEXT NOT NULL,
    sender TEXT NOT NULL,
    provider TEXT NOT NULL,
    at TEXT NOT NULL,
    frozen_at TEXT NOT NULL,
    form BLOB NOT NULL REFERENCES part (digest),
    recipients INTEGER NOT NULL,
    excluded INTEGER NOT NULL,
    UNIQUE (issue, purpose)
) STRICT;

CREATE TABLE recipient (
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    number INTEGER NOT NULL,
    subscriber BLOB NOT NULL,
    fields TEXT,
    PRIMARY KEY (campaign, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX recipient_once ON recipient (campaign, subscriber);

CREATE TABLE exclusion (
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    subscriber BLOB NOT NULL,
    number INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (campaign, subscriber)
) STRICT, WITHOUT ROWID;

CREATE INDEX exclusion_later ON exclusion (campaign, number) WHERE number IS NOT NULL;

CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    owner TEXT,
    lease TEXT,
    attempt INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    excluded INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    CHECK (state IN ('pending', 'claimed', 'sending', 'done'))
) STRICT;

CREATE INDEX batch_of ON batch (campaign, id);
CREATE INDEX batch_waiting ON batch (campaign, id) WHERE state = 'pending';

CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch (id),
    owner TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    outcome TEXT
) STRICT;

CREATE TABLE delivery (
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    number INTEGER NOT NULL,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    status TEXT NOT NULL,
    provider_id TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (campaign, number),
    CHECK (status IN ('accepted', 'refused', 'unknown'))
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_unknown ON delivery (campaign, number) WHERE status = 'unknown';
"""

MIGRATIONS = (FIRST,)
