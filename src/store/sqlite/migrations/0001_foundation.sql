-- Times are nanoseconds since 1970 UTC. Ids are the 16 bytes of a UUID.

CREATE TABLE conversations (
    id            BLOB    NOT NULL PRIMARY KEY,
    visitor       TEXT    NOT NULL,
    -- The state's word, and what its indexes need of it; `state` holds it whole.
    state_word    TEXT    NOT NULL,
    waiting_since INTEGER,
    agent         BLOB,
    state         TEXT    NOT NULL, -- JSON
    identity      TEXT    NOT NULL, -- JSON
    language      TEXT    NOT NULL,
    context       TEXT    NOT NULL, -- JSON
    last_seq      INTEGER NOT NULL,
    last_visible  INTEGER NOT NULL,
    opened_at     INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX conversations_of_visitor ON conversations (visitor, updated_at);
CREATE INDEX conversations_waiting ON conversations (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_of_agent ON conversations (agent, updated_at) WHERE agent IS NOT NULL;

-- The truth. Rows are added, never changed.
CREATE TABLE events (
    conversation BLOB    NOT NULL REFERENCES conversations (id),
    seq          INTEGER NOT NULL,
    prev_visible INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    sender       BLOB, -- whose client_id it is: empty for the visitor, else the agent's id
    client_id    BLOB,
    body         TEXT    NOT NULL, -- JSON
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

-- A command that is sent again finds what it was first answered with.
CREATE UNIQUE INDEX events_of_command ON events (conversation, sender, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE tickets (
    number       INTEGER NOT NULL PRIMARY KEY,
    conversation BLOB    NOT NULL REFERENCES conversations (id),
    visitor      TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    description  TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    opened_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket_numbers (
    singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
    last      INTEGER NOT NULL
) STRICT;
INSERT INTO ticket_numbers VALUES (1, 1000);

CREATE TABLE agents (
    id            BLOB    NOT NULL PRIMARY KEY,
    login         TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    name          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    disabled      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id         BLOB    NOT NULL PRIMARY KEY,
    record     TEXT    NOT NULL, -- JSON
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE installation (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
