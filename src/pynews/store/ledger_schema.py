"""The ledger's tables: what is frozen, what moves, what only grows.

Recipients are written once. Only batches move; a row in ``delivery`` stands for
a recipient whose fate differs from their batch's, or has a name at the provider.
What people decide about a campaign is written down as it happened.
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

SECOND = """
ALTER TABLE campaign ADD COLUMN state TEXT NOT NULL DEFAULT 'open'
    CHECK (state IN ('open', 'paused', 'stopped', 'cancelled'));
ALTER TABLE campaign ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE campaign ADD COLUMN resting TEXT;
ALTER TABLE attempt ADD COLUMN calls TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;

CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;

CREATE TABLE schedule (
    campaign INTEGER PRIMARY KEY REFERENCES campaign (id),
    wall TEXT NOT NULL,
    zone TEXT NOT NULL,
    fold INTEGER NOT NULL,
    grace INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'scheduled',
    CHECK (state IN ('scheduled', 'running', 'done', 'missed', 'cancelled'))
) STRICT;

CREATE TABLE pace (
    name TEXT PRIMARY KEY,
    free_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE waking (
    machine TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (machine, kind)
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS = (FIRST, SECOND)
